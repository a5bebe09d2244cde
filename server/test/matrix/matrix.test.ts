import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grants, type Permission } from '../../../features/people/permissions.ts'
import { routes } from '../../features.ts'
import type { Role } from '../../lib/context.ts'
import { newId } from '../../lib/id.ts'
import { isWrite, type Route } from '../../lib/route.ts'
import { type Answer, type Client, startTestApp, type TestApp } from '../app.ts'
import { buildBranch, buildPerson } from '../build.ts'
import { buildFixture, databaseDigest, type Fixture } from './fixture.ts'
import { bodies } from './requests.ts'

// Every route × role × relation: what the permission table does not grant is refused, and a refusal writes nothing.
const ROLES = ['employee', 'lead', 'analyst', 'auditor', 'administrator'] as const
const RELATIONS = ['own', 'same branch', 'other branch', 'deleted'] as const
type Relation = (typeof RELATIONS)[number]

let t: TestApp
const clients = new Map<Role, Client>()
const fixtures = new Map<string, Fixture>()
const shared: Record<string, string> = {}

const fixtureOf = (role: Role, relation: Relation) =>
  fixtures.get(relation === 'own' ? `own ${role}` : relation)!

beforeAll(async () => {
  t = await startTestApp()
  const home = await buildBranch(t)
  const away = await buildBranch(t)
  for (const role of ROLES) {
    const person = await buildPerson(t, {
      role,
      branchId: home.id,
      maxSingleRials: 50_000n,
      monthlyBudgetRials: 50_000n,
    })
    clients.set(role, await t.as(person))
    fixtures.set(`own ${role}`, await buildFixture(t, { branchId: home.id, ownerId: person.id }))
  }
  fixtures.set('same branch', await buildFixture(t, { branchId: home.id }))
  fixtures.set('other branch', await buildFixture(t, { branchId: away.id }))
  fixtures.set('deleted', await buildFixture(t, { branchId: home.id, isDeleted: true }))
  // Things of the house, and of one other person.
  const stranger = await buildPerson(t, { branchId: away.id })
  const strangerClient = await t.as(stranger)
  shared.sessionId = (await strangerClient.get('/me/sessions')).body.items[0].id
  const admin = clients.get('administrator')!
  shared.teamId = (await admin.post('/settings/teams', { branchId: home.id, name: 'تیم' })).body.id
  shared.number = '1'
  shared.categoryId = (await admin.post('/settings/categories', { name: 'دسته' })).body.id
  shared.dayId = (
    await admin.post('/settings/calendar-days', { on: '2027-06-06', kind: 'closed', title: 'روز' })
  ).body.id
  shared.viewId = (
    await strangerClient.post('/saved-views', { entity: 'customers', name: 'نما', query: {} })
  ).body.id
  for (const f of fixtures.values()) await addImport(f)
}, 120_000)
afterAll(() => t.close())

/** An uploaded file, by the API, then given to the fixture's branch. */
async function addImport(f: Fixture): Promise<void> {
  const route = routes.find((r) => r.operationId === 'uploadImport')!
  const { body } = await call(clients.get('administrator')!, route, f)
  f.params.id = body.id
  await t.services.database.db
    .updateTable('imports')
    .set({ branch_id: f.branchId })
    .where('id', '=', body.id)
    .execute()
}

const permissionOf = (route: Route): Permission | undefined =>
  typeof route.access === 'object' && 'permission' in route.access
    ? (route.access.permission as Permission)
    : undefined
const isPublic = (route: Route) => typeof route.access === 'object' && 'public' in route.access
const paramNames = (route: Route) => [...route.path.matchAll(/:(\w+)/g)].map((m) => m[1]!)
const aboutRow = (route: Route) =>
  paramNames(route).some((name) => name === 'customerId' || name === 'caseId' || name === 'id')

/** What the permission table says, worked out without the code under test. */
function isGranted(role: Role, route: Route, relation: Relation): boolean {
  const permission = permissionOf(route)
  if (!permission) return true
  const scope = grants[role][permission]
  if (!scope) return false
  if (!aboutRow(route) && route.operationId !== 'openCase') return true
  if (relation === 'deleted' && !paramNames(route).includes('id'))
    return route.operationId === 'restoreCustomer'
  return scope === 'all' || relation !== 'other branch'
}

/** What is uploaded where a file is needed. */
const files: Readonly<Record<string, string>> = {
  uploadImport: 'نام,موبایل\r\nپریسا,09121234567\r\n',
  importResponses: 'q\r\nخوب بود\r\n',
}

async function call(client: Client, route: Route, f: Fixture): Promise<Answer> {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => f.params[name] ?? shared[name] ?? newId())
  const body = bodies[route.operationId]?.(f)
  if (route.uploads) {
    const boundary = 'matrix'
    const fields = Object.entries(body ?? {}).map(
      ([name, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const content = files[route.operationId]
    const file = content
      ? `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n`
      : ''
    return client.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      payload: `${fields.join('')}${file}--${boundary}--\r\n`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'idempotency-key': newId() },
    })
  }
  const query =
    route.operationId === 'searchCustomers'
      ? '?q=مشتری'
      : route.operationId === 'listSavedViews'
        ? '?entity=customers'
        : ''
  return client.inject({
    method: route.method,
    url: `/api/v1${path}${query}`,
    ...(body === undefined ? {} : { payload: body }),
    headers: { 'idempotency-key': newId() },
  })
}

const described = routes.filter((route) => route.operationId !== 'signOut')

test('every write route has a valid request in the matrix', () => {
  const missing = described
    .filter((route) => isWrite(route) && !isPublic(route) && !(route.operationId in bodies))
    .map((route) => route.operationId)
  expect(missing).toEqual([])
})

describe('strangers', () => {
  test('nobody signed in gets anything but public routes, and nothing is written', async () => {
    const before = await databaseDigest(t)
    const wrong: string[] = []
    for (const route of described.filter((r) => !isPublic(r))) {
      const answer = await call(t.anonymous, route, fixtures.get('same branch')!)
      if (answer.status !== 401) wrong.push(`${route.operationId}: ${answer.status}`)
    }
    expect(wrong).toEqual([])
    expect(await databaseDigest(t)).toBe(before)
  })
})

describe.each(ROLES)('%s', (role) => {
  test.each(RELATIONS)('is refused what the table does not grant: %s', async (relation) => {
    const client = clients.get(role)!
    const f = fixtureOf(role, relation)
    const wrong: string[] = []
    let cells = 0
    const before = await databaseDigest(t)
    for (const route of described.filter((r) => !isPublic(r))) {
      const granted = isGranted(role, route, relation)
      const foreign = route.operationId === 'endOwnSession' || route.operationId === 'removeView'
      if (granted && isWrite(route) && !foreign) continue
      const answer = await call(client, route, f)
      cells += 1
      const isGood = answer.status >= 200 && answer.status < 300
      if (isGood && (!granted || foreign)) wrong.push(`${route.operationId}: ${answer.status}`)
      if (granted && !foreign && !isGood && ![404, 409].includes(answer.status))
        wrong.push(`${route.operationId} should answer: ${answer.status} ${answer.text.slice(0, 160)}`)
      // Refused means refused for who you are: never 422, which would mean the body was looked at first.
      if (!granted && ![403, 404].includes(answer.status))
        wrong.push(`${route.operationId} refused with ${answer.status}: ${answer.text.slice(0, 160)}`)
    }
    expect(wrong).toEqual([])
    expect(cells).toBeGreaterThan(10)
    expect(await databaseDigest(t)).toBe(before)
  })

  test('sees no other branch in lists and search', async () => {
    const client = clients.get(role)!
    const away = fixtures.get('other branch')!
    const leaks: string[] = []
    for (const route of routes.filter((r) => r.method === 'GET' && paramNames(r).length === 0)) {
      const permission = permissionOf(route)
      if (!permission || grants[role][permission] !== 'branch') continue
      const answer = await call(client, route, away)
      for (const [name, value] of Object.entries(away.params))
        if (name !== 'branchId' && answer.text.includes(value)) leaks.push(`${route.operationId}: ${name}`)
    }
    expect(leaks).toEqual([])
  })
})

test('a child is not reached through another parent', async () => {
  const admin = clients.get('administrator')!
  const one = fixtures.get('same branch')!
  const two = fixtures.get('own lead')!
  const wrong: string[] = []
  for (const route of described.filter(
    (r) =>
      paramNames(r).filter((n) => n !== 'personId').length > 1 && !r.operationId.includes('linkCustomer'),
  )) {
    const mixed: Fixture = { ...one, params: { ...one.params, customerId: two.params.customerId! } }
    const answer = await call(admin, route, mixed)
    if (answer.status !== 404) wrong.push(`${route.operationId}: ${answer.status}`)
  }
  expect(wrong).toEqual([])
})

test('the requests of the matrix are valid: an administrator is never told that the input is wrong', async () => {
  const admin = clients.get('administrator')!
  const wrong: string[] = []
  for (const route of described.filter((r) => isWrite(r) && !isPublic(r) && r.operationId in bodies)) {
    const f = await buildFixture(t, { branchId: fixtures.get('same branch')!.branchId })
    if (route.path.startsWith('/imports/:id')) await addImport(f)
    const answer = await call(admin, route, f)
    const expectsProof = ['changeOwnPassword', 'confirmSecondFactor', 'removeOwnSecondFactor'].includes(
      route.operationId,
    )
    if (!expectsProof && (answer.status === 422 || answer.status === 400 || answer.status >= 500))
      wrong.push(`${route.operationId}: ${answer.status} ${answer.text.slice(0, 200)}`)
  }
  expect(wrong).toEqual([])
})
