import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { branchLimit } from '../people/access.ts'
import { monthOn } from '../people/queries.ts'
import { live } from './queries.ts'
import type { leadTeam } from './schema.ts'

const MAX_PEOPLE = 500

interface Row {
  personId: string
  fullName: string
  branchName: string
  open: number
  waiting: number
  oldestWaitingAt: Date | null
  monthlyBudgetRials: bigint
  spentThisMonthRials: bigint
}

/**
 * Who carries how much: open cases, those where the customer waits for us and since when, and what is left of the
 * month's budget; the longest wait first. Whoever owns nothing and may not own anything is left out.
 */
export async function getLeadTeam(ctx: Context): Promise<z.input<typeof leadTeam>> {
  const branchId = branchLimit(ctx, 'lead.read')
  const here = (column: string) => (branchId ? sql`and ${sql.ref(column)} = ${branchId}::uuid` : sql``)
  // What the list of cases shows to the same asker: no cases of deleted customers, none of other branches.
  // One probe of an index for each person: a branch has dozens, a company hundreds.
  const { rows } = await sql<Row>`
    select p.id as "personId", p.full_name as "fullName", b.name as "branchName",
      (select count(*)::int from cases c where c.owner_id = p.id and c.status <> 'judged'
        and c.status in ('new', 'open', 'waiting') ${here('c.branch_id')} ${live('c')}) as open,
      w.waiting, w.oldest as "oldestWaitingAt", p.monthly_budget_rials as "monthlyBudgetRials",
      coalesce(m.spent_rials, 0)::bigint as "spentThisMonthRials"
    from people p
    join branches b on b.id = p.branch_id
    left join budget_months m on m.person_id = p.id and m.month_on = ${monthOn(ctx.now)}::date
    cross join lateral (
      select count(*)::int as waiting, min(c.turn_since) as oldest from cases c where c.turn = 'us' and c.owner_id = p.id
        ${here('c.branch_id')} ${live('c')}
    ) w
    where p.is_active and p.role in ('employee', 'lead', 'administrator') ${here('p.branch_id')}
    order by w.oldest nulls last, p.full_name limit ${MAX_PEOPLE}`.execute(ctx.db)
  const unowned = await sql<{ waiting: number; oldestWaitingAt: Date | null }>`
    select count(*)::int as waiting, min(c.turn_since) as "oldestWaitingAt" from cases c
    where c.turn = 'us' and c.owner_id is null ${here('c.branch_id')} ${live('c')}`.execute(ctx.db)
  return { items: rows, unowned: unowned.rows[0]! }
}
