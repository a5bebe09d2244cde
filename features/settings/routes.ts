import { z } from 'zod'
import { id } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { ABSOLUTE_SECONDS } from '../people/sessions.ts'
import { addCategory, putClockPolicies, reorderCategories, updateCategory } from './actions.ts'
import { addBranch, addTeam, getCompany, renameTeam, updateBranch, updateCompany } from './company.ts'
import { isCompanySetUp, listBranches, listCategories, listPolicies, listTeams } from './queries.ts'
import * as s from './schema.ts'
import { setUp } from './set-up.ts'

const read = { permission: 'setting.read' } as const
const write = { permission: 'setting.write' } as const
const listAnswer = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

export const settingRoutes = [
  defineRoute({
    method: 'GET',
    path: '/set-up',
    operationId: 'getSetUp',
    summary: 'Is there a company yet?',
    access: { public: 'the first visitor of a new installation sets it up' },
    answer: z.object({ needsSetUp: z.boolean() }),
    handle: async (ctx) => ({ needsSetUp: !(await isCompanySetUp(ctx.db)) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/set-up',
    operationId: 'setUp',
    summary: 'Make the company, its first branch and its administrator, who is signed in',
    access: { public: 'there is nobody yet who could be signed in; gone once the company exists' },
    body: s.setUpInput,
    status: 201,
    answer: z.object({ personId: id }),
    async handle(ctx, { body, http }) {
      const { personId, token } = await setUp(ctx, body, http.userAgent)
      http.setSessionCookie(token, ABSOLUTE_SECONDS)
      return { personId }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/settings/company',
    operationId: 'getCompany',
    summary: 'Name, money unit and texts of the company',
    access: read,
    answer: s.company,
    handle: (ctx) => getCompany(ctx) as never,
  }),
  defineRoute({
    method: 'PATCH',
    path: '/settings/company',
    operationId: 'updateCompany',
    summary: 'Change the company',
    access: write,
    body: s.companyChange,
    answer: s.company,
    handle: (ctx, { body }) => updateCompany(ctx, body) as never,
  }),
  defineRoute({
    method: 'GET',
    path: '/settings/branches',
    operationId: 'listBranches',
    summary: 'All branches',
    access: read,
    answer: listAnswer(s.branch),
    handle: async (ctx) => ({ items: await listBranches(ctx.db) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/settings/branches',
    operationId: 'addBranch',
    summary: 'Open a branch',
    access: write,
    body: s.branchInput,
    status: 201,
    answer: s.branch,
    handle: (ctx, { body }) => addBranch(ctx, body),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/settings/branches/:branchId',
    operationId: 'updateBranch',
    summary: 'Change or close a branch',
    access: write,
    params: z.object({ branchId: id }),
    body: s.branchChange,
    answer: s.branch,
    handle: (ctx, { params, body }) => updateBranch(ctx, params.branchId, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/settings/teams',
    operationId: 'listTeams',
    summary: 'Teams, of all branches or one',
    access: read,
    query: z.strictObject({ 'filter[branchId]': id.optional() }),
    answer: listAnswer(s.team),
    handle: async (ctx, { query }) => ({ items: await listTeams(ctx.db, query['filter[branchId]']) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/settings/teams',
    operationId: 'addTeam',
    summary: 'Form a team in a branch',
    access: write,
    body: s.teamInput,
    status: 201,
    answer: s.team,
    handle: (ctx, { body }) => addTeam(ctx, body),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/settings/teams/:teamId',
    operationId: 'renameTeam',
    summary: 'Rename a team',
    access: write,
    params: z.object({ teamId: id }),
    body: s.teamChange,
    answer: s.team,
    handle: (ctx, { params, body }) => renameTeam(ctx, params.teamId, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/settings/clock-policies',
    operationId: 'listClockPolicies',
    summary: 'The limits of time',
    access: read,
    answer: listAnswer(s.clockPolicy),
    handle: async (ctx) => ({ items: await listPolicies(ctx.db) }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/settings/clock-policies',
    operationId: 'putClockPolicies',
    summary: 'Replace the limits of time',
    access: write,
    body: z.strictObject({ items: z.array(s.clockPolicy).min(2).max(400) }),
    answer: listAnswer(s.clockPolicy),
    handle: async (ctx, { body }) => ({ items: await putClockPolicies(ctx, body.items) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/settings/categories',
    operationId: 'listCategories',
    summary: 'What cases are about',
    access: read,
    answer: listAnswer(s.category),
    handle: async (ctx) => ({ items: await listCategories(ctx.db) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/settings/categories',
    operationId: 'addCategory',
    summary: 'Add a category at the end',
    access: write,
    body: s.categoryInput,
    status: 201,
    answer: s.category,
    handle: (ctx, { body }) => addCategory(ctx, body),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/settings/categories/:categoryId',
    operationId: 'updateCategory',
    summary: 'Rename a category or take it out of use',
    access: write,
    params: z.object({ categoryId: id }),
    body: s.categoryChange,
    answer: s.category,
    handle: (ctx, { params, body }) => updateCategory(ctx, params.categoryId, body),
  }),
  defineRoute({
    method: 'PUT',
    path: '/settings/categories/order',
    operationId: 'reorderCategories',
    summary: 'Put the categories in another order',
    access: write,
    body: s.categoryOrder,
    answer: listAnswer(s.category),
    handle: async (ctx, { body }) => ({ items: await reorderCategories(ctx, body) }),
  }),
]
