import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import type { Db } from '../../server/lib/database.ts'
import type { Authority } from './rules.ts'

export async function getAuthority(db: Db, personId: string, monthOn: string): Promise<Authority> {
  const { rows } = await sql<{ single: bigint; budget: bigint; spent: bigint }>`
    select p.max_single_rials as single, p.monthly_budget_rials as budget, coalesce(m.spent_rials, 0) as spent
    from people p left join budget_months m on m.person_id = p.id and m.month_on = ${monthOn}::date
    where p.id = ${personId}::uuid`.execute(db)
  const row = rows[0]!
  return { maxSingleRials: row.single, monthlyBudgetRials: row.budget, spentThisMonthRials: row.spent }
}

/**
 * Charges a person's month by one update whose condition is the budget itself, so that two at the same moment can not
 * overdraw it. False: the budget does not reach.
 */
export async function chargeBudget(
  db: Db,
  personId: string,
  monthOn: string,
  amountRials: bigint,
): Promise<boolean> {
  await sql`insert into budget_months (person_id, month_on) values (${personId}::uuid, ${monthOn}::date)
    on conflict do nothing`.execute(db)
  const { rows } = await sql`
    update budget_months m set spent_rials = m.spent_rials + ${amountRials}::bigint
    where m.person_id = ${personId}::uuid and m.month_on = ${monthOn}::date
      and (${amountRials}::bigint = 0 or m.spent_rials + ${amountRials}::bigint
        <= (select p.monthly_budget_rials from people p where p.id = m.person_id))
    returning 1`.execute(db)
  return rows.length === 1
}

export async function insertLedger(
  ctx: Context,
  row: {
    id: string
    customerId: string
    compensationId: string
    personId: string
    monthOn: string
    amountRials: bigint
  },
): Promise<void> {
  await sql`insert into compensation_ledger (customer_id, id, compensation_id, person_id, month_on, amount_rials, at)
    values (${row.customerId}::uuid, ${row.id}::uuid, ${row.compensationId}::uuid, ${row.personId}::uuid,
      ${row.monthOn}::date, ${row.amountRials}::bigint, ${ctx.now})`.execute(ctx.db)
}

/** Whose budget a compensation was charged to and in which month; what is left of it after corrections. */
export async function findCharge(db: Db, customerId: string, compensationId: string) {
  const { rows } = await sql<{ personId: string; monthOn: string; amountRials: bigint }>`
    select person_id as "personId", month_on as "monthOn", sum(amount_rials)::bigint as "amountRials"
    from compensation_ledger where customer_id = ${customerId}::uuid and compensation_id = ${compensationId}::uuid
    group by person_id, month_on`.execute(db)
  return rows[0]
}

/** Gives an amount back to the month it was charged to. */
export async function refundBudget(
  db: Db,
  personId: string,
  monthOn: string,
  amountRials: bigint,
): Promise<void> {
  await sql`update budget_months set spent_rials = spent_rials - ${amountRials}::bigint
    where person_id = ${personId}::uuid and month_on = ${monthOn}::date`.execute(db)
}

/**
 * Is the customer this person, a relative on record, family of one, or reachable under the person's own phone, e-mail
 * or national ID (R76)? Looked up from the customer's side: every step is a primary-key range.
 */
export async function isOwnFamily(db: Db, customerId: string, personId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with me as (select id, phone, lower(email) as email, nullif(national_id, '') as national_id from people where id = ${personId}::uuid),
    kin as (
      select ${customerId}::uuid as id
      union select other_customer_id from customer_relations where customer_id = ${customerId}::uuid and kind = 'family'
      union select customer_id from customer_relations where other_customer_id = ${customerId}::uuid and kind = 'family'
    )
    select exists (
      select 1 from kin join customer_people cp on cp.customer_id = kin.id join me on me.id = cp.person_id
      union all select 1 from kin join customers c on c.id = kin.id join me on me.national_id = c.identifier
      union all select 1 from kin join contact_points k on k.customer_id = kin.id and k.kind in ('phone', 'email')
        join me on k.normalised in (me.phone, me.email)
    ) as found`.execute(db)
  return rows[0]!.found
}

const withNames = (db: Db) =>
  db
    .selectFrom('compensations as x')
    .innerJoin('people as r', 'r.id', 'x.requested_by')
    .leftJoin('people as d', 'd.id', 'x.decided_by')
    .select([
      'x.id',
      'x.customer_id as customerId',
      'x.case_id as caseId',
      'x.kind',
      'x.amount_rials as amountRials',
      'x.reason',
      'x.status',
      'x.branch_id as branchId',
      'x.requested_by as requestedBy',
      'r.full_name as requestedByName',
      'x.requested_at as requestedAt',
      'x.decided_by as decidedBy',
      'd.full_name as decidedByName',
      'x.decided_at as decidedAt',
      'x.decision_note as decisionNote',
    ])

export const getCompensation = (db: Db, customerId: string, id: string) =>
  withNames(db).where('x.customer_id', '=', customerId).where('x.id', '=', id).executeTakeFirstOrThrow()

/** The compensations of one case, oldest first. */
export const listCaseCompensations = (db: Db, customerId: string, caseId: string) =>
  withNames(db)
    .where('x.customer_id', '=', customerId)
    .where('x.case_id', '=', caseId)
    .orderBy('x.requested_at')
    .orderBy('x.id')
    .limit(200)
    .execute()

/** What waits for approval, the longest waiting first. */
export function listPending(
  db: Db,
  input: { branchId: string | undefined; after: { at: string; id: string } | undefined; limit: number },
) {
  let query = withNames(db)
    .innerJoin('customers as c', (join) =>
      join.onRef('c.id', '=', 'x.customer_id').on('c.deleted_at', 'is', null),
    )
    .innerJoin('cases as k', (join) =>
      join.onRef('k.customer_id', '=', 'x.customer_id').onRef('k.id', '=', 'x.case_id'),
    )
    .select(['c.full_name as customerName', 'k.code as caseCode', 'k.subject as caseSubject'])
    .where('x.status', '=', 'pending')
    .orderBy('x.requested_at')
    .orderBy('x.id')
    .limit(input.limit)
  if (input.branchId) query = query.where('x.branch_id', '=', input.branchId)
  if (input.after)
    query = query.where(
      sql<boolean>`(x.requested_at, x.id) > (${input.after.at}::timestamptz, ${input.after.id}::uuid)`,
    )
  return query.execute()
}
