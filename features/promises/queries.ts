import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import type { Db } from '../../server/lib/database.ts'
import { newId } from '../../server/lib/id.ts'
import type { PromiseStatus } from './rules.ts'

const withNames = (db: Db, now: Date) =>
  db
    .selectFrom('promises as p')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.id', '=', 'p.customer_id').on('c.deleted_at', 'is', null),
    )
    .innerJoin('people as k', 'k.id', 'p.keeper_id')
    .innerJoin('people as m', 'm.id', 'p.made_by')
    .leftJoin('people as e', 'e.id', 'p.closed_by')
    .leftJoin('cases as x', (join) =>
      join.onRef('x.customer_id', '=', 'p.customer_id').onRef('x.id', '=', 'p.case_id'),
    )
    .select([
      'p.id',
      'p.customer_id as customerId',
      'c.full_name as customerName',
      'p.case_id as caseId',
      'x.code as caseCode',
      'x.subject as caseSubject',
      'p.interaction_id as interactionId',
      'p.text',
      'p.keeper_id as keeperId',
      'k.full_name as keeperName',
      'p.branch_id as branchId',
      'p.due_at as dueAt',
      'p.status',
      sql<boolean>`p.status = 'open' and p.due_at < ${now}::timestamptz`.as('isOverdue'),
      'p.made_by as madeBy',
      'm.full_name as madeByName',
      'p.made_at as madeAt',
      'p.closed_at as closedAt',
      'e.full_name as closedByName',
      'p.reason',
      'p.version',
    ])

export const getPromise = (ctx: Context, customerId: string, id: string) =>
  withNames(ctx.db, ctx.now)
    .where('p.customer_id', '=', customerId)
    .where('p.id', '=', id)
    .executeTakeFirstOrThrow()

/** Open promises by due time; `branchId` and `keeperId` each choose their own index. */
export function listOpen(
  ctx: Context,
  input: {
    branchId?: string | undefined
    keeperId?: string | undefined
    dueFrom?: Date
    dueBefore?: Date
    after?: { dueAt: string; id: string } | undefined
    limit: number
  },
) {
  let query = withNames(ctx.db, ctx.now)
    .where('p.status', '=', 'open')
    .orderBy('p.due_at')
    .orderBy('p.id')
    .limit(input.limit)
  if (input.branchId) query = query.where('p.branch_id', '=', input.branchId)
  if (input.keeperId) query = query.where('p.keeper_id', '=', input.keeperId)
  if (input.dueFrom) query = query.where('p.due_at', '>=', input.dueFrom)
  if (input.dueBefore) query = query.where('p.due_at', '<', input.dueBefore)
  if (input.after)
    query = query.where(
      sql<boolean>`(p.due_at, p.id) > (${input.after.dueAt}::timestamptz, ${input.after.id}::uuid)`,
    )
  return query.execute()
}

/** Promises that ended since an instant, kept, late or broken, the newest first. */
export function listEnded(
  ctx: Context,
  input: {
    branchId?: string | undefined
    keeperId?: string | undefined
    since: Date
    before?: { closedAt: string; id: string } | undefined
    limit: number
  },
) {
  let query = withNames(ctx.db, ctx.now)
    .where('p.closed_at', '>=', input.since)
    .where('p.status', 'in', ['kept', 'late', 'broken'])
    .orderBy('p.closed_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(input.limit)
  if (input.branchId) query = query.where('p.branch_id', '=', input.branchId)
  if (input.keeperId) query = query.where('p.keeper_id', '=', input.keeperId)
  if (input.before)
    query = query.where(
      sql<boolean>`(p.closed_at, p.id) < (${input.before.closedAt}::timestamptz, ${input.before.id}::uuid)`,
    )
  return query.execute()
}

/** Open promises of a keeper due in [from, to). */
export async function countOpenBetween(db: Db, keeperId: string, from: Date, to: Date): Promise<number> {
  const row = await db
    .selectFrom('promises')
    .select((eb) => eb.fn.countAll<bigint>().as('n'))
    .where('keeper_id', '=', keeperId)
    .where('status', '=', 'open')
    .where('due_at', '>=', from)
    .where('due_at', '<', to)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/** One line of a promise's history; never changed. */
export async function insertChange(
  ctx: Context,
  row: { customer_id: string; id: string },
  status: PromiseStatus,
  reason = '',
): Promise<void> {
  await ctx.db
    .insertInto('promise_changes')
    .values({
      customer_id: row.customer_id,
      id: newId(),
      promise_id: row.id,
      at: ctx.now,
      actor_id: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      status,
      reason,
    })
    .execute()
}

export const listChanges = (db: Db, customerId: string, promiseId: string) =>
  db
    .selectFrom('promise_changes as h')
    .leftJoin('people as a', 'a.id', 'h.actor_id')
    .select(['h.id', 'h.at', 'h.actor_id as actorId', 'a.full_name as actorName', 'h.status', 'h.reason'])
    .where('h.customer_id', '=', customerId)
    .where('h.promise_id', '=', promiseId)
    .orderBy('h.at')
    .orderBy('h.id')
    .limit(200)
    .execute()

export interface Noticed {
  customer_id: string
  id: string
  case_id: string | null
  branch_id: string
  keeper_id: string
}

/** Marks open promises whose time passed, once each. Rows being kept this moment are left for the next sweep. */
export async function markOverdue(db: Db, now: Date, limit: number): Promise<Noticed[]> {
  const { rows } = await sql<Noticed>`
    with due as (
      select customer_id, id from promises
      where status = 'open' and overdue_noticed_at is null and due_at < ${now}::timestamptz
      order by due_at limit ${limit} for update skip locked
    )
    update promises p set overdue_noticed_at = ${now}::timestamptz, warned_at = coalesce(p.warned_at, ${now}::timestamptz)
    from due where p.customer_id = due.customer_id and p.id = due.id
    returning p.customer_id, p.id, p.case_id, p.branch_id, p.keeper_id`.execute(db)
  return rows
}

/** Marks open promises soon due (rules.warnAt in SQL), once each. */
export async function markDueSoon(db: Db, now: Date, limit: number): Promise<Noticed[]> {
  const { rows } = await sql<Noticed>`
    with soon as (
      select customer_id, id from promises
      where status = 'open' and overdue_noticed_at is null and warned_at is null
        and due_at >= ${now}::timestamptz and due_at <= ${now}::timestamptz + interval '2 hours'
        and due_at - least(interval '2 hours', greatest(interval '0', (due_at - made_at) * 0.2)) <= ${now}::timestamptz
      order by due_at limit ${limit} for update skip locked
    )
    update promises p set warned_at = ${now}::timestamptz
    from soon where p.customer_id = soon.customer_id and p.id = soon.id
    returning p.customer_id, p.id, p.case_id, p.branch_id, p.keeper_id`.execute(db)
  return rows
}
