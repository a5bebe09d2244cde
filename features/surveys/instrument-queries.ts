import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { notFound } from '../../server/lib/errors.ts'
import type { Definition } from './definition.ts'
import { type InstrumentKind, isShippedKey } from './shipped.ts'

type Db = Context['db']

export interface InstrumentRow {
  id: string
  key: string
  kind: InstrumentKind
  title: string
  titleEn: string
  isShipped: boolean
  isArchived: boolean
  publishedNumber: number | null
  draftNumber: number | null
  questionCount: number
  modelId: string | null
  updatedAt: Date
  version: number
}

async function selectInstruments(db: Db, where: RawBuilder<unknown>): Promise<InstrumentRow[]> {
  const { rows } = await sql<Omit<InstrumentRow, 'isShipped'>>`
    select i.id, i.key, i.kind, i.title, i.title_en as "titleEn", i.is_archived as "isArchived",
      (select max(v.version) from instrument_versions v where v.instrument_id = i.id and v.published_at is not null) as "publishedNumber",
      case when newest.published_at is null then newest.version end as "draftNumber",
      jsonb_array_length(newest.definition->'questions') as "questionCount", newest.definition->>'modelId' as "modelId",
      greatest(i.updated_at, newest.updated_at) as "updatedAt", i.version
    from instruments i
    cross join lateral (select v.* from instrument_versions v where v.instrument_id = i.id order by v.version desc limit 1) newest
    where ${where}
    order by i.created_by is null desc, i.created_at, i.id limit 500`.execute(db)
  return rows.map((row) => ({ ...row, isShipped: isShippedKey(row.key) }))
}

export const listInstruments = (db: Db, isArchived: boolean): Promise<InstrumentRow[]> =>
  selectInstruments(db, sql`i.is_archived = ${isArchived}::boolean`)

export async function getInstrument(db: Db, id: string): Promise<InstrumentRow> {
  const [row] = await selectInstruments(db, sql`i.id = ${id}::uuid`)
  if (!row) throw notFound('instrument_not_found')
  return row
}

/** Holds an instrument until the transaction ends: two who save follow each other. */
export async function lockInstrument(db: Db, id: string): Promise<InstrumentRow> {
  await sql`select 1 from instruments where id = ${id}::uuid for update`.execute(db)
  return getInstrument(db, id)
}

export interface VersionRow {
  instrumentId: string
  number: number
  definition: Definition
  publishedAt: Date | null
  publishedByName: string | null
  updatedAt: Date
}

/** One version; without a number the newest, draft or not. */
export async function getVersion(db: Db, instrumentId: string, number?: number): Promise<VersionRow> {
  const { rows } = await sql<VersionRow>`
    select v.instrument_id as "instrumentId", v.version as number, v.definition, v.published_at as "publishedAt",
      p.full_name as "publishedByName", v.updated_at as "updatedAt"
    from instrument_versions v left join people p on p.id = v.published_by
    where v.instrument_id = ${instrumentId}::uuid and (${number ?? null}::int is null or v.version = ${number ?? null}::int)
    order by v.version desc limit 1`.execute(db)
  if (!rows[0]) throw notFound('instrument_not_found')
  return rows[0]
}

export async function listNumbers(db: Db, instrumentId: string) {
  return await db
    .selectFrom('instrument_versions')
    .select(['version as number', 'published_at as publishedAt'])
    .where('instrument_id', '=', instrumentId)
    .orderBy('version', 'desc')
    .limit(200)
    .execute()
}

export async function insertInstrument(
  ctx: Context,
  row: { id: string; key: string; kind: InstrumentKind; title: string; titleEn: string },
): Promise<boolean> {
  const inserted = await ctx.db
    .insertInto('instruments')
    .values({
      id: row.id,
      key: row.key,
      kind: row.kind,
      title: row.title,
      title_en: row.titleEn,
      created_by: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((c) => c.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Writes the draft of this number anew, or begins it. */
export async function putDraft(
  ctx: Context,
  instrumentId: string,
  number: number,
  definition: Definition,
): Promise<void> {
  const json = JSON.stringify(definition)
  await ctx.db
    .insertInto('instrument_versions')
    .values({
      instrument_id: instrumentId,
      version: number,
      definition: json,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((c) =>
      c.columns(['instrument_id', 'version']).doUpdateSet({ definition: json, updated_at: ctx.now }),
    )
    .execute()
}

export async function publishVersion(ctx: Context, instrumentId: string, number: number): Promise<void> {
  await ctx.db
    .updateTable('instrument_versions')
    .set({
      published_at: ctx.now,
      published_by: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      updated_at: ctx.now,
    })
    .where('instrument_id', '=', instrumentId)
    .where('version', '=', number)
    .execute()
}

export async function touchInstrument(
  ctx: Context,
  row: { id: string; version: number },
  values: { title?: string; title_en?: string; is_archived?: boolean } = {},
): Promise<void> {
  await ctx.db
    .updateTable('instruments')
    .set({ ...values, updated_at: ctx.now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
}
