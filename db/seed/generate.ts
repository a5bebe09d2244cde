// The demo company: a pure function of a seed and a moment. The same two give the same company, to the last letter.
import { businessTime } from './business-time.ts'
import { makeCase, type Stage } from './cases.ts'
import { treasury } from './commitments.ts'
import { PRODUCTS } from './content/catalogue.ts'
import {
  BRANCHES,
  BUSINESS_HOURS,
  CATEGORIES,
  CLOCK_POLICIES,
  COMPANY,
  STAFF,
  TEAMS,
} from './content/company.ts'
import { HOLIDAYS } from './content/holidays.ts'
import { SCRIPTS } from './content/scripts/all.ts'
import { makeCustomers } from './customers.ts'
import { matcher } from './matching.ts'
import { planCases } from './plan.ts'
import { makePurchases, rankCustomers } from './purchases.ts'
import { createRandom } from './random.ts'
import { endOfToday, fillToday } from './today.ts'
import type { DemoCase, DemoCompany, DemoCustomer } from './types.ts'

export type { DemoCompany } from './types.ts'

const WEEK = 7 * 86_400_000

export function generateCompany(options: {
  seed: number
  now: Date
  customers?: number
  cases?: number
}): DemoCompany {
  const { seed, now } = options
  const keys = counter()
  // Topics draw from streams of their own: a change in one does not rewrite the others.
  const stream = (topic: number) => createRandom(seed * 31 + topic)
  const { customers, relations, staffLinks } = makeCustomers(stream(1), now, options.customers ?? 2000, keys)
  const purchases = makePurchases(stream(2), now, customers, keys)
  rankCustomers(stream(3), now, customers, (branchKey) =>
    STAFF.filter(
      (person) => person.branchKey === branchKey && (person.role === 'employee' || person.role === 'lead'),
    ).map((person) => person.key),
  )

  const time = businessTime(now)
  const random = stream(4)
  const stage: Stage = {
    random,
    time,
    keys,
    now: now.getTime(),
    endOfToday: endOfToday(now),
    compensate: treasury(),
    codes: new Set(),
  }
  const match = matcher(customers, purchases, new Set(staffLinks.map((link) => link.customerKey)))
  const cases: DemoCase[] = []
  for (const plan of planCases(random, now, time, options.cases ?? 400)) {
    const isActive = plan.status !== 'judged'
    let found = match(random, plan.script, plan.openedAt, isActive)
    // Nobody had bought it by then: an old conversation can have taken place some weeks later.
    for (let i = 0; !found && !isActive && i < 8; i++) {
      const weeks = Math.floor(((now.getTime() - plan.openedAt) * 0.4) / WEEK)
      plan.openedAt += weeks * WEEK
      found = match(random, plan.script, plan.openedAt, isActive)
    }
    if (!found) {
      plan.script = SCRIPTS.find((script) => script.key === 'week-late')!
      plan.variant = 0
      found = match(random, plan.script, plan.openedAt, isActive)
    }
    if (found) cases.push(makeCase(stage, plan, found))
  }
  fillToday(random, now, cases, keys)
  leaveTraces(customers, cases)
  return {
    seed,
    now,
    company: COMPANY,
    branches: BRANCHES,
    teams: TEAMS,
    staff: STAFF,
    categories: CATEGORIES,
    businessHours: BUSINESS_HOURS,
    holidays: HOLIDAYS,
    clockPolicies: CLOCK_POLICIES,
    products: PRODUCTS,
    customers,
    relations,
    staffLinks,
    purchases,
    cases,
  }
}

function counter() {
  let last = 0
  return { next: () => ++last }
}

/** What the cases leave on the customer card. */
function leaveTraces(customers: readonly DemoCustomer[], cases: readonly DemoCase[]) {
  const byKey = new Map(customers.map((customer) => [customer.key, customer]))
  for (const item of cases) {
    const customer = byKey.get(item.customerKey)!
    if (item.status === 'new' || item.status === 'open' || item.status === 'waiting') customer.openCaseCount++
    if (!customer.lastContactAt || customer.lastContactAt < item.lastMessageAt)
      customer.lastContactAt = item.lastMessageAt
    const moodAt = item.judgedAt ?? item.openedAt
    if (customer.moodAt && customer.moodAt > moodAt) continue
    const score = item.verdictScore
    customer.mood =
      score === null
        ? item.mood
        : score >= 9
          ? 'happy'
          : score >= 6
            ? 'neutral'
            : score >= 4
              ? 'upset'
              : 'angry'
    customer.moodAt = moodAt
  }
}
