import { addDays, fromJalali, tehranDay, toJalali } from '@hamdel/persian'
import { sql } from 'kysely'
import type { z } from 'zod'
import { HOLIDAYS } from '../../db/seed/content/holidays.ts'
import type { Context } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { findBranch, listDays, listHours, lockDay } from './queries.ts'
import { badHours, type OpenHours } from './rules.ts'
import type { calendarDayChange, calendarDayInput } from './schema.ts'
import { settingsChanged } from './settings-changed.ts'

/** The company's week (branchId null) and the weeks of branches that have their own. */
export async function getBusinessHours(ctx: Context) {
  const weeks = new Map<string | null, OpenHours[]>([[null, []]])
  for (const { branchId, ...row } of await listHours(ctx.db)) {
    const week = weeks.get(branchId) ?? []
    week.push(row)
    weeks.set(branchId, week)
  }
  return [...weeks].map(([branchId, hours]) => ({ branchId, hours }))
}

/** Replaces a week. A branch without rows works the company's hours again. 422 when rows overlap or end before they begin. */
export async function putBusinessHours(ctx: Context, branchId: string | null, hours: readonly OpenHours[]) {
  if (branchId !== null && !(await findBranch(ctx.db, branchId))) throw notFound()
  refuseBadHours(hours)
  const before = (await getBusinessHours(ctx)).find((week) => week.branchId === branchId)?.hours ?? []
  await ctx.db
    .deleteFrom('business_hours')
    .where(sql<boolean>`branch_id is not distinct from ${branchId}::uuid`)
    .execute()
  await insertHours(ctx, branchId, hours)
  settingsChanged(ctx, {
    action: 'putBusinessHours',
    entity: 'businessHours',
    entityId: branchId ?? 'company',
    branchId,
    before,
    after: hours,
  })
  return { branchId, hours: [...hours] }
}

export function refuseBadHours(hours: readonly OpenHours[]): void {
  const bad = badHours(hours)
  if (bad !== undefined) throw invalid('hours_overlap', {}, { [`hours.${bad}`]: 'hours_overlap' })
}

export async function insertHours(ctx: Context, branchId: string | null, hours: readonly OpenHours[]) {
  if (hours.length === 0) return
  await ctx.db
    .insertInto('business_hours')
    .values(
      hours.map((row) => ({
        id: newId(),
        branch_id: branchId,
        weekday: row.weekday,
        opens_at: row.opensAt,
        closes_at: row.closesAt,
      })),
    )
    .execute()
}

/** First day of a Jalali year and of the next. */
const spanOf = (year: number) => ({ from: fromJalali(year, 1, 1), to: fromJalali(year + 1, 1, 1) })

/** The days of a Jalali year that differ from the week; without a year, of this one and the next. */
export function listCalendarDays(ctx: Context, year?: number) {
  if (year !== undefined) return listDays(ctx.db, spanOf(year))
  const now = toJalali(tehranDay(ctx.now)).year
  return listDays(ctx.db, { from: spanOf(now).from, to: spanOf(now + 1).to })
}

type DayInput = z.output<typeof calendarDayInput>

function refuseBadDay(input: Pick<DayInput, 'kind' | 'opensAt' | 'closesAt'>): void {
  const hasHours = input.opensAt !== null && input.closesAt !== null
  const hasNone = input.opensAt === null && input.closesAt === null
  if (input.kind === 'closed' ? !hasNone : !hasHours || input.opensAt! >= input.closesAt!)
    throw invalid('day_hours_wrong', {}, { opensAt: 'day_hours_wrong' })
}

const row = (input: DayInput) => ({
  branch_id: input.branchId,
  on_date: input.on,
  kind: input.kind,
  opens_at: input.opensAt,
  closes_at: input.closesAt,
  title: input.title,
})

async function refuseTakenDay(ctx: Context, input: Pick<DayInput, 'branchId' | 'on'>, exceptId?: string) {
  const days = await listDays(ctx.db, { from: input.on, to: addDays(input.on, 1) })
  if (days.some((other) => other.branchId === input.branchId && other.id !== exceptId))
    throw conflict('calendar_day_exists')
}

/** Adds a closed day or one with its own hours, for the company or one branch. 409 when the day has an entry. */
export async function addCalendarDay(ctx: Context, input: DayInput) {
  if (input.branchId !== null && !(await findBranch(ctx.db, input.branchId))) throw notFound()
  refuseBadDay(input)
  await refuseTakenDay(ctx, input)
  const id = newId()
  await ctx.db
    .insertInto('calendar_days')
    .values({ id, ...row(input) })
    .execute()
  const after = { id, ...input }
  settingsChanged(ctx, {
    action: 'addCalendarDay',
    entity: 'calendarDay',
    entityId: id,
    branchId: input.branchId,
    after,
  })
  return after
}

export async function updateCalendarDay(
  ctx: Context,
  dayId: string,
  change: z.output<typeof calendarDayChange>,
) {
  const before = await lockDay(ctx.db, dayId)
  if (!before) throw notFound()
  const after = { ...before, ...change }
  if (change.kind === 'closed') after.opensAt = after.closesAt = null
  refuseBadDay(after)
  await refuseTakenDay(ctx, after, dayId)
  await ctx.db.updateTable('calendar_days').set(row(after)).where('id', '=', dayId).execute()
  settingsChanged(ctx, {
    action: 'updateCalendarDay',
    entity: 'calendarDay',
    entityId: dayId,
    branchId: before.branchId,
    before,
    after,
  })
  return after
}

export async function deleteCalendarDay(ctx: Context, dayId: string): Promise<void> {
  const before = await lockDay(ctx.db, dayId)
  if (!before) throw notFound()
  await ctx.db.deleteFrom('calendar_days').where('id', '=', dayId).execute()
  settingsChanged(ctx, {
    action: 'deleteCalendarDay',
    entity: 'calendarDay',
    entityId: dayId,
    branchId: before.branchId,
    before,
  })
}

/** Adds the public holidays of Iran that we ship, where the company has no entry yet. Says how many were new. */
export async function importHolidays(ctx: Context, year?: number): Promise<{ added: number }> {
  const span = year === undefined ? undefined : spanOf(year)
  const added = await insertHolidays(ctx, span)
  if (added > 0)
    settingsChanged(ctx, {
      action: 'importHolidays',
      entity: 'calendarDay',
      entityId: 'holidays',
      after: { year: year ?? null, added },
    })
  return { added }
}

export async function insertHolidays(ctx: Context, span?: { from: string; to: string }): Promise<number> {
  const days = HOLIDAYS.filter(({ on }) => !span || (on >= span.from && on < span.to))
  if (days.length === 0) return 0
  const result = await ctx.db
    .insertInto('calendar_days')
    .values(
      days.map(({ on, title }) => ({
        id: newId(),
        ...row({ branchId: null, on, kind: 'closed', opensAt: null, closesAt: null, title }),
      })),
    )
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0n)
}
