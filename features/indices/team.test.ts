import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildPerson } from '../../server/test/build.ts'
import { insertCase } from '../compensations/build-case.ts'

let t: TestApp
const now = new Date('2026-11-24T10:00:00Z')
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
beforeAll(async () => {
  t = await startTestApp()
  t.setNow(now)
})
afterAll(() => t.close())

test('the team of a branch is for its lead', async () => {
  expect((await t.anonymous.get('/lead/team')).status).toBe(401)
  const branchId = (await buildBranch(t)).id
  const employee = await t.as(await buildPerson(t, { branchId }))
  expect((await employee.get('/lead/team')).status).toBe(403)
})

test('each colleague of the branch with open and waiting cases, the longest wait first, and what is nobody’s', async () => {
  const branch_id = (await buildBranch(t)).id
  const lead = await buildPerson(t, { role: 'lead', branchId: branch_id })
  const busy = await buildPerson(t, { branchId: branch_id })
  const late = await buildPerson(t, { branchId: branch_id })
  const elsewhere = await buildPerson(t, { branchId: (await buildBranch(t)).id })
  const open = (owner_id: string | null, turn: 'us' | 'customer', hours: number) =>
    insertCase(t, { branch_id, owner_id, status: 'open', turn, turn_since: at(hours) })
  await open(busy.id, 'us', -2)
  await open(busy.id, 'customer', -9)
  await open(late.id, 'us', -30)
  await open(null, 'us', -5)
  await insertCase(t, { branch_id, owner_id: busy.id, status: 'judged', turn: 'nobody' })
  const stray = { owner_id: busy.id, status: 'open', turn: 'us', turn_since: at(-99) }
  await insertCase(t, { ...stray, branch_id: elsewhere.branchId })
  const me = await t.as(lead)
  const { body } = await me.get('/lead/team')
  for (const { personId, open, waiting } of body.items) {
    const count = async (query: string) =>
      (await me.get(`/cases?filter[owner]=${personId}&${query}`)).body.items.length
    expect([await count('filter[status]=new,open,waiting'), await count('filter[turn]=us')]).toEqual([
      open,
      waiting,
    ])
  }
  const seen = body.items.map((one: { personId: string }) => one.personId)
  expect(seen.slice(0, 2)).toEqual([late.id, busy.id])
  expect(seen).not.toContain(elsewhere.id)
  expect(body.items[1]).toMatchObject({ open: 2, waiting: 1, oldestWaitingAt: at(-2).toISOString() })
  expect(body.unowned).toEqual({ waiting: 1, oldestWaitingAt: at(-5).toISOString() })
})
