import { addJalaliMonths, jalaliMonthOf } from '@hamdel/persian'
import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import type { Db } from '../../server/lib/database.ts'
import { type JobRun, runAgain } from '../../server/lib/jobs.ts'
import { emit } from '../../server/lib/outbox.ts'
import { monthOn } from '../people/queries.ts'

const CHECK = { name: 'compensations.checkInvariant', key: 'compensations.checkInvariant', everySeconds: 60 }

export const recurringJobs = [CHECK]

export interface BudgetDrift {
  personId: string
  monthOn: string
  ledgerRials: bigint
  spentRials: bigint
}

/**
 * Where a person's month differs from the sum of its ledger rows, or is negative: empty when all is well. One
 * statement, so one snapshot: grants under way can not look like drift. `months` (first days) limits it to index
 * ranges; without it the whole ledger is read.
 */
export async function budgetInvariant(db: Db, months?: readonly string[]): Promise<BudgetDrift[]> {
  const ledger = months
    ? sql`select p.id as person_id, m.month_on, l.total from people p cross join unnest(${[...months]}::date[]) as m (month_on)
        cross join lateral (select sum(amount_rials) as total from compensation_ledger x where x.person_id = p.id and x.month_on = m.month_on) l
        where l.total is not null`
    : sql`select person_id, month_on, sum(amount_rials) as total from compensation_ledger group by 1, 2`
  const { rows } = await sql<BudgetDrift>`
    with ledger as (${ledger}),
    spent as (select * from budget_months ${months ? sql`where month_on = any(${[...months]}::date[])` : sql``})
    select coalesce(l.person_id, s.person_id) as "personId", coalesce(l.month_on, s.month_on) as "monthOn",
      coalesce(l.total, 0)::bigint as "ledgerRials", coalesce(s.spent_rials, 0) as "spentRials"
    from ledger l full join spent s on s.person_id = l.person_id and s.month_on = l.month_on
    where coalesce(l.total, 0) <> coalesce(s.spent_rials, 0) or coalesce(l.total, 0) < 0
    order by 2, 1 limit 1000`.execute(db)
  return rows
}

/** Every minute this and the last month, every hour the whole ledger; says so once for each new drift. */
export async function checkInvariant(ctx: Context, job: JobRun): Promise<{ drifted: number }> {
  const run = Number(job.payload.run ?? 0)
  const month = monthOn(ctx.now)
  const isFull = run % 60 === 0
  const drift = await budgetInvariant(
    ctx.db,
    isFull ? undefined : [month, jalaliMonthOf(addJalaliMonths(month, -1)).from],
  )
  const seen = drift.map((d) => `${d.personId} ${d.monthOn} ${d.ledgerRials} ${d.spentRials}`).join(';')
  // A run over two months says nothing about older drift: only a full run forgets it.
  const known = String(job.payload.known ?? '')
  const isNews = seen !== '' && !seen.split(';').every((one) => known.split(';').includes(one))
  if (drift.length > 0)
    ctx.services.log.error({ invariant: 'compensations.budget', drifted: drift.length }, 'invariant broken')
  if (isNews)
    emit(ctx, {
      name: 'invariant.broken',
      payload: {
        invariant: 'compensations.budget',
        drifted: drift.length,
        first: {
          ...drift[0],
          ledgerRials: String(drift[0]!.ledgerRials),
          spentRials: String(drift[0]!.spentRials),
        },
      },
    })
  runAgain(ctx, CHECK, CHECK.everySeconds, { run: run + 1, known: isFull || isNews ? seen : known })
  return { drifted: drift.length }
}

export const compensationJobs = {
  [CHECK.name]: async (ctx: Context, job: JobRun) => {
    await checkInvariant(ctx, job)
  },
}
