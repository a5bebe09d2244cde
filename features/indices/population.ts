import { addDays, tehranMidnight } from '@hamdel/persian'
import { type RawBuilder, sql } from 'kysely'
import type { ItemSource } from './index-model.ts'

/** Whose answers count; every part left out lets everybody in. Days are Tehran's, both inclusive. */
export interface Population {
  branchId?: string | undefined
  tiers?: string[] | undefined
  stages?: string[] | undefined
  cities?: string[] | undefined
  modes?: string[] | undefined
  surveyId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Everything that decides which answer sheets go into a run. Plain JSON: it is stored with the run. */
export interface Sheets {
  instrumentId: string
  /** Versions of the instrument that ask the items on the same scales. */
  versions: number[]
  population: Population
  /** Answers given later are not part of the run. */
  until: string
}

/** The condition on the view answer_sheets, under the alias s. Answers of deleted customers are out of reach. */
export function sheetsWhere({ instrumentId, versions, population: p, until }: Sheets): RawBuilder<boolean> {
  const parts = [
    sql`s.instrument_id = ${instrumentId}::uuid`,
    sql`s.instrument_version = any(${versions}::int[])`,
    sql`s.submitted_at <= ${until}::timestamptz`,
    sql`not exists (select 1 from customers u where u.id = s.customer_id and u.deleted_at is not null)`,
  ]
  if (p.branchId) parts.push(sql`s.branch_id = ${p.branchId}::uuid`)
  if (p.surveyId) parts.push(sql`s.survey_id = ${p.surveyId}::uuid`)
  if (p.tiers?.length) parts.push(sql`s.segment->>'tier' = any(${p.tiers}::text[])`)
  if (p.stages?.length) parts.push(sql`s.segment->>'stage' = any(${p.stages}::text[])`)
  if (p.cities?.length) parts.push(sql`s.segment->>'city' = any(${p.cities}::text[])`)
  if (p.modes?.length) parts.push(sql`s.mode = any(${p.modes}::text[])`)
  if (p.from) parts.push(sql`s.submitted_at >= ${tehranMidnight(p.from)}::timestamptz`)
  if (p.to) parts.push(sql`s.submitted_at < ${tehranMidnight(addDays(p.to, 1))}::timestamptz`)
  return sql`${sql.join(parts, sql` and `)}`
}

/** An item's number as answered; null for "I do not know", for no answer, and for what is no number. */
export function itemNumber({ code, options }: ItemSource): RawBuilder<number | null> {
  const chosen = options
    ? sql`when 'string' then array_position(${options}::text[], s.answers->>${code}) - 1`
    : sql``
  return sql`case jsonb_typeof(s.answers->${code}) when 'number' then (s.answers->>${code})::float8 ${chosen} end`
}

/** The same turned round where the question is reversed: high is good. */
export const goodNumber = (source: ItemSource): RawBuilder<number | null> =>
  source.isReversed
    ? sql`(${source.min + source.max}::float8 - (${itemNumber(source)}))`
    : sql`(${itemNumber(source)})`

export const GROUPINGS = ['branch', 'tier', 'stage', 'city', 'mode', 'month'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** The group a sheet belongs to; months are told apart in the caller, whose calendar they are of. */
export function groupOf(by: Exclude<Grouping, 'month'>): RawBuilder<string | null> {
  if (by === 'branch') return sql`s.branch_id::text`
  if (by === 'mode') return sql`s.mode`
  return sql`nullif(s.segment->>${sql.lit(by)}, '')`
}
