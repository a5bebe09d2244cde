import { type Selectable, sql } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import type { CustomerActivity, Customers } from '../../server/lib/db-types.ts'
import { forbidden, invalid, notFound } from '../../server/lib/errors.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { isInScope } from '../people/access.ts'
import type { Permission } from '../people/permissions.ts'
import { chooseByName, contactPointKey, customerKeys } from './rules.ts'

/** A customer with the mood they were last seen in. */
export type CustomerRow = Selectable<Customers> & Pick<Selectable<CustomerActivity>, 'mood' | 'mood_at'>

const READ = `select c.*, a.mood, a.mood_at from customers c join customer_activity a on a.customer_id = c.id
  where c.id = :customerId::uuid`
const LOCK = `${READ} for update of c`

/**
 * The only way to a customer from outside the slice. 404 when there is none, it is deleted, or it lies outside the scope
 * of `customer.read`; 403 when it may be read but `permission` does not reach it. `lock` holds the row until the
 * transaction ends. `isDeleted` asks for a deleted one (to restore it).
 */
export async function accessCustomer(
  ctx: Context,
  customerId: string,
  permission: Permission,
  options: { lock?: boolean; isDeleted?: boolean } = {},
): Promise<CustomerRow> {
  const [row] = await runFixed<CustomerRow>(ctx.db, options.lock ? LOCK : READ, { customerId })
  if (!row || (row.deleted_at !== null) !== (options.isDeleted ?? false)) throw notFound('customer_not_found')
  requireCustomer(ctx, row, permission)
  return row
}

/** Throws 404 or 403 unless the actor may do this with the customer; for rows that came from a query of their own. */
export function requireCustomer(
  ctx: Context,
  row: { id: string; branch_id: string; owner_id: string | null },
  permission: Permission,
): void {
  if (ctx.actor.kind === 'system') return
  if (ctx.actor.kind === 'customer') {
    if (ctx.actor.customerId !== row.id) throw notFound('customer_not_found')
    return
  }
  const person = personOf(ctx)
  if (!isInScope(person, 'customer.read', row)) throw notFound('customer_not_found')
  if (!isInScope(person, permission, row)) throw forbidden()
}

export interface FoundCustomer {
  id: string
  isNew: boolean
  fullName: string
  tier: string
  branchId: string
}

/** Two transactions that write about one phone number follow each other; held until commit. Locks in one order. */
export async function lockPhones(ctx: Context, phones: readonly string[]): Promise<void> {
  for (const phone of [...new Set(phones)].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`phone:${phone}`}, 0))`.execute(ctx.db)
}

/**
 * The customer who has this phone, whatever their branch; of several the one with this name, else the oldest; a new
 * potential customer when there is none. Two callers at once with one phone make one customer. Throws 422
 * `phone_invalid`. Call inside a write.
 */
export async function findOrCreateCustomer(
  ctx: Context,
  input: { fullName: string; phone: string; email?: string | undefined; branchId: string },
): Promise<FoundCustomer> {
  const phone = await readPhone(ctx, input.phone)
  if (!phone) throw invalid('phone_invalid', {}, { phone: 'phone_invalid' })
  const known = await findByPhone(ctx, phone, input.fullName)
  if (known) return known
  await lockPhones(ctx, [phone])
  // Another transaction may have made them while this one waited for the lock.
  return (await findByPhone(ctx, phone, input.fullName)) ?? insertCaller(ctx, { ...input, phone })
}

/** E.164 of a typed phone; undefined when it is none. Only a local number costs a look at the company's area code. */
export async function readPhone(ctx: Context, text: string): Promise<string | undefined> {
  const whole = contactPointKey('phone', text, '')
  if (whole || !contactPointKey('phone', text)) return whole
  const row = await ctx.db.selectFrom('company').select('default_area_code').executeTakeFirst()
  return contactPointKey('phone', text, row?.default_area_code || '021')
}

async function findByPhone(
  ctx: Context,
  phone: string,
  fullName: string,
): Promise<FoundCustomer | undefined> {
  const rows = await ctx.db
    .selectFrom('contact_points as p')
    .innerJoin('customers as c', 'c.id', 'p.customer_id')
    .select([
      'c.id',
      'c.full_name as fullName',
      'c.created_at as createdAt',
      'c.tier',
      'c.branch_id as branchId',
    ])
    .where('p.normalised', '=', phone)
    .where('p.kind', '=', 'phone')
    .where('c.deleted_at', 'is', null)
    .orderBy('c.created_at')
    .limit(50)
    .execute()
  const chosen = chooseByName(rows, fullName)
  return (
    chosen && {
      id: chosen.id,
      isNew: false,
      fullName: chosen.fullName,
      tier: chosen.tier,
      branchId: chosen.branchId,
    }
  )
}

async function insertCaller(
  ctx: Context,
  input: { fullName: string; phone: string; email?: string | undefined; branchId: string },
): Promise<FoundCustomer> {
  const id = newId()
  const keys = customerKeys(input.fullName)
  // The address is kept only for somebody new: a stranger who knows a phone must not add ways to reach its owner.
  const email = input.email ? contactPointKey('email', input.email) : undefined
  const points = [
    { id: newId(), kind: 'phone', value: input.phone, normalised: input.phone },
    ...(email ? [{ id: newId(), kind: 'email', value: email, normalised: email }] : []),
  ]
  await sql`
    with customer as (
      insert into customers (id, kind, full_name, search_key, joined_key, branch_id, created_at, updated_at)
      values (${id}::uuid, 'person', ${keys.full_name}, ${keys.search_key}, ${keys.joined_key}, ${input.branchId}::uuid, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz)
      returning id
    )
    insert into contact_points (customer_id, id, kind, value, normalised, is_primary, created_at)
    select customer.id, p.id, p.kind, p.value, p.normalised, true, ${ctx.now}::timestamptz
    from customer, jsonb_to_recordset(${JSON.stringify(points)}::jsonb) as p (id uuid, kind text, value text, normalised text)`.execute(
    ctx.db,
  )
  audit(ctx, {
    action: 'createCustomer',
    entity: 'customer',
    entityId: id,
    customerId: id,
    branchId: input.branchId,
    after: { fullName: keys.full_name, phone: input.phone, email },
  })
  emit(ctx, { name: 'customer.created', customerId: id, branchId: input.branchId })
  return { id, isNew: true, fullName: keys.full_name, tier: 'normal', branchId: input.branchId }
}

/**
 * A condition for a query of a customer-owned table: with a deleted customer everything of theirs is out of reach,
 * until it is restored. `table` is the table's name or alias in the query.
 */
export const notDeleted = (table: string) =>
  sql<boolean>`exists (select 1 from customers live where live.id = ${sql.ref(`${table}.customer_id`)} and live.deleted_at is null)`
