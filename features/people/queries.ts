import { jalaliMonthOf, tehranDay } from '@hamdel/persian'
import { type SqlBool, sql } from 'kysely'
import type { Context, Role } from '../../server/lib/context.ts'
import { personOf } from '../../server/lib/context.ts'
import type { Db } from '../../server/lib/database.ts'

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

function personRows(db: Db, now: Date) {
  return db
    .selectFrom('people as p')
    .innerJoin('branches as b', 'b.id', 'p.branch_id')
    .leftJoin('teams as t', 't.id', 'p.team_id')
    .leftJoin('budget_months as m', (join) =>
      join.onRef('m.person_id', '=', 'p.id').on('m.month_on', '=', monthOn(now) as never),
    )
    .select((eb) => [
      'p.id',
      'p.full_name as fullName',
      'p.phone',
      'p.email',
      eb.ref('p.role').$castTo<Role>().as('role'),
      'p.branch_id as branchId',
      'b.name as branchName',
      'p.team_id as teamId',
      't.name as teamName',
      'p.is_active as isActive',
      eb('p.totp_sealed', 'is not', null).$castTo<boolean>().as('hasSecondFactor'),
      'p.max_single_rials as maxSingleRials',
      'p.monthly_budget_rials as monthlyBudgetRials',
      eb.fn.coalesce('m.spent_rials', sql<bigint>`0::bigint`).as('spentThisMonthRials'),
      'p.version',
    ])
}

export interface PeopleFilter {
  branchId?: string | undefined
  role?: Role | undefined
  isActive?: boolean | undefined
  /** Full name and id of the last one shown. */
  after?: readonly [string, string] | undefined
  limit: number
}

/** People by name; one more than `limit` when there are more. */
export function findPeople(db: Db, now: Date, filter: PeopleFilter) {
  let query = personRows(db, now)
  if (filter.branchId) query = query.where('p.branch_id', '=', filter.branchId)
  if (filter.role) query = query.where('p.role', '=', filter.role)
  if (filter.isActive !== undefined) query = query.where('p.is_active', '=', filter.isActive)
  if (filter.after)
    query = query.where(
      sql<SqlBool>`(p.full_name collate "fa-x-icu", p.id) > (${filter.after[0]} collate "fa-x-icu", ${filter.after[1]}::uuid)`,
    )
  return query
    .orderBy(sql`p.full_name collate "fa-x-icu"`)
    .orderBy('p.id')
    .limit(filter.limit + 1)
    .execute()
}

/** What is kept for administrators, and only asked for one person at a time. */
export const findPersonDetail = (db: Db, now: Date, personId: string) =>
  personRows(db, now)
    .select((eb) => [
      'p.national_id as nationalId',
      'p.locked_until as lockedUntil',
      eb
        .selectFrom('sessions as s')
        .select((e) => e.fn.max('s.last_seen_at').as('at'))
        .whereRef('s.person_id', '=', 'p.id')
        .where('s.revoked_at', 'is', null)
        .as('lastSeenAt'),
    ])
    .where('p.id', '=', personId)
    .executeTakeFirst()

export const findPersonRow = (db: Db, now: Date, personId: string) =>
  personRows(db, now).where('p.id', '=', personId).executeTakeFirst()

export const lockPerson = (db: Db, personId: string) =>
  db.selectFrom('people').selectAll().where('id', '=', personId).forUpdate().executeTakeFirst()

/** The active administrators, locked in one order: two of them can not disable each other at once. */
export const lockAdministrators = (db: Db) =>
  db
    .selectFrom('people')
    .select('id')
    .where('role', '=', 'administrator')
    .where('is_active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute()

export const findBranchOfPeople = (db: Db, branchId: string) =>
  db.selectFrom('branches').select(['id', 'is_active']).where('id', '=', branchId).executeTakeFirst()

export const findTeamOfPeople = (db: Db, teamId: string) =>
  db.selectFrom('teams').select(['id', 'branch_id']).where('id', '=', teamId).executeTakeFirst()

/** The identifiers of these that somebody else has. */
export const findTaken = (db: Db, phone: string | null, email: string | null, exceptId: string | null) =>
  db
    .selectFrom('people')
    .select(['phone', 'email'])
    .where((eb) => eb.or([eb('phone', '=', phone), eb('email', '=', email)]))
    .where((eb) => (exceptId === null ? eb.lit(true) : eb('id', '<>', exceptId)))
    .execute()

export const listOwnSessions = (db: Db, personId: string, now: Date) =>
  db
    .selectFrom('sessions')
    .select(['id', 'created_at as createdAt', 'last_seen_at as lastSeenAt', 'ip', 'user_agent as userAgent'])
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .limit(100)
    .execute()

export const listCustomersOfPerson = (db: Db, personId: string) =>
  db
    .selectFrom('customer_people as l')
    .innerJoin('customers as c', 'c.id', 'l.customer_id')
    .select((eb) => [
      'l.customer_id as customerId',
      'c.full_name as fullName',
      eb.ref('l.kind').$castTo<'self' | 'relative'>().as('kind'),
    ])
    .where('l.person_id', '=', personId)
    .where('c.deleted_at', 'is', null)
    .limit(200)
    .execute()
