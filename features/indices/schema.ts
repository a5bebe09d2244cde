import { z } from 'zod'
import { day, id, instant, rials } from '../../server/lib/fields.ts'

const ratio = z.number().min(0).max(1).nullable()

export const csatValue = z
  .object({
    n: z.int(),
    mean: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    topTwoRatio: ratio,
    topTwoLow: ratio,
    topTwoHigh: ratio,
    definition: z.literal('csat-v1'),
  })
  .meta({ id: 'Csat' })

export const csatQuery = z.strictObject({
  by: z.enum(['branch', 'category', 'month']).default('month'),
  /** Days of Tehran, both inclusive; default: the last twelve Jalali months. By month, whole months are taken. */
  from: day.optional(),
  to: day.optional(),
})

export const csatReport = z
  .object({
    by: z.enum(['branch', 'category', 'month']),
    from: day,
    to: day,
    total: csatValue,
    groups: z.array(
      z.object({
        /** A branch, a category (null: none was chosen), or the first day of a Jalali month. */
        key: z.string().nullable(),
        label: z.string().nullable(),
        csat: csatValue,
      }),
    ),
  })
  .meta({ id: 'CsatReport' })

/** Where the rows behind a number are: a list of this API and its filter. */
const rows = z.object({ path: z.string(), query: z.record(z.string(), z.string()) })
const counted = z.object({ count: z.int(), rows })

export const leadSummary = z
  .object({
    at: instant,
    branchId: id.nullable(),
    open: counted,
    waiting: counted,
    /** Running clocks near their end or past it. */
    burning: counted,
    breached: counted,
    breachedToday: counted,
    promisesKept: z.object({
      n: z.int(),
      kept: z.int(),
      ratio,
      low: ratio,
      high: ratio,
      days: z.int(),
      definition: z.literal('promises-kept-v1'),
      rows,
    }),
    promisesToday: counted,
    promisesOverdue: counted,
    compensations: counted,
    refusals: counted,
    oldestWaiting: z
      .object({ customerId: id, caseId: id, code: z.string(), customerName: z.string(), turnSince: instant })
      .nullable(),
    csat: z.object({ monthOn: day, value: csatValue, rows }),
    csatTrend: z.array(z.object({ monthOn: day, value: csatValue, rows })),
  })
  .meta({ id: 'LeadSummary' })

const waiting = { waiting: z.int(), oldestWaitingAt: instant.nullable() }

export const leadTeam = z
  .object({
    items: z.array(
      z.object({
        personId: id,
        fullName: z.string(),
        branchName: z.string(),
        open: z.int(),
        ...waiting,
        monthlyBudgetRials: rials,
        spentThisMonthRials: rials,
      }),
    ),
    /** Cases that wait for us and are nobody's. */
    unowned: z.object(waiting),
  })
  .meta({ id: 'LeadTeam' })
