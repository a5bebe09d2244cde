import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { primaryPhone } from '../customers/search-customers.ts'

/** Lets what was to be answered by now, or in a survey that is over, expire; says how many. */
export async function expireInvitations(ctx: Context, limit: number, surveyId?: string): Promise<number> {
  const due = surveyId ? sql`survey_id = ${surveyId}::uuid` : sql`expires_at <= ${ctx.now}::timestamptz`
  const { rows } = await sql<{ n: bigint }>`
    with due as (
      select customer_id, id from invitations where status in ('waiting', 'sent', 'opened') and ${due}
      limit ${limit} for update skip locked
    ), gone as (
      update invitations i set status = 'expired', assigned_to = null from due
      where i.customer_id = due.customer_id and i.id = due.id returning 1)
    select count(*) as n from gone`.execute(ctx.db)
  return Number(rows[0]!.n)
}

/**
 * Marks, once each, who has had an invitation for the survey's days and has not answered: they are due for a reminder.
 * Telephone calls have times of their own.
 */
export async function markReminders(
  ctx: Context,
  limit: number,
): Promise<{ count: number; surveys: { id: string; branch_id: string | null }[] }> {
  const { rows } = await sql<{ id: string; branch_id: string | null; n: bigint }>`
    with due as (
      select i.customer_id, i.id, s.id as survey_id, s.branch_id
      from surveys s join invitations i on i.survey_id = s.id
      where s.status = 'running' and s.reminder_days is not null and i.status in ('sent', 'opened') and i.reminded_at is null
        and i.channel <> 'phone' and i.sent_at <= ${ctx.now}::timestamptz - make_interval(days => s.reminder_days)
      limit ${limit} for update of i skip locked
    ), marked as (
      update invitations i set reminded_at = ${ctx.now}::timestamptz from due
      where i.customer_id = due.customer_id and i.id = due.id returning due.survey_id, due.branch_id)
    select survey_id as id, branch_id, count(*) as n from marked group by 1, 2`.execute(ctx.db)
  return { count: rows.reduce((sum, row) => sum + Number(row.n), 0), surveys: rows }
}

/** Marked for a reminder and not written to since. */
export const needsReminder = sql<boolean>`coalesce(i.status in ('sent', 'opened') and i.sent_at < i.reminded_at, false)`

const COLUMNS = sql`i.id, i.customer_id as "customerId", c.full_name as "customerName", c.honorific, ${primaryPhone('c.id')} as phone,
  i.survey_id as "surveyId", i.branch_id as "branchId", i.cause_id as "causeId", i.channel, i.status,
  i.assigned_to as "assignedTo", p.full_name as "assignedToName", i.call_count as "callCount", i.call_again_at as "callAgainAt",
  i.created_at as "createdAt", i.sent_at as "sentAt", i.opened_at as "openedAt", i.answered_at as "answeredAt",
  ${needsReminder} as "needsReminder", i.expires_at as "expiresAt"`
const TABLES = sql`invitations i join customers c on c.id = i.customer_id and c.deleted_at is null left join people p on p.id = i.assigned_to`

export interface InvitationView {
  id: string
  customerId: string
  createdAt: Date
  sortAt: string
}

export async function listInvitations(
  ctx: Context,
  conditions: readonly RawBuilder<unknown>[],
  after: { at: string; id: string } | undefined,
  limit: number,
): Promise<InvitationView[]> {
  const all = after
    ? [...conditions, sql`(i.created_at, i.id) > (${after.at}::timestamptz, ${after.id}::uuid)`]
    : conditions
  const { rows } = await sql<InvitationView>`select ${COLUMNS}, i.created_at::text as "sortAt" from ${TABLES}
    where ${sql.join(all, sql` and `)} order by i.created_at, i.id limit ${limit}::int`.execute(ctx.db)
  return rows
}

export async function getInvitation(ctx: Context, customerId: string, id: string) {
  const { rows } = await sql<InvitationView>`select ${COLUMNS} from ${TABLES}
    where i.customer_id = ${customerId}::uuid and i.id = ${id}::uuid`.execute(ctx.db)
  return rows[0]!
}

/**
 * The next call of a survey for this person: one that is theirs already, else the longest waiting one nobody has. Held
 * until the transaction ends; two who ask at once get two different ones.
 */
export async function lockNextCall(
  ctx: Context,
  input: { surveyId: string; personId: string; branchId: string | undefined },
): Promise<{ customer_id: string; id: string } | undefined> {
  const branch = input.branchId ? sql`and i.branch_id = ${input.branchId}::uuid` : sql``
  const { rows } = await sql<{ customer_id: string; id: string }>`
    select i.customer_id, i.id from invitations i
    where i.survey_id = ${input.surveyId}::uuid and i.channel = 'phone' and i.status in ('waiting', 'sent', 'opened')
      and i.expires_at > ${ctx.now}::timestamptz and (i.call_again_at is null or i.call_again_at <= ${ctx.now}::timestamptz)
      and (i.assigned_to is null or i.assigned_to = ${input.personId}::uuid) ${branch}
      and exists (select 1 from customers c where c.id = i.customer_id and c.deleted_at is null)
    order by i.assigned_to is null, i.call_again_at nulls last, i.created_at, i.id
    limit 1 for update of i skip locked`.execute(ctx.db)
  return rows[0]
}

/** New links for these invitations instead of their old ones; they count as sent now. */
export async function replaceTokens(
  ctx: Context,
  minted: readonly { customerId: string; id: string; digest: Buffer }[],
): Promise<void> {
  const customerIds = minted.map((m) => m.customerId)
  const ids = minted.map((m) => m.id)
  await sql`delete from invitation_tokens t using unnest(${customerIds}::uuid[], ${ids}::uuid[]) x (customer_id, id)
    where t.customer_id = x.customer_id and t.invitation_id = x.id`.execute(ctx.db)
  await sql`insert into invitation_tokens (token_digest, customer_id, invitation_id)
    select decode(x.digest, 'hex'), x.customer_id, x.id
    from unnest(${minted.map((m) => m.digest.toString('hex'))}::text[], ${customerIds}::uuid[], ${ids}::uuid[]) x (digest, customer_id, id)`.execute(
    ctx.db,
  )
  await sql`update invitations i set sent_at = ${ctx.now}::timestamptz,
      status = case when i.status = 'waiting' then 'sent' else i.status end
    from unnest(${customerIds}::uuid[], ${ids}::uuid[]) x (customer_id, id)
    where i.customer_id = x.customer_id and i.id = x.id`.execute(ctx.db)
}
