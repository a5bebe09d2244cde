import { createHash } from 'node:crypto'
import { isLegalId, isNationalId, normalisePhone, normaliseTrackingCode, toJalali } from '@hamdel/persian'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { businessTime } from './business-time.ts'
import { PRODUCTS } from './content/catalogue.ts'
import { STAFF } from './content/company.ts'
import { HOLIDAYS } from './content/holidays.ts'
import { SCRIPTS } from './content/scripts/all.ts'
import { generateCompany } from './generate.ts'
import { createRandom } from './random.ts'
import type { DemoCompany } from './types.ts'

const NOW = new Date('2026-11-24T08:30:00Z')
const company = generateCompany({ seed: 1405, now: NOW })
const digest = (value: DemoCompany) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
const count = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length

/** Every date of the company with the path to it. */
function* dates(value: unknown, path = ''): Generator<[string, Date]> {
  if (value instanceof Date) yield [path, value]
  else if (value && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) yield* dates(inner, `${path}.${key}`)
}
const MAY_COME = /\.(dueAt|nearAt)$/

function expectSound(made: DemoCompany) {
  const now = made.now.getTime()
  for (const [path, date] of dates({ customers: made.customers, cases: made.cases })) {
    if (Number.isNaN(date.getTime())) throw new Error(`${path} is not a date`)
    if (!MAY_COME.test(path) && date.getTime() > now)
      throw new Error(`${path} is in the future: ${date.toISOString()}`)
  }
  for (const item of made.cases) {
    const times = item.interactions.map((row) => row.occurredAt.getTime())
    expect(times, item.scriptKey).toEqual(times.toSorted((a, b) => a - b))
    expect(item.openedAt.getTime()).toBeLessThanOrEqual(times[0]!)
    if (item.judgedAt) expect(item.judgedAt.getTime()).toBeGreaterThanOrEqual(item.solvedAt!.getTime())
    for (const promise of item.promises) {
      expect(promise.madeAt.getTime()).toBeLessThan(promise.dueAt.getTime())
      if (promise.closedAt)
        expect(promise.closedAt.getTime()).toBeGreaterThanOrEqual(promise.madeAt.getTime())
      if (promise.status === 'kept')
        expect(promise.closedAt!.getTime()).toBeLessThanOrEqual(promise.dueAt.getTime())
      if (promise.status === 'late')
        expect(promise.closedAt!.getTime()).toBeGreaterThan(promise.dueAt.getTime())
    }
  }
}

describe('the demo company', () => {
  test('is the same for the same seed and moment, and another for another seed', () => {
    expect(digest(generateCompany({ seed: 1405, now: NOW }))).toBe(digest(company))
    expect(digest(generateCompany({ seed: 1406, now: NOW }))).not.toBe(digest(company))
  })

  test('is made in less than a second and a half', () => {
    const began = performance.now()
    generateCompany({ seed: 2, now: NOW })
    expect(performance.now() - began).toBeLessThan(1500)
  })

  test('has the desk it was asked to have', () => {
    const { cases, customers, staff } = company
    const byStatus = Object.fromEntries(
      [...Map.groupBy(cases, (item) => item.status)].map(([status, items]) => [status, items.length]),
    )
    expect(byStatus).toEqual({ new: 12, open: 53, waiting: 20, solved: 30, judged: 285 })
    expect(customers).toHaveLength(2000)
    expect(staff).toHaveLength(14)
    expect(count(cases, (item) => item.refusal !== null)).toBe(2)
    expect(count(cases, (item) => item.reopenedCount > 0)).toBe(8)
    const fresh = cases.filter((item) => item.status === 'new').map((item) => item.clocks[0]!)
    expect(count(fresh, (clock) => clock.breachedAt !== null)).toBe(2)
    expect(count(fresh, (clock) => clock.breachedAt === null && clock.nearNoticedAt !== null)).toBe(3)
    expect(count(customers, (customer) => customer.tags.includes('ویژه'))).toBe(60)
    expect(company.relations).toHaveLength(25)
    const share = count(customers, (customer) => customer.kind === 'organisation') / customers.length
    expect(share).toBeGreaterThan(0.06)
    expect(share).toBeLessThan(0.1)
  })

  test('has promises due today and amends that wait for a second person', () => {
    const promises = company.cases
      .flatMap((item) => item.promises)
      .filter((promise) => promise.status === 'open')
    const minutes = promises.map((promise) => (promise.dueAt.getTime() - NOW.getTime()) / 60_000)
    expect(count(minutes, (m) => m < 0)).toBe(1)
    expect(count(minutes, (m) => m >= 0 && m < 120)).toBe(3)
    expect(count(minutes, (m) => m >= 120 && m < 12 * 60)).toBe(4)
    expect(
      promises.some(
        (promise) => promise.keeperKey === STAFF.find((person) => person.email.startsWith('karmand'))!.key,
      ),
    ).toBe(true)
    const pending = company.cases
      .flatMap((item) => item.compensations)
      .filter((row) => row.status === 'pending')
    expect(pending).toHaveLength(3)
    for (const row of pending)
      expect(row.amountRials).toBeGreaterThan(
        STAFF.find((person) => person.key === row.requestedByKey)!.maxSingleRials,
      )
  })

  test('spends within everybody’s authority and month, and nobody approves their own request', () => {
    const spent = new Map<string, number>()
    for (const row of company.cases.flatMap((item) => item.compensations)) {
      expect(row.decidedByKey).not.toBe(row.requestedByKey)
      if (!row.charge) continue
      const person = STAFF.find((staff) => staff.key === row.charge!.staffKey)!
      const key = `${person.key} ${row.charge.monthOn}`
      expect(row.amountRials).toBeLessThanOrEqual(person.maxSingleRials)
      spent.set(key, (spent.get(key) ?? 0) + row.amountRials)
      expect(spent.get(key)!).toBeLessThanOrEqual(person.monthlyBudgetRials)
    }
  })

  test('has conversations without unfilled words, and employees who write with Persian letters', () => {
    for (const item of company.cases) {
      expect(item.subject).not.toMatch(/[{}]/)
      for (const row of item.interactions) {
        expect(row.body).not.toMatch(/[{}]|undefined|NaN/)
        expect(row.body.length).toBeGreaterThan(1)
        if (row.direction !== 'inbound') expect(row.body, item.scriptKey).not.toMatch(/[يكةىﻻ]/)
      }
    }
  })

  test('plays every script, and hardly ever opens two cases with the same words', () => {
    expect(new Set(company.cases.map((item) => item.scriptKey)).size).toBe(SCRIPTS.length)
    const openings = company.cases.map((item) => item.interactions[0]!.body)
    expect(new Set(openings).size / openings.length).toBeGreaterThan(0.85)
  })

  test('has unique, valid numbers', () => {
    const mobiles = company.customers.flatMap((customer) =>
      customer.contactPoints.filter((point) => point.kind === 'phone').map((point) => point.value),
    )
    const normal = mobiles.map((value) => normalisePhone(value))
    expect(normal.filter((value) => !value)).toEqual([])
    const own = company.customers.map((customer) => normalisePhone(customer.contactPoints[0]!.value))
    expect(new Set([...own, ...STAFF.map((person) => normalisePhone(person.phone))]).size).toBe(
      own.length + STAFF.length,
    )
    const identifiers = company.customers.flatMap((customer) => {
      if (!customer.identifier) return []
      expect(
        customer.kind === 'person' ? isNationalId(customer.identifier) : isLegalId(customer.identifier),
      ).toBe(true)
      return [customer.identifier]
    })
    expect(new Set(identifiers).size).toBe(identifiers.length)
    expect(identifiers.length / company.customers.length).toBeGreaterThan(0.65)
    const codes = company.cases.map((item) => item.code)
    expect(codes.every((code) => normaliseTrackingCode(code) === code)).toBe(true)
    expect(new Set(codes).size).toBe(codes.length)
    const keys = [
      ...company.purchases,
      ...company.cases,
      ...company.cases.flatMap((item) => [...item.interactions, ...item.promises, ...item.clocks]),
    ].map((row) => row.key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('sells what it says: totals, catalogue and customer cards agree', () => {
    expect(PRODUCTS.length).toBeGreaterThanOrEqual(80)
    const totals = new Map<number, number>()
    for (const purchase of company.purchases) {
      expect(purchase.items.reduce((sum, item) => sum + item.amountRials, 0)).toBe(purchase.totalRials)
      totals.set(purchase.customerKey, (totals.get(purchase.customerKey) ?? 0) + purchase.totalRials)
    }
    for (const customer of company.customers)
      expect(totals.get(customer.key) ?? 0).toBe(customer.purchaseTotalRials)
    expect(new Set(company.purchases.map((purchase) => purchase.number)).size).toBe(company.purchases.length)
  })

  test('is sound at any moment of any day, for any seed', () => {
    expectSound(company)
    const moments = fc.date({ min: new Date('2026-04-01'), max: new Date('2027-12-30'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.nat(), moments, (seed, now) => {
        const made = generateCompany({ seed, now, customers: 700, cases: 200 })
        expectSound(made)
        expect(made.cases).toHaveLength(200)
      }),
      { numRuns: 8 },
    )
  })
})

test('holidays stand in order, once a day, 26 in 1405 and 27 in 1406', () => {
  const days = HOLIDAYS.map((holiday) => holiday.on)
  expect(days).toEqual([...new Set(days)].sort())
  const years = Map.groupBy(days, (day) => toJalali(day).year)
  expect([...years].map(([year, list]) => [year, list.length])).toEqual([
    [1405, 26],
    [1406, 27],
  ])
})

test('open time and clock time are each other’s inverse while the doors are open', () => {
  const time = businessTime(NOW)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 * 86_400_000 }), (back) => {
      const instant = NOW.getTime() - back
      const returned = time.timeAt(time.openAt(instant))
      if (time.isOpen(instant)) expect(Math.abs(returned - instant)).toBeLessThanOrEqual(60 * 60_000 * 100)
      expect(time.openAt(returned)).toBe(time.openAt(instant))
    }),
  )
})

test('the generator of randomness is even and repeatable', () => {
  const [a, b] = [createRandom(5), createRandom(5)]
  const values = Array.from({ length: 20_000 }, () => a.next())
  expect(values.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => b.next()))
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1)
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...values)).toBeLessThan(1)
})
