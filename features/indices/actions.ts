import { addDays, tehranDay, tehranMidnight } from '@hamdel/persian'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { invalid } from '../../server/lib/errors.ts'
import { branchLimit } from '../people/access.ts'
import { lastMonths, type Month, monthsBetween } from './months.ts'
import { countForLead, sumByGroup, sumByMonth } from './queries.ts'
import { addSums, csatOf, NO_SCORES, wilson } from './rules.ts'
import type { csatQuery, csatReport, leadSummary } from './schema.ts'

const MAX_MONTHS = 120
const KEPT_DAYS = 30
const lastDay = (month: Month): string => addDays(tehranDay(month.to), -1)

/**
 * Satisfaction by branch, category or Jalali month, with n and 95 % intervals. 422 period_invalid when the days are in
 * the wrong order or span more than ten years.
 */
export async function getCsat(
  ctx: Context,
  query: z.output<typeof csatQuery>,
): Promise<z.input<typeof csatReport>> {
  const branchId = branchLimit(ctx, 'index.read')
  const from = query.from ?? lastMonths(ctx.now, 12)[0]!.monthOn
  const to = query.to ?? tehranDay(ctx.now)
  if (from > to || from < addDays(to, -31 * MAX_MONTHS))
    throw invalid('period_invalid', {}, { from: 'period_invalid' })
  const groups =
    query.by === 'month'
      ? (await sumByMonth(ctx.db, monthsBetween(from, to), branchId)).map((row) => ({ ...row, label: null }))
      : (
          await sumByGroup(
            ctx.db,
            query.by,
            { from: tehranMidnight(from), to: tehranMidnight(addDays(to, 1)) },
            branchId,
          )
        ).map((row) => ({ ...row, label: ctx.locale === 'en' ? row.labelEn : row.label }))
  return {
    by: query.by,
    from,
    to,
    total: csatOf(groups.reduce(addSums, NO_SCORES)),
    groups: groups.map((row) => ({ key: row.key, label: row.label, csat: csatOf(row) })),
  }
}

/** What a lead looks at in the morning; every number says where its rows are. */
export async function getLeadSummary(ctx: Context): Promise<z.input<typeof leadSummary>> {
  const branchId = branchLimit(ctx, 'lead.read')
  const today = tehranDay(ctx.now)
  const counts = await countForLead(ctx.db, {
    branchId,
    now: ctx.now,
    dayFrom: tehranMidnight(today),
    dayTo: tehranMidnight(addDays(today, 1)),
    since: new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000),
  })
  const here: Record<string, string> = branchId ? { 'filter[branch]': branchId } : {}
  const months = lastMonths(ctx.now, 12)
  const trend = (await sumByMonth(ctx.db, months, branchId)).map((row, i) => ({
    monthOn: row.key,
    value: csatOf(row),
    rows: {
      path: '/cases',
      query: {
        'filter[judgedFrom]': row.key,
        'filter[judgedTo]': lastDay(months[i]!),
        ...here,
      },
    },
  }))
  const cases = (count: number, query: Record<string, string>) => ({
    count,
    rows: { path: '/cases', query: { ...query, ...here } },
  })
  const promises = (count: number, due: string) => ({
    count,
    rows: { path: '/promises', query: { 'filter[due]': due, ...here } },
  })
  const interval = wilson(counts.promisesKept, counts.promisesEnded)
  return {
    at: ctx.now,
    branchId: branchId ?? null,
    open: cases(counts.open, { 'filter[status]': 'new,open,waiting' }),
    waiting: cases(counts.waiting, { 'filter[turn]': 'us' }),
    burning: cases(counts.burning, { 'filter[breached]': 'near' }),
    breached: cases(counts.breached, { 'filter[breached]': 'yes' }),
    breachedToday: cases(counts.breachedToday, { 'filter[breached]': 'today' }),
    promisesKept: {
      n: counts.promisesEnded,
      kept: counts.promisesKept,
      ratio: counts.promisesEnded === 0 ? null : counts.promisesKept / counts.promisesEnded,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      days: KEPT_DAYS,
      definition: 'promises-kept-v1',
      rows: { path: '/promises', query: { 'filter[due]': 'ended', ...here } },
    },
    promisesToday: promises(counts.promisesToday, 'today'),
    promisesOverdue: promises(counts.promisesOverdue, 'overdue'),
    // These lists are always those of the asker's own scope.
    compensations: {
      count: counts.compensations,
      rows: { path: '/compensations', query: { 'filter[status]': 'pending' } },
    },
    refusals: cases(counts.refusals, { 'filter[refusal]': 'pending' }),
    oldestWaiting: counts.oldest && { ...counts.oldest, turnSince: new Date(counts.oldest.turnSince) },
    csat: trend.at(-1)!,
    csatTrend: trend,
  }
}
