import { z } from 'zod'
import { id } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { accessCustomer } from './access.ts'
import { createCustomer, updateCustomer } from './actions.ts'
import { getCustomerCard } from './card.ts'
import { customerCard } from './card-schema.ts'
import { deleteCustomer, restoreCustomer, unmaskIdentifier } from './keep-customer.ts'
import { knowledgeRoutes } from './knowledge-routes.ts'
import { listCustomers } from './list-customers.ts'
import { getCustomer } from './queries.ts'
import { listSavedViews, removeView, savedView, savedViewInput, saveView, viewEntity } from './saved-views.ts'
import {
  created,
  customer,
  customerInput,
  customerListQuery,
  customerPage,
  customerParams,
  customerUpdate,
  ownerInput,
  searchAnswer,
  searchQuery,
  stageInput,
  tagsInput,
  unmaskInput,
  versioned,
} from './schema.ts'
import { searchCustomers } from './search-customers.ts'
import { listTimeline } from './timeline.ts'
import { timelinePageSchema, timelineQuery } from './timeline-schema.ts'

const read = { permission: 'customer.read' }
const write = { permission: 'customer.write' }

export const customerRoutes = [
  defineRoute({
    method: 'GET',
    path: '/customers',
    operationId: 'listCustomers',
    summary: 'Customers, filtered and sorted',
    access: read,
    query: customerListQuery,
    answer: customerPage,
    handle: (ctx, { query }) => listCustomers(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/search',
    operationId: 'searchCustomers',
    summary: 'Customers by name, phone, e-mail, identifier or code; cases by tracking code',
    access: read,
    query: searchQuery,
    answer: searchAnswer,
    handle: (ctx, { query }) => searchCustomers(ctx, query.q, query.limit),
  }),
  defineRoute({
    method: 'POST',
    path: '/customers',
    operationId: 'createCustomer',
    summary: 'Add a customer; asks back when they seem to exist already',
    access: write,
    body: customerInput,
    status: 201,
    answer: created,
    handle: (ctx, { body }) => createCustomer(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId',
    operationId: 'getCustomer',
    summary: 'The fields of a customer, to change them',
    access: read,
    params: customerParams,
    answer: customer,
    async handle(ctx, { params }) {
      await accessCustomer(ctx, params.customerId, 'customer.read')
      return getCustomer(ctx, params.customerId)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId/card',
    operationId: 'getCustomerCard',
    summary: 'All there is to know about a customer at one glance',
    access: read,
    params: customerParams,
    answer: customerCard,
    handle: (ctx, { params }) => getCustomerCard(ctx, params.customerId),
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId/timeline',
    operationId: 'listTimeline',
    summary: 'Everything that happened with a customer, newest first',
    access: read,
    params: customerParams,
    query: timelineQuery,
    answer: timelinePageSchema,
    handle: (ctx, { params, query }) =>
      listTimeline(ctx, params.customerId, { ...query, kind: query['filter[kind]'] }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/customers/:customerId',
    operationId: 'updateCustomer',
    summary: 'Change fields of a customer',
    access: write,
    params: customerParams,
    body: customerUpdate,
    answer: versioned,
    handle: (ctx, { params, body }) => updateCustomer(ctx, params.customerId, body),
  }),
  defineRoute({
    method: 'PUT',
    path: '/customers/:customerId/stage',
    operationId: 'changeStage',
    summary: 'Say in which stage of the relationship a customer is',
    access: write,
    params: customerParams,
    body: stageInput,
    answer: versioned,
    handle: (ctx, { params, body }) => updateCustomer(ctx, params.customerId, body, 'changeStage'),
  }),
  defineRoute({
    method: 'PUT',
    path: '/customers/:customerId/owner',
    operationId: 'assignCustomer',
    summary: 'Give a customer an owner, or none',
    access: write,
    params: customerParams,
    body: ownerInput,
    answer: versioned,
    handle: (ctx, { params, body }) => updateCustomer(ctx, params.customerId, body, 'assignCustomer'),
  }),
  defineRoute({
    method: 'PUT',
    path: '/customers/:customerId/tags',
    operationId: 'tagCustomer',
    summary: 'Set the tags of a customer',
    access: write,
    params: customerParams,
    body: tagsInput,
    answer: versioned,
    handle: (ctx, { params, body }) => updateCustomer(ctx, params.customerId, body, 'tagCustomer'),
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/identifier/unmask',
    operationId: 'unmaskIdentifier',
    summary: 'See the whole identifier; the reason is kept',
    access: write,
    ownTransaction: true,
    params: customerParams,
    body: unmaskInput,
    answer: z.object({ identifier: z.string() }),
    handle: (ctx, { params, body }) => unmaskIdentifier(ctx, params.customerId, body.reason),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/customers/:customerId',
    operationId: 'deleteCustomer',
    summary: 'Take a customer out of every list; can be undone',
    access: { permission: 'customer.delete' },
    params: customerParams,
    handle: (ctx, { params }) => deleteCustomer(ctx, params.customerId),
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/restore',
    operationId: 'restoreCustomer',
    summary: 'Undo the deletion of a customer',
    access: { permission: 'customer.delete' },
    params: customerParams,
    handle: (ctx, { params }) => restoreCustomer(ctx, params.customerId),
  }),
  ...knowledgeRoutes,
  defineRoute({
    method: 'GET',
    path: '/saved-views',
    operationId: 'listSavedViews',
    summary: 'My saved views of a list and those shared with me',
    access: 'signed-in',
    query: z.strictObject({ entity: viewEntity }),
    answer: z.object({ items: z.array(savedView) }),
    handle: (ctx, { query }) => listSavedViews(ctx, query.entity),
  }),
  defineRoute({
    method: 'POST',
    path: '/saved-views',
    operationId: 'saveView',
    summary: 'Keep the filters and order of a list under a name',
    access: 'signed-in',
    body: savedViewInput,
    status: 201,
    answer: created,
    handle: (ctx, { body }) => saveView(ctx, body),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/saved-views/:viewId',
    operationId: 'removeView',
    summary: 'Remove a saved view of mine',
    access: 'signed-in',
    params: z.object({ viewId: id }),
    handle: (ctx, { params }) => removeView(ctx, params.viewId),
  }),
]
