import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { CUSTOMER_COLUMNS, toCustomer } from './card.ts'

/** A customer as answers show them. */
export async function getCustomer(ctx: Context, customerId: string) {
  const { rows } = await sql<Parameters<typeof toCustomer>[0]>`
    select ${sql.raw(CUSTOMER_COLUMNS)} from customers c join customer_activity a on a.customer_id = c.id join branches b on b.id = c.branch_id left join people o on o.id = c.owner_id
    where c.id = ${customerId}::uuid and c.deleted_at is null`.execute(ctx.db)
  if (!rows[0]) throw notFound('customer_not_found')
  return toCustomer(rows[0])
}

export interface Candidate {
  id: string
  full_name: string
  branch_id: string
  owner_id: string | null
}

/** Customers who have one of these phones or e-mails, or this identifier; at most ten. */
export async function findCandidates(
  ctx: Context,
  input: { contacts: { kind: string; normalised: string }[]; kind: string; identifier: string | null },
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select distinct c.id, c.full_name, c.branch_id, c.owner_id
    from jsonb_to_recordset(${JSON.stringify(input.contacts)}::jsonb) as asked (kind text, normalised text)
    join contact_points p on p.normalised = asked.normalised and p.kind = asked.kind
    join customers c on c.id = p.customer_id and c.deleted_at is null
    where asked.kind in ('phone', 'email', 'messenger')
    union
    select c.id, c.full_name, c.branch_id, c.owner_id from customers c
    where c.kind = ${input.kind} and c.identifier = ${input.identifier} and c.deleted_at is null
    limit 10`.execute(ctx.db)
  return rows
}

/** 409 when another customer has the identifier or the code; the unique indexes are the last word. */
export async function requireUnique(
  ctx: Context,
  row: { id: string; kind: string; identifier: string | null; external_code: string | null },
): Promise<void> {
  const { rows } = await sql<{ is_identifier: boolean }>`
    select true as is_identifier from customers where kind = ${row.kind} and identifier = ${row.identifier} and deleted_at is null and id <> ${row.id}::uuid
    union all
    select false from customers where external_code = ${row.external_code} and deleted_at is null and id <> ${row.id}::uuid
    limit 1`.execute(ctx.db)
  if (rows[0]) throw conflict(rows[0].is_identifier ? 'identifier_taken' : 'external_code_taken')
}

/** 422 unless the branch is active and the owner an active colleague of it. */
export async function requirePlace(ctx: Context, branchId: string, ownerId: string | null): Promise<void> {
  const { rows } = await sql<{ branch: boolean; owner: boolean }>`
    select exists (select 1 from branches where id = ${branchId}::uuid and is_active) as branch,
      ${ownerId}::uuid is null or exists (select 1 from people where id = ${ownerId}::uuid and is_active and branch_id = ${branchId}::uuid) as owner`.execute(
    ctx.db,
  )
  if (!rows[0]?.branch) throw invalid('branch_unsuitable', {}, { branchId: 'branch_unsuitable' })
  if (!rows[0].owner) throw invalid('owner_unsuitable', {}, { ownerId: 'owner_unsuitable' })
}

export interface NewContactPoint {
  kind: string
  value: string
  normalised: string
  label: string
  isPrimary: boolean
}

/** Adds those that the customer does not have yet; returns them. */
export async function insertContactPoints(ctx: Context, customerId: string, points: NewContactPoint[]) {
  if (points.length === 0) return []
  return ctx.db
    .insertInto('contact_points')
    .values(
      points.map((point) => ({
        customer_id: customerId,
        id: newId(),
        kind: point.kind,
        value: point.value,
        normalised: point.normalised,
        label: point.label,
        is_primary: point.isPrimary,
        created_at: ctx.now,
      })),
    )
    .onConflict((c) => c.columns(['customer_id', 'kind', 'normalised']).doNothing())
    .returning(['id', 'kind', 'value', 'normalised', 'label', 'is_primary as isPrimary'])
    .execute()
}

/** Moves the customer up in the list of the lately changed; the version of their own fields stays. */
export async function touchCustomer(ctx: Context, customerId: string): Promise<void> {
  await ctx.db.updateTable('customers').set({ updated_at: ctx.now }).where('id', '=', customerId).execute()
}
