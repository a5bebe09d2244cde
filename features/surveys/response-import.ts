import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { searchKey, tehranDay, tehranMidnight } from '@hamdel/persian'
import { sql } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import { invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit } from '../../server/lib/outbox.ts'
import type { Upload } from '../../server/lib/route.ts'
import { words } from '../../server/lib/words.ts'
import { detectDelimiter, detectEncoding } from '../imports/detect.ts'
import { isInScope, requireScope } from '../people/access.ts'
import {
  customerKeys,
  type FileRow,
  type Reject,
  readFileRow,
  readHeader,
  readRecords,
} from './response-file.ts'
import { loadDefinition } from './response-queries.ts'
import { accessSurvey } from './survey-access.ts'

export const MAX_ROWS = 100_000
const KEPT_REJECTS = 500
const CHUNK = 2_000

export interface ImportOptions {
  branchId?: string | undefined
  branchColumn?: string | undefined
  customerColumn?: string | undefined
  dateColumn?: string | undefined
  missingCodes: string
  locale: 'fa' | 'en'
}

interface Placed extends FileRow {
  customerId: string | undefined
  branchId: string
  segment: object
  submittedAt: Date
}

/**
 * Takes a file of answers, one row per respondent, a column per question. Rows that can not be taken are told with their
 * line and reason; the others go in, all or none. Without a column of customers the sheets are anonymous. No case is opened
 * and nobody is told: these are answers of the past. Errors: 422 response_file_….
 */
export async function importResponses(
  ctx: Context,
  surveyId: string,
  upload: Upload | undefined,
  options: ImportOptions,
): Promise<{ id: string; isRepeat: boolean }> {
  const survey = await accessSurvey(ctx, surveyId, 'survey.answer')
  const person = personOf(ctx)
  const branchId = options.branchId ?? survey.branch_id ?? person.branchId
  requireScope(ctx, 'survey.run', { branch_id: branchId })
  if (!upload) throw invalid('response_file_missing')
  // Two who send one file at once: the second waits here and is told of the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`answers:${surveyId}:${upload.sha256}`}, 0))`.execute(
    ctx.db,
  )
  const known = await ctx.db
    .selectFrom('response_imports')
    .select('id')
    .where('survey_id', '=', surveyId)
    .where('file_sha256', '=', upload.sha256)
    .executeTakeFirst()
  if (known) return { id: known.id, isRepeat: true }

  const definition = await loadDefinition(ctx.db, survey.instrument_id, survey.instrument_version)
  const { records, delimiter } = await readUpload(upload)
  const [header, ...data] = records
  if (!header || header.problem || data.length === 0) throw invalid('response_file_no_header')
  const columns = readHeader(definition, header.cells, {
    customer: options.customerColumn,
    branch: options.branchColumn,
    date: options.dateColumn,
  })
  if ('code' in columns) throw invalid(columns.code, columns.params)
  const isAnonymous = columns.customer < 0 || survey.is_anonymous
  const missing = new Set(options.missingCodes.split(/[,،;\s]+/).filter(Boolean))
  const rejects: Reject[] = []
  const rows: FileRow[] = []
  for (const record of data) {
    const read = readFileRow(definition, columns, record, header.cells.length, missing)
    if ('code' in read) rejects.push(read)
    else rows.push(read)
  }
  const id = newId()
  const placed = await placeRows(ctx, rows, { branchId, isAnonymous, rejects })
  const common = {
    id,
    surveyId,
    instrumentId: survey.instrument_id,
    version: survey.instrument_version,
    locale: options.locale,
    recordedBy: person.id,
  }
  for (let at = 0; at < placed.length; at += CHUNK)
    await insertRows(ctx, placed.slice(at, at + CHUNK), isAnonymous, common)
  rejects.sort((a, b) => a.line - b.line)
  const counts = { rows: data.length, inserted: placed.length, rejected: rejects.length }
  await ctx.db
    .insertInto('response_imports')
    .values({
      id,
      survey_id: surveyId,
      file_sha256: upload.sha256,
      file_name: upload.fileName,
      branch_id: branchId,
      is_anonymous: isAnonymous,
      row_count: counts.rows,
      inserted_count: counts.inserted,
      rejected_count: counts.rejected,
      ignored_columns: JSON.stringify(columns.ignored),
      rejects: JSON.stringify(rejects.slice(0, KEPT_REJECTS)),
      created_by: person.id,
      created_at: ctx.now,
    })
    .execute()
  audit(ctx, {
    action: 'importResponses',
    entity: 'survey',
    entityId: surveyId,
    branchId,
    after: { importId: id, sha256: upload.sha256, delimiter, isAnonymous, ...counts },
  })
  return { id, isRepeat: false }
}

async function readUpload(upload: Upload) {
  const bytes = await readFile(upload.path)
  // A zip (a sheet of Excel), a PDF, a picture.
  if (bytes.includes(0) && !/^utf-16/.test(detectEncoding(bytes))) throw invalid('response_file_not_csv')
  const text = new TextDecoder(detectEncoding(bytes)).decode(bytes).replace(/^\uFEFF/, '')
  const lines = text.includes('\n') ? text : text.replaceAll('\r', '\n')
  const delimiter = detectDelimiter(lines.slice(0, 200_000))
  const records = readRecords(lines, delimiter, MAX_ROWS)
  if (!records) throw invalid('response_file_too_long', { max: MAX_ROWS })
  return { records, delimiter }
}

/** Finds customers and branches for all rows at once; what is not found, or not within reach, is left out with its line. */
async function placeRows(
  ctx: Context,
  rows: readonly FileRow[],
  input: { branchId: string; isAnonymous: boolean; rejects: Reject[] },
): Promise<Placed[]> {
  const person = personOf(ctx)
  const branches = await ctx.db.selectFrom('branches').select(['id', 'name', 'code']).execute()
  const branchBy = new Map(
    branches.flatMap(
      (branch) =>
        [
          [searchKey(branch.name), branch.id],
          ...(branch.code ? [[searchKey(branch.code), branch.id] as const] : []),
        ] as [string, string][],
    ),
  )
  const customers = input.isAnonymous ? new Map<string, Found>() : await findCustomers(ctx, rows)
  const today = tehranDay(ctx.now)
  const placed: Placed[] = []
  for (const row of rows) {
    const reject = (code: string, value: string) =>
      input.rejects.push({ line: row.line, code, params: { value: value.slice(0, 60) } })
    const found = input.isAnonymous ? undefined : customers.get(row.customer)
    if (!input.isAnonymous && !found) {
      reject('customer_unknown', row.customer)
      continue
    }
    const branchId =
      row.branch === '' ? (found?.branch_id ?? input.branchId) : branchBy.get(searchKey(row.branch))
    if (!branchId) {
      reject('branch_unknown', row.branch)
      continue
    }
    if (!isInScope(person, 'survey.run', { branch_id: branchId })) {
      reject('branch_outside', row.branch)
      continue
    }
    if (row.day && row.day > today) {
      reject('date_future', row.day)
      continue
    }
    const day = row.day ?? today
    placed.push({
      ...row,
      customerId: found?.id,
      branchId,
      segment: found ? { tier: found.tier, stage: found.stage, city: found.city } : {},
      submittedAt: row.day || input.isAnonymous ? tehranMidnight(day) : ctx.now,
    })
  }
  return placed
}

interface Found {
  id: string
  branch_id: string
  tier: string
  stage: string
  city: string
}

/** By phone, identifier or the code of another program; a cell that means two customers means none. */
async function findCustomers(ctx: Context, rows: readonly FileRow[]): Promise<Map<string, Found>> {
  const cells = [...new Set(rows.map((row) => row.customer))]
  const keys = cells.map((cell) => ({ cell, ...customerKeys(cell) }))
  const { rows: found } = await sql<Found & { cell: string }>`
    with asked as (select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as a (cell text, phone text, code text)),
    hits as (
      select a.cell, p.customer_id as id from asked a join contact_points p on p.kind = 'phone' and p.normalised = a.phone
      where a.phone <> ''
      union select a.cell, c.id from asked a join customers c on c.identifier = a.code where a.code <> ''
      union select a.cell, c.id from asked a join customers c on c.external_code = a.code where a.code <> ''
    )
    select h.cell, c.id, c.branch_id, c.tier, c.stage, c.city from hits h
    join customers c on c.id = h.id and c.deleted_at is null`.execute(ctx.db)
  const person = personOf(ctx)
  const byCell = new Map<string, Found>()
  const several = new Set<string>()
  for (const row of found) {
    if (!isInScope(person, 'customer.read', row)) continue
    if (byCell.has(row.cell)) several.add(row.cell)
    byCell.set(row.cell, row)
  }
  for (const cell of several) byCell.delete(cell)
  return byCell
}

async function insertRows(
  ctx: Context,
  rows: readonly Placed[],
  isAnonymous: boolean,
  common: {
    id: string
    surveyId: string
    instrumentId: string
    version: number
    locale: string
    recordedBy: string
  },
): Promise<void> {
  const sheets = JSON.stringify(
    rows.map((row) => ({
      id: isAnonymous ? randomUUID() : newId(),
      customer_id: row.customerId ?? null,
      branch_id: row.branchId,
      segment: row.segment,
      answers: row.answers,
      at: row.submittedAt.toISOString(),
    })),
  )
  const set = sql`jsonb_to_recordset(${sheets}::jsonb) as r (id uuid, customer_id uuid, branch_id uuid, segment jsonb, answers jsonb, at timestamptz)`
  const same = sql`${common.surveyId}::uuid, ${common.instrumentId}::uuid, ${common.version}::int`
  const rest = sql`'import', ${common.recordedBy}::uuid, ${common.locale}::text`
  if (isAnonymous)
    await sql`insert into anonymous_responses (survey_id, instrument_id, instrument_version, mode, recorded_by, locale, import_id,
        id, branch_id, segment, answers, submitted_at)
      select ${same}, ${rest}, ${common.id}::uuid, r.id, r.branch_id, r.segment, r.answers, r.at from ${set}`.execute(
      ctx.db,
    )
  else
    await sql`insert into responses (survey_id, instrument_id, instrument_version, mode, recorded_by, locale, import_id,
        id, customer_id, branch_id, segment, answers, submitted_at, started_at, updated_at)
      select ${same}, ${rest}, ${common.id}::uuid, r.id, r.customer_id, r.branch_id, r.segment, r.answers, r.at, r.at,
        ${ctx.now}::timestamptz from ${set}`.execute(ctx.db)
}

/** Takes a whole file back, as if it had never been sent; it may be sent again. 404/403 as everywhere. */
export async function undoResponseImport(ctx: Context, surveyId: string, importId: string): Promise<void> {
  await accessSurvey(ctx, surveyId, 'survey.answer')
  const row = await ctx.db
    .selectFrom('response_imports')
    .select(['id', 'branch_id', 'file_name', 'file_sha256', 'inserted_count'])
    .where('id', '=', importId)
    .where('survey_id', '=', surveyId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('response_import_not_found')
  // Rows of several branches are taken back by whom all of them are open to.
  const { rows: branches } = await sql<{ branch_id: string }>`
    select branch_id from responses where import_id = ${importId}::uuid
    union select branch_id from anonymous_responses where import_id = ${importId}::uuid`.execute(ctx.db)
  for (const branch of [{ branch_id: row.branch_id }, ...branches]) requireScope(ctx, 'survey.run', branch)
  await ctx.db.deleteFrom('responses').where('import_id', '=', importId).execute()
  await ctx.db.deleteFrom('anonymous_responses').where('import_id', '=', importId).execute()
  await ctx.db.deleteFrom('response_imports').where('id', '=', importId).execute()
  audit(ctx, {
    action: 'undoResponseImport',
    entity: 'survey',
    entityId: surveyId,
    branchId: row.branch_id,
    before: { importId, sha256: row.file_sha256, inserted: row.inserted_count },
  })
}

/** Files of a survey, the newest first. */
export async function listResponseImports(ctx: Context, surveyId: string, branchId: string | undefined) {
  let query = ctx.db
    .selectFrom('response_imports')
    .select('id')
    .where('survey_id', '=', surveyId)
    .orderBy('created_at', 'desc')
    .limit(100)
  if (branchId) query = query.where('branch_id', '=', branchId)
  return Promise.all((await query.execute()).map((row) => getResponseImport(ctx, row.id)))
}

/** What became of a file, with the reasons in the reader's words. */
export async function getResponseImport(ctx: Context, id: string) {
  const row = await ctx.db
    .selectFrom('response_imports')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    surveyId: row.survey_id,
    fileName: row.file_name,
    isAnonymous: row.is_anonymous,
    rowCount: row.row_count,
    insertedCount: row.inserted_count,
    rejectedCount: row.rejected_count,
    ignoredColumns: row.ignored_columns as string[],
    rejects: (row.rejects as unknown as Reject[]).map((reject) => ({
      line: reject.line,
      code: reject.code,
      reason: words(ctx.locale, `surveys.answering.rejects.${reject.code}`, reject.params),
    })),
    createdAt: row.created_at as unknown as Date,
  }
}
