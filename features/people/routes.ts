import { z } from 'zod'
import { id } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { addPerson, putAuthority, setActive, updatePerson } from './actions.ts'
import { linkCustomer, unlinkCustomer } from './customer-links.ts'
import { getPersonDetail, listPeople } from './list-people.ts'
import { setPassword } from './own-account.ts'
import { ownAccountRoutes } from './own-account-routes.ts'
import * as s from './schema.ts'
import { resetSecondFactor } from './second-factor.ts'

const write = { permission: 'person.write' } as const
const params = z.object({ personId: id })

export const peopleRoutes = [
  ...ownAccountRoutes,
  defineRoute({
    method: 'GET',
    path: '/people',
    operationId: 'listPeople',
    summary: 'Colleagues by name',
    access: { permission: 'person.read' },
    query: s.personQuery,
    answer: z.object({ items: z.array(s.person), nextCursor: z.string().nullable() }),
    handle: (ctx, { query }) => listPeople(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/people/:personId',
    operationId: 'getPerson',
    summary: 'One colleague, for administrators',
    access: write,
    params,
    answer: s.personDetail,
    handle: (ctx, { params }) => getPersonDetail(ctx, params.personId),
  }),
  defineRoute({
    method: 'POST',
    path: '/people',
    operationId: 'addPerson',
    summary: 'Take a colleague on',
    access: write,
    body: s.personInput,
    status: 201,
    answer: s.person,
    handle: (ctx, { body }) => addPerson(ctx, body),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/people/:personId',
    operationId: 'updatePerson',
    summary: 'Change a colleague: name, ways to sign in, role, branch, team',
    access: write,
    params,
    body: s.personChange,
    answer: s.person,
    handle: (ctx, { params, body }) => updatePerson(ctx, params.personId, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/people/:personId/activate',
    operationId: 'activatePerson',
    summary: 'Let a colleague in again',
    access: write,
    params,
    answer: s.person,
    handle: (ctx, { params }) => setActive(ctx, params.personId, true),
  }),
  defineRoute({
    method: 'POST',
    path: '/people/:personId/deactivate',
    operationId: 'deactivatePerson',
    summary: 'Keep a colleague out; their sessions end at once',
    access: write,
    params,
    answer: s.person,
    handle: (ctx, { params }) => setActive(ctx, params.personId, false),
  }),
  defineRoute({
    method: 'PUT',
    path: '/people/:personId/authority',
    operationId: 'putAuthority',
    summary: 'How much a colleague may compensate with, at once and in a month',
    access: { permission: 'authority.write' },
    params,
    body: s.authorityInput,
    answer: s.person,
    handle: (ctx, { params, body }) => putAuthority(ctx, params.personId, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/people/:personId/password',
    operationId: 'setPassword',
    summary: 'Give a colleague a new password; their sessions end',
    access: write,
    params,
    body: z.strictObject({ password: s.password }),
    handle: (ctx, { params, body }) => setPassword(ctx, params.personId, body.password),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/people/:personId/totp',
    operationId: 'resetSecondFactor',
    summary: 'Turn off the second factor of a colleague who lost their phone',
    access: write,
    params,
    handle: (ctx, { params }) => resetSecondFactor(ctx, params.personId),
  }),
  defineRoute({
    method: 'POST',
    path: '/people/:personId/customers',
    operationId: 'linkCustomer',
    summary: 'Record that a customer is this colleague or their relative',
    access: write,
    params,
    body: s.customerLink,
    handle: (ctx, { params, body }) => linkCustomer(ctx, params.personId, body),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/people/:personId/customers/:customerId',
    operationId: 'unlinkCustomer',
    summary: 'Take such a record back',
    access: write,
    params: params.extend({ customerId: id }),
    handle: (ctx, { params }) => unlinkCustomer(ctx, params.personId, params.customerId),
  }),
]
