import { type Expression, type SqlBool, sql } from 'kysely'
import type { Db } from '../../server/lib/database.ts'

export const isCompanySetUp = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('company').select('id').executeTakeFirst()) !== undefined

export const findCompany = (db: Db) =>
  db
    .selectFrom('company')
    .select([
      'name',
      'money_unit as moneyUnit',
      'default_area_code as defaultAreaCode',
      'portal_intro as portalIntro',
      'portal_intro_en as portalIntroEn',
      'queue_floor_seconds as queueFloorSeconds',
      'is_demo as isDemo',
      'set_up_at as setUpAt',
      'version',
    ])
    .executeTakeFirst()

const branchColumns = ['id', 'name', 'code', 'city', 'address', 'is_active as isActive', 'version'] as const

export const listBranches = (db: Db) =>
  db
    .selectFrom('branches')
    .select(branchColumns)
    .orderBy('is_active', 'desc')
    .orderBy(sql`name collate "fa-x-icu"`)
    .execute()

export const findBranch = (db: Db, branchId: string) =>
  db.selectFrom('branches').select(branchColumns).where('id', '=', branchId).executeTakeFirst()

export const lockBranch = (db: Db, branchId: string) =>
  db.selectFrom('branches').select(branchColumns).where('id', '=', branchId).forUpdate().executeTakeFirst()

export async function isBranchInUse(db: Db, branchId: string): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('branch_id', '=', branchId)
    .where('is_active', '=', true)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export const listTeams = (db: Db, branchId?: string) => {
  let query = db.selectFrom('teams').select(['id', 'branch_id as branchId', 'name', 'version'])
  if (branchId) query = query.where('branch_id', '=', branchId)
  return query.orderBy('branch_id').orderBy(sql`name collate "fa-x-icu"`).execute()
}

export const lockTeam = (db: Db, teamId: string) =>
  db
    .selectFrom('teams')
    .select(['id', 'branch_id as branchId', 'name', 'version'])
    .where('id', '=', teamId)
    .forUpdate()
    .executeTakeFirst()

export const listHours = (db: Db) =>
  db
    .selectFrom('business_hours')
    .select((eb) => [
      'branch_id as branchId',
      'weekday',
      shortTime(eb.ref('opens_at')).as('opensAt'),
      shortTime(eb.ref('closes_at')).as('closesAt'),
    ])
    .orderBy(sql`branch_id nulls first`)
    .orderBy('weekday')
    .orderBy('opens_at')
    .execute()

/** 'HH:MM' of a time. */
function shortTime<T extends string | null>(column: Expression<T>) {
  return sql<T>`left(${column}::text, 5)`
}

const dayQuery = (db: Db) =>
  db
    .selectFrom('calendar_days')
    .select((eb) => [
      'id',
      'branch_id as branchId',
      eb.ref('on_date').$castTo<string>().as('on'),
      sql<'closed' | 'special'>`kind`.as('kind'),
      shortTime(eb.ref('opens_at')).as('opensAt'),
      shortTime(eb.ref('closes_at')).as('closesAt'),
      'title',
    ])

export const listDays = (db: Db, span: { from: string; to: string }) =>
  dayQuery(db)
    .where(sql<SqlBool>`on_date >= ${span.from}::date and on_date < ${span.to}::date`)
    .orderBy('on_date')
    .orderBy(sql`branch_id nulls first`)
    .execute()

export const lockDay = (db: Db, dayId: string) =>
  dayQuery(db).where('id', '=', dayId).forUpdate().executeTakeFirst()

export const listPolicies = (db: Db) =>
  db
    .selectFrom('clock_policies')
    .select([
      sql<'first_reply' | 'resolution'>`metric`.as('metric'),
      sql<'complaint' | null>`kind`.as('kind'),
      sql<'low' | null>`severity`.as('severity'),
      sql<'gold' | null>`tier`.as('tier'),
      'business_seconds as businessSeconds',
      'near_ratio as nearRatio',
    ])
    .orderBy('metric')
    .orderBy(sql`kind nulls first`)
    .orderBy(sql`array_position(array['low', 'normal', 'high', 'critical'], severity) nulls first`)
    .orderBy(sql`tier nulls first`)
    .execute()

/** Keeps everybody else from the categories until the transaction ends: their names and order are judged together. */
export const lockCategories = (db: Db) =>
  sql`select pg_advisory_xact_lock(hashtext('categories'))`.execute(db)

export const listCategories = (db: Db) =>
  db
    .selectFrom('categories')
    .select(['id', 'name', 'name_en as nameEn', 'position', 'is_active as isActive', 'version'])
    .orderBy('position')
    .orderBy('name')
    .execute()
