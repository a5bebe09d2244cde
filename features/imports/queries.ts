import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import type { Reject } from './choices.ts'
import { column } from './columns.ts'
import type { Entity } from './fields.ts'
import type { Status } from './rules.ts'
import type { Counts, ImportOptions } from './state.ts'

export interface ImportRow extends Counts {
  id: string
  entity: Entity
  file_name: string
  file_sha256: string
  file_bytes: bigint
  options: ImportOptions
  status: Status
  is_dry_run: boolean
  branch_id: string
  branch_name: string
  created_by: string
  created_by_name: string
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  next_row: number
  total_rows: number | null
  error: string | null
  updated_at: Date
}

const columns = sql`i.*, b.name as branch_name, p.full_name as created_by_name`
const source = sql`imports i join branches b on b.id = i.branch_id join people p on p.id = i.created_by`

/** One import; `lock` waits for the chunk that is being written and keeps the next one out. */
export async function findImport(ctx: Context, id: string, lock = false): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from ${source} where i.id = ${id}::uuid ${lock ? sql`for update of i` : sql``}`.execute(
    ctx.db,
  )
  return rows[0]
}

export async function listImports(
  ctx: Context,
  input: { branchId: string | undefined; cursor: string | undefined; limit: number },
): Promise<{ items: ImportRow[]; nextCursor: string | null }> {
  const after = decodeCursor(input.cursor, 2)
  const { rows } = await sql<ImportRow>`
    select ${columns} from ${source}
    where ${input.branchId ? sql`i.branch_id = ${input.branchId}::uuid` : sql`true`}
      and ${after ? sql`(i.created_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by i.created_at desc, i.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const items = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor([last.created_at.toISOString(), last.id]) : null }
}

export async function insertImport(
  ctx: Context,
  row: {
    id: string
    entity: Entity
    fileName: string
    sha256: string
    byteSize: number
    options: ImportOptions
    branchId: string
    createdBy: string
  },
): Promise<void> {
  await sql`
    insert into imports (id, entity, file_name, file_sha256, file_bytes, options, status, branch_id, created_by, created_at, updated_at)
    values (${row.id}::uuid, ${row.entity}, ${row.fileName}, ${row.sha256}, ${row.byteSize}, ${JSON.stringify(row.options)}::jsonb,
      'uploaded', ${row.branchId}::uuid, ${row.createdBy}::uuid, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz)`.execute(
    ctx.db,
  )
}

/** Changes an import; `options` are merged key by key. */
export async function updateImport(
  ctx: Context,
  id: string,
  change: {
    status?: Status
    entity?: Entity
    branchId?: string
    isDryRun?: boolean
    startedAt?: Date | null
    finishedAt?: Date | null
    nextRow?: number
    totalRows?: number | null
    counts?: Counts
    error?: string | null
    options?: Partial<ImportOptions>
  },
): Promise<void> {
  const sets = [sql`updated_at = ${ctx.now}::timestamptz`]
  if (change.status) sets.push(sql`status = ${change.status}`)
  if (change.entity) sets.push(sql`entity = ${change.entity}`)
  if (change.branchId) sets.push(sql`branch_id = ${change.branchId}::uuid`)
  if (change.isDryRun !== undefined) sets.push(sql`is_dry_run = ${change.isDryRun}`)
  if (change.startedAt !== undefined) sets.push(sql`started_at = ${change.startedAt}::timestamptz`)
  if (change.finishedAt !== undefined) sets.push(sql`finished_at = ${change.finishedAt}::timestamptz`)
  if (change.nextRow !== undefined) sets.push(sql`next_row = ${change.nextRow}`)
  if (change.totalRows !== undefined) sets.push(sql`total_rows = ${change.totalRows}::int`)
  if (change.error !== undefined) sets.push(sql`error = ${change.error}::text`)
  if (change.counts)
    sets.push(
      sql`inserted = ${change.counts.inserted}, updated = ${change.counts.updated}, unchanged = ${change.counts.unchanged}, rejected = ${change.counts.rejected}`,
    )
  if (change.options) sets.push(sql`options = options || ${JSON.stringify(change.options)}::jsonb`)
  await sql`update imports set ${sql.join(sets)} where id = ${id}::uuid`.execute(ctx.db)
}

export async function insertRejects(
  ctx: Context,
  importId: string,
  rejects: readonly { line: number; raw: string; reject: Reject }[],
): Promise<void> {
  if (rejects.length === 0) return
  await sql`
    insert into import_rejects (import_id, line, code, params, raw)
    select ${importId}::uuid, u.* from unnest(
      ${column(
        rejects.map((r) => r.line),
        'int',
      )}, ${column(
        rejects.map((r) => r.reject.code),
        'text',
      )},
      ${column(
        rejects.map((r) => JSON.stringify(r.reject.params)),
        'jsonb',
      )}, ${column(
        rejects.map((r) => r.raw),
        'text',
      )}
    ) as u on conflict (import_id, line) do nothing`.execute(ctx.db)
}

/** Forgets the rejects and the marks of the last check. */
export async function clearRejects(ctx: Context, importId: string): Promise<void> {
  await sql`delete from import_rejects where import_id = ${importId}::uuid`.execute(ctx.db)
  await deleteMarks(ctx, importId)
}

/** Forgets what a check saw. */
export async function deleteMarks(ctx: Context, importId: string): Promise<void> {
  await sql`delete from import_changes where import_id = ${importId}::uuid and entity = 'check'`.execute(
    ctx.db,
  )
}

export interface RejectRow {
  line: number
  code: string
  params: Record<string, string | number>
  raw: string
}

export async function pageRejects(
  db: Context['db'],
  importId: string,
  afterLine: number,
  limit: number,
): Promise<RejectRow[]> {
  const { rows } = await sql<RejectRow>`
    select line, code, params, raw from import_rejects where import_id = ${importId}::uuid and line > ${afterLine}
    order by line limit ${limit}`.execute(db)
  return rows
}

/** Which of these texts does the check see for the first time? Marks live in import_changes until the check ends. */
export async function markSeen(
  ctx: Context,
  importId: string,
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const { rows } = await sql<{ key: string }>`
    with asked as materialized (
      select key, md5(key)::uuid as mark from unnest(${column(keys, 'text')}) as u (key)
    ), added as (
      insert into import_changes (import_id, entity, customer_id, entity_id)
      select distinct on (mark) ${importId}::uuid, 'check', mark, mark from asked
      on conflict do nothing returning entity_id
    )
    select asked.key from asked where not exists (select 1 from added where added.entity_id = asked.mark)`.execute(
    ctx.db,
  )
  return new Set(rows.map((row) => row.key))
}

export interface RememberedMapping {
  entity: Entity
  mapping: (string | null)[]
  options: Record<string, unknown>
}

/** What was chosen the last time a file had this header. */
export async function findMapping(
  ctx: Context,
  headerDigest: string,
): Promise<RememberedMapping | undefined> {
  const { rows } = await sql<RememberedMapping>`
    select entity, mapping, options from import_mappings
    where entity in ('customers', 'purchases', 'survey_answers') and header_digest = ${headerDigest}
    order by used_at desc limit 1`.execute(ctx.db)
  return rows[0]
}

export async function rememberMapping(
  ctx: Context,
  row: { entity: Entity; headerDigest: string; mapping: unknown; options: unknown },
): Promise<void> {
  await sql`
    insert into import_mappings (entity, header_digest, mapping, options, used_at)
    values (${row.entity}, ${row.headerDigest}, ${JSON.stringify(row.mapping)}::jsonb, ${JSON.stringify(row.options)}::jsonb, ${ctx.now}::timestamptz)
    on conflict (entity, header_digest) do update set mapping = excluded.mapping, options = excluded.options, used_at = excluded.used_at`.execute(
    ctx.db,
  )
}

export async function getAreaCode(ctx: Context): Promise<string> {
  const { rows } = await sql<{ code: string }>`select default_area_code as code from company`.execute(ctx.db)
  return rows[0]?.code ?? '021'
}

export async function isActiveBranch(ctx: Context, branchId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from branches where id = ${branchId}::uuid and is_active`.execute(
    ctx.db,
  )
  return rows.length > 0
}
