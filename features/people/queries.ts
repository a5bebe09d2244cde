import { jalaliMonthOf, tehranDay } from '@hamdel/persian'
import type { Context } from '../../server/lib/context.ts'
import { personOf } from '../../server/lib/context.ts'

/** First day of the Jalali month an instant lies in. */
export const monthOn = (now: Date): string => jalaliMonthOf(tehranDay(now)).from

export async function getMe(ctx: Context) {
  const actor = personOf(ctx)
  const row = await ctx.db
    .selectFrom('people as p')
    .innerJoin('branches as b', 'b.id', 'p.branch_id')
    .leftJoin('budget_months as m', (join) =>
      join.onRef('m.person_id', '=', 'p.id').on('m.month_on', '=', monthOn(ctx.now) as never),
    )
    .innerJoin('company as c', (join) => join.onTrue())
    .select([
      'p.id',
      'p.full_name',
      'p.role',
      'p.branch_id',
      'p.locale',
      'p.totp_sealed',
      'p.max_single_rials',
      'p.monthly_budget_rials',
      'b.name as branch_name',
      'm.spent_rials',
      'c.name as company_name',
      'c.money_unit',
      'c.is_demo',
    ])
    .where('p.id', '=', actor.id)
    .executeTakeFirstOrThrow()
  return {
    person: {
      id: row.id,
      fullName: row.full_name,
      role: actor.role,
      branchId: row.branch_id,
      branchName: row.branch_name,
      locale: row.locale as 'fa' | 'en',
      hasSecondFactor: row.totp_sealed !== null,
      maxSingleRials: row.max_single_rials,
      monthlyBudgetRials: row.monthly_budget_rials,
      spentThisMonthRials: row.spent_rials ?? 0n,
    },
    permissions: { ...actor.permissions },
    company: { name: row.company_name, moneyUnit: row.money_unit as 'rial' | 'toman', isDemo: row.is_demo },
  }
}
