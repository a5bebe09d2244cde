import { addDays, jalaliMonthOf } from '@hamdel/persian'
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { branchLimit } from '../people/access.ts'

interface Value {
  value: number
  low: number | null
  high: number | null
  n: number
  method: 'structural' | 'plain'
}

export interface Headline extends Partial<Value> {
  runId: string
  definitionId: string
  status: 'done' | 'refused'
  finishedAt: Date
  fromOn: string | null
  toOn: string | null
  serious: number
  caution: number
}

export interface TrendPoint extends Value {
  definitionId: string
  monthOn: string
  runId: string
  definitionVersion: number
}

/**
 * The runs whose value is the asker's, and which value: of a run over the asker's branch the whole, of a company's run by
 * branches the branch's own. Without a limit, the runs over what the definition is about.
 */
const mine = (limit: string | undefined): { where: RawBuilder<boolean>; group: RawBuilder<string> } =>
  limit
    ? {
        where: sql`(r.branch_id = ${limit}::uuid or (r.branch_id is null and r.group_by = 'branch'))`,
        group: sql`case when r.branch_id is null then ${limit} else '' end`,
      }
    : {
        where: sql`r.branch_id is not distinct from (d.population->>'branchId')::uuid`,
        group: sql`''`,
      }

/** The newest finished run of every definition with the value of its target. */
export async function latestOf(ctx: Context, ids: readonly string[]): Promise<Headline[]> {
  const { where, group } = mine(branchLimit(ctx, 'index.read'))
  const findings = (severity: string) =>
    sql`(select count(*)::int from jsonb_array_elements(coalesce(nullif(r.result->'whole', 'null'::jsonb), r.result->'plain')->'findings') f
      where f->>'severity' = ${severity})`
  const { rows } = await sql<Headline>`
    select x.* from unnest(${ids}::uuid[]) as wanted (id) join index_definitions d on d.id = wanted.id
    cross join lateral (
      select r.id as "runId", r.definition_id as "definitionId", r.status, r.finished_at as "finishedAt", r.from_on as "fromOn",
        r.to_on as "toOn", v.value, v.low, v.high, v.n, v.method,
        ${findings('serious')} as serious, ${findings('caution')} as caution
      from index_runs r
      left join index_values v on v.run_id = r.id and v.construct = r.definition->>'target' and v.group_key = ${group}
      where r.definition_id = d.id and r.status in ('done', 'refused') and ${where}
      order by r.created_at desc, r.id desc limit 1
    ) x`.execute(ctx.db)
  return rows
}

/** The target by Jalali month: of each month the newest run over it alone, or the newest run by months. */
export async function trendOf(ctx: Context, ids: readonly string[]): Promise<TrendPoint[]> {
  const { where, group } = mine(branchLimit(ctx, 'index.read'))
  const { rows } = await sql<TrendPoint & { fromOn: string | null; toOn: string | null; groupBy: string }>`
    select r.definition_id as "definitionId", r.id as "runId", r.definition_version as "definitionVersion", r.from_on as "fromOn",
      r.to_on as "toOn", r.group_by as "groupBy", v.group_key as "monthOn", v.value, v.low, v.high, v.n, v.method
    from index_runs r join index_definitions d on d.id = r.definition_id
    join index_values v on v.run_id = r.id and v.construct = r.definition->>'target'
      and case when r.group_by = 'month' then v.group_key <> '' else v.group_key = ${group} end
    where r.definition_id = any(${ids}::uuid[]) and r.status in ('done', 'refused') and ${where}
      and (r.group_by = 'month' or r.to_on - r.from_on between 28 and 30)
    order by r.created_at desc, r.id desc limit 5000`.execute(ctx.db)
  const newest = new Map<string, TrendPoint>()
  for (const { fromOn, toOn, groupBy, ...row } of rows) {
    if (groupBy !== 'month') {
      const month = jalaliMonthOf(fromOn!)
      if (month.from !== fromOn || addDays(month.to, -1) !== toOn) continue
      row.monthOn = fromOn
    }
    const key = `${row.definitionId} ${row.monthOn}`
    if (!newest.has(key)) newest.set(key, row)
  }
  return [...newest.values()].sort((a, b) => (a.monthOn < b.monthOn ? -1 : 1))
}

/** What is waiting or under way, the newest of each definition. */
export async function unfinishedOf(ctx: Context, ids: readonly string[]) {
  const { where } = mine(branchLimit(ctx, 'index.read'))
  const { rows } = await sql<{ definitionId: string; runId: string; status: string; progress: number }>`
    select distinct on (r.definition_id) r.definition_id as "definitionId", r.id as "runId", r.status, r.progress
    from index_runs r join index_definitions d on d.id = r.definition_id
    where r.status in ('queued', 'running') and r.definition_id = any(${ids}::uuid[]) and ${where}
    order by r.definition_id, r.created_at desc, r.id desc`.execute(ctx.db)
  return rows
}
