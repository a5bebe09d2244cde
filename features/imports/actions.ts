import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { addJob, audit, emit } from '../../server/lib/outbox.ts'
import type { Upload } from '../../server/lib/route.ts'
import { branchLimit, requireScope, scopeOf } from '../people/access.ts'
import type { Choices } from './choices.ts'
import type { Detection } from './detect.ts'
import { type Entity, type Field, mappingProblem } from './fields.ts'
import {
  clearRejects,
  findImport,
  findMapping,
  type ImportRow,
  insertImport,
  isActiveBranch,
  rememberMapping,
  updateImport,
} from './queries.ts'
import { canMove } from './rules.ts'
import { type ImportOptions, noUndo } from './state.ts'
import { detectStored, storeImportFile } from './store-file.ts'

/** One import within the caller's reach: 404 outside it, 403 when it may be seen but not moved. */
export async function accessImport(
  ctx: Context,
  id: string,
  permission: 'import.read' | 'import.run',
): Promise<ImportRow> {
  const branchId = branchLimit(ctx, 'import.read')
  const row = await findImport(ctx, id, permission === 'import.run')
  if (!row || (branchId !== undefined && row.branch_id !== branchId)) throw notFound()
  if (permission === 'import.run') requireScope(ctx, 'import.run', row)
  return row
}

/** Keeps an uploaded file and says what is in it; nothing is imported yet. Throws 422 when it can not be read. */
export async function uploadImport(
  ctx: Context,
  upload: Upload | undefined,
  entity?: Entity,
): Promise<string> {
  const person = personOf(ctx)
  if (!upload) throw invalid('import_file_missing')
  const detection = await recallMapping(ctx, await storeImportFile(ctx.services, upload), entity)
  const id = newId()
  await insertImport(ctx, {
    id,
    entity: entity ?? detection.entity,
    fileName: upload.fileName,
    sha256: upload.sha256,
    byteSize: upload.byteSize,
    branchId: person.branchId,
    createdBy: person.id,
    options: {
      detection,
      choices: null,
      scopeBranchId: person.branchId,
      rowsDigest: null,
      nextByte: 0,
      checked: null,
      undo: null,
    },
  })
  audit(ctx, {
    action: 'import.upload',
    entity: 'import',
    entityId: id,
    branchId: person.branchId,
    after: { fileName: upload.fileName, sha256: upload.sha256, byteSize: upload.byteSize },
  })
  return id
}

/** What was decided about the last file with this header stands before every guess. */
export async function recallMapping(
  ctx: Context,
  detection: Detection,
  entity?: Entity,
): Promise<ImportOptions['detection']> {
  const remembered = await findMapping(ctx, detection.headerDigest)
  if (!remembered || (entity && entity !== remembered.entity)) return { ...detection, isRemembered: false }
  return {
    ...detection,
    isRemembered: true,
    entity: remembered.entity,
    mapping: { ...detection.mapping, [remembered.entity]: remembered.mapping as (Field | null)[] },
  }
}

export type OptionsInput = Omit<Choices, 'encoding' | 'delimiter' | 'headerLine' | 'dateKind'> &
  Partial<Pick<Choices, 'encoding' | 'delimiter' | 'headerLine' | 'dateKind'>> & {
    branchId?: string | undefined
  }

/** Keeps what a person decided about the file, and remembers it for the next file with this header. */
export async function chooseImportOptions(ctx: Context, id: string, input: OptionsInput): Promise<void> {
  const row = await accessImport(ctx, id, 'import.run')
  requireMove(row, 'choose')
  const { branchId = row.branch_id, ...given } = input
  if (branchId !== row.branch_id) {
    requireScope(ctx, 'import.run', { branch_id: branchId })
    if (!(await isActiveBranch(ctx, branchId)))
      throw invalid('import_branch_missing', {}, { branchId: 'import_branch_missing' })
  }
  let { detection } = row.options
  const isOther =
    (given.encoding && given.encoding !== detection.encoding) ||
    (given.delimiter && given.delimiter !== detection.delimiter) ||
    (given.headerLine !== undefined && given.headerLine !== detection.headerLine)
  if (isOther && !(detection.isSheet && given.headerLine === undefined)) {
    const { isRemembered } = detection
    const asked = { isSheet: detection.isSheet, headerLine: given.headerLine }
    detection = {
      ...(await detectStored(
        ctx.services,
        row.file_sha256,
        detection.isSheet ? asked : { ...asked, encoding: given.encoding, delimiter: given.delimiter },
      )),
      isRemembered,
    }
  }
  if (given.mapping.length !== detection.columns.length)
    throw invalid(
      'import_mapping_length',
      { columns: detection.columns.length },
      { mapping: 'import_mapping_length' },
    )
  const problem = mappingProblem(given.entity, given.mapping, given.answeredOn !== null)
  if (problem) throw invalid(problem.code, { field: problem.field }, { mapping: problem.code })
  const choices: Choices = {
    ...given,
    encoding: detection.encoding,
    delimiter: detection.delimiter,
    headerLine: detection.headerLine,
    dateKind: given.dateKind === undefined ? detection.dateKind : given.dateKind,
  }
  await updateImport(ctx, id, {
    status: 'uploaded',
    entity: given.entity,
    branchId,
    isDryRun: false,
    nextRow: 0,
    error: null,
    options: { detection, choices, rowsDigest: null, nextByte: 0, checked: null },
  })
  const { moneyUnit, duplicatePolicy, source } = choices
  await rememberMapping(ctx, {
    entity: given.entity,
    headerDigest: detection.headerDigest,
    mapping: given.mapping,
    options: { moneyUnit, duplicatePolicy, source },
  })
}

/** Goes through the whole file without writing customers or purchases: counts and rejects. */
export const checkImport = (ctx: Context, id: string) => startImport(ctx, id, true)

/** Imports; a stopped or failed run goes on at the row it had reached. */
export const runImport = (ctx: Context, id: string) => startImport(ctx, id, false)

async function startImport(ctx: Context, id: string, isDryRun: boolean): Promise<void> {
  const row = await accessImport(ctx, id, 'import.run')
  requireMove(row, isDryRun ? 'check' : 'run')
  const { choices } = row.options
  // Read again since they were made, the choices may no longer cover what must be known.
  if (!choices || mappingProblem(choices.entity, choices.mapping, choices.answeredOn !== null))
    throw conflict('import_options_missing')
  const goesOn = !isDryRun && !row.is_dry_run && (row.status === 'cancelled' || row.status === 'failed')
  if (!goesOn) await clearRejects(ctx, id)
  const scopeBranchId = scopeOf(ctx, 'import.run') === 'all' ? null : personOf(ctx).branchId
  await updateImport(ctx, id, {
    status: isDryRun ? 'checking' : 'running',
    isDryRun,
    error: null,
    finishedAt: null,
    ...(goesOn
      ? { options: { scopeBranchId } }
      : {
          startedAt: ctx.now,
          nextRow: 0,
          totalRows: null,
          counts: { inserted: 0, updated: 0, unchanged: 0, rejected: 0 },
          options: { scopeBranchId, nextByte: 0 },
        }),
  })
  addJob(ctx, { name: 'imports.prepareRows', key: jobKey(id), payload: { importId: id } })
  audit(ctx, {
    action: isDryRun ? 'import.check' : 'import.run',
    entity: 'import',
    entityId: id,
    branchId: row.branch_id,
    after: { fileName: row.file_name, entity: choices.entity, fromRow: goesOn ? row.next_row : 0 },
  })
  emit(ctx, {
    name: 'import.progress',
    branchId: row.branch_id,
    personId: row.created_by,
    payload: { importId: id },
  })
}

/** Stops before the next chunk; what is already imported stays until it is undone. */
export async function cancelImport(ctx: Context, id: string): Promise<void> {
  const row = await accessImport(ctx, id, 'import.run')
  requireMove(row, 'cancel')
  await updateImport(ctx, id, { status: 'cancelled', finishedAt: ctx.now })
  audit(ctx, {
    action: 'import.cancel',
    entity: 'import',
    entityId: id,
    branchId: row.branch_id,
    after: { isDryRun: row.is_dry_run, ...countsOf(row), nextRow: row.next_row },
  })
  emit(ctx, {
    name: 'import.done',
    branchId: row.branch_id,
    personId: row.created_by,
    payload: { importId: id },
  })
}

/** Takes the whole import back, in chunks; what later work rests on stays and is told. */
export async function undoImport(ctx: Context, id: string): Promise<void> {
  const row = await accessImport(ctx, id, 'import.run')
  requireMove(row, 'undo')
  await updateImport(ctx, id, {
    status: 'undoing',
    finishedAt: null,
    error: null,
    options: { undo: noUndo() },
  })
  addJob(ctx, { name: 'imports.undoChunk', key: jobKey(id), payload: { importId: id } })
  audit(ctx, {
    action: 'import.undo',
    entity: 'import',
    entityId: id,
    branchId: row.branch_id,
    before: countsOf(row),
  })
}

export const jobKey = (id: string) => `import:${id}`

export const countsOf = ({ inserted, updated, unchanged, rejected }: ImportRow) => ({
  inserted,
  updated,
  unchanged,
  rejected,
})

export function requireMove(row: ImportRow, step: Parameters<typeof canMove>[1]): void {
  if (!canMove({ status: row.status, isDryRun: row.is_dry_run }, step))
    throw conflict('import_not_ready', { status: row.status, step })
}
