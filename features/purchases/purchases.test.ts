import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { refreshPurchaseTotals } from './actions.ts'

let t: TestApp
let branch: { id: string; name: string }
let here: Client
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t)
  here = await t.as(await buildPerson(t, { branchId: branch.id }))
})
afterAll(() => t.close())

const purchase = (customerId: string, number: string, on: string, rials: bigint) => ({
  customer_id: customerId,
  id: newId(),
  number,
  purchased_on: on,
  total_rials: rials,
})
const totalsOf = (id: string) =>
  t.services.database.db
    .selectFrom('customers')
    .select(['purchase_count', 'purchase_total_rials', 'last_purchase_on'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

test('only those who may read the customer see the purchases', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const elsewhere = await t.as(await buildPerson(t))
  expect((await t.anonymous.get(`/customers/${id}/purchases`)).status).toBe(401)
  expect((await elsewhere.get(`/customers/${id}/purchases`)).status).toBe(404)
  expect((await here.get(`/customers/${id}/purchases`)).body).toEqual({ items: [], nextCursor: null })
})

test('purchases come newest first with their items in order, page by page', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const rows = ['2026-01-01', '2026-03-01', '2026-03-01', '2026-02-01'].map((on, i) =>
    purchase(id, `${i}`, on, 10n),
  )
  const { db } = t.services.database
  await db.insertInto('purchases').values(rows).execute()
  for (const position of [2, 1])
    await db
      .insertInto('purchase_items')
      .values({
        customer_id: id,
        id: newId(),
        purchase_id: rows[0]!.id,
        position,
        product: `کالا ${position}`,
        quantity: 1.5,
        amount_rials: 5n,
      })
      .execute()
  const seen: { number: string; items: unknown }[] = []
  let cursor = ''
  do {
    const { body } = await here.get(`/customers/${id}/purchases?limit=1${cursor && `&cursor=${cursor}`}`)
    seen.push(...body.items)
    cursor = body.nextCursor
  } while (cursor)
  expect(seen.map((one) => one.number)).toEqual(['2', '1', '3', '0'])
  expect(seen[3]?.items).toEqual([
    { product: 'کالا 1', quantity: 1.5, amountRials: 5 },
    { product: 'کالا 2', quantity: 1.5, amountRials: 5 },
  ])
})

test('totals are what the purchases say, also when there are none any more', async () => {
  const a = await buildCustomer(t)
  const b = await buildCustomer(t)
  const { db } = t.services.database
  await db
    .insertInto('purchases')
    .values([purchase(a.id, '1', '2026-01-01', 7n), purchase(a.id, '2', '2026-02-01', 8n)])
    .execute()
  const refresh = () => asSystem(t.services, 'test', (ctx) => refreshPurchaseTotals(ctx, [a.id, b.id, a.id]))
  expect(await refresh()).toBe(1)
  expect(await refresh()).toBe(0)
  expect(await totalsOf(a.id)).toEqual({
    purchase_count: 2,
    purchase_total_rials: 15n,
    last_purchase_on: '2026-02-01',
  })
  await db.deleteFrom('purchases').where('customer_id', '=', a.id).execute()
  expect(await refresh()).toBe(1)
  expect(await totalsOf(a.id)).toEqual({
    purchase_count: 0,
    purchase_total_rials: 0n,
    last_purchase_on: null,
  })
})

test('imports at the same time do not lose each other’s purchases', async () => {
  const people = [await buildCustomer(t), await buildCustomer(t)]
  await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      asSystem(t.services, 'test', async (ctx) => {
        const ids = people.map((one) => one.id)
        if (i % 2) ids.reverse()
        await ctx.db
          .insertInto('purchases')
          .values(ids.map((id) => purchase(id, `${i}`, '2026-01-01', 10n)))
          .execute()
        await refreshPurchaseTotals(ctx, ids)
      }),
    ),
  )
  for (const { id } of people)
    expect(await totalsOf(id)).toMatchObject({ purchase_count: 6, purchase_total_rials: 60n })
})
