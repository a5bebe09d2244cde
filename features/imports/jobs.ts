import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import type { Context } from '../../server/lib/context.ts'
import { AppError } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import type { JobHandler, JobRun } from '../../server/lib/jobs.ts'
import { addJob, audit, canonicalJson, emit } from '../../server/lib/outbox.ts'
import { countsOf, jobKey } from './actions.ts'
import { runChild } from './child.ts'
import { CHUNK_ROWS, FileProblem } from './limits.ts'
import {
  deleteMarks,
  findImport,
  getAreaCode,
  type ImportRow,
  insertRejects,
  updateImport,
} from './queries.ts'
import { readRows, removeFile } from './rows-file.ts'
import { readablePath, rowsPath } from './store-file.ts'
import { undoChunk } from './undo.ts'
import { placeRows } from './write-rows.ts'

/** After so many failures of one chunk a person must look. */
const MAX_FAILURES = 5

const isMoving = (row: ImportRow | undefined): row is ImportRow =>
  row !== undefined && (row.status === 'running' || row.status === 'checking')

const idOf = (job: JobRun) => String(job.payload.importId)

/**
 * Reads the file once, in a child, into prepared rows; a file already prepared under the same choices is used again.
 * The import's row is not locked meanwhile: cancelling does not wait.
 */
export async function prepareRows(ctx: Context, job: JobRun): Promise<void> {
  const id = idOf(job)
  const row = await findImport(ctx, id)
  if (!isMoving(row) || !row.options.choices) return
  const { choices, detection } = row.options
  const areaCode = await getAreaCode(ctx)
  const digest = createHash('sha256')
    .update(canonicalJson([row.file_sha256, choices, areaCode]))
    .digest('hex')
    .slice(0, 16)
  const path = rowsPath(ctx.services, id, digest)
  let totalRows = row.options.rowsDigest === digest ? row.total_rows : null
  if (totalRows === null || !existsSync(path)) {
    const temporary = `${path}.${newId()}`
    try {
      const made = await runChild<{ rows: number }>(
        'prepare-child.ts',
        {
          input: await readablePath(ctx.services, row.file_sha256, detection.isSheet),
          output: temporary,
          isSheet: detection.isSheet,
          usesCr: detection.usesCr,
          choices,
          defaultAreaCode: areaCode,
        },
        { heapMegabytes: 400, seconds: 600, onFailure: 'import_unreadable' },
      )
      totalRows = made.rows
      await rename(temporary, path)
    } catch (error) {
      await removeFile(temporary)
      if (!(error instanceof FileProblem || error instanceof AppError)) throw error
      return fail(ctx, id, error.code)
    }
  }
  const locked = await findImport(ctx, id, true)
  if (!isMoving(locked)) return
  await updateImport(ctx, id, { totalRows, options: { rowsDigest: digest } })
  addJob(ctx, { name: 'imports.runChunk', key: jobKey(id), payload: { importId: id } })
}

/** Writes one chunk; its rows, rejects, remembered changes and the place to go on commit together. */
export async function runChunk(ctx: Context, job: JobRun): Promise<void> {
  const id = idOf(job)
  const row = await findImport(ctx, id, true)
  if (!isMoving(row) || !row.options.choices) return
  if (job.attempts >= MAX_FAILURES) return fail(ctx, id, 'import_chunk_failed')
  const { rowsDigest, nextByte, chunkRows = CHUNK_ROWS } = row.options
  const path = rowsPath(ctx.services, id, rowsDigest ?? '')
  if (!rowsDigest || !existsSync(path)) {
    addJob(ctx, { name: 'imports.prepareRows', key: jobKey(id), payload: { importId: id } })
    return
  }
  const chunk = await readRows(path, nextByte, chunkRows)
  const { counts, rejects } = await placeRows(ctx, row, chunk.rows)
  await insertRejects(ctx, id, rejects)
  const sums = {
    inserted: row.inserted + counts.inserted,
    updated: row.updated + counts.updated,
    unchanged: row.unchanged + counts.unchanged,
    rejected: row.rejected + counts.rejected,
  }
  const nextRow = row.next_row + chunk.rows.length
  const isLast = chunk.rows.length < chunkRows || nextRow >= (row.total_rows ?? Number.MAX_SAFE_INTEGER)
  await updateImport(ctx, id, {
    nextRow,
    counts: sums,
    options: { nextByte: chunk.nextByte, ...(isLast && row.is_dry_run ? { checked: sums } : {}) },
    ...(isLast
      ? { status: row.is_dry_run ? ('checked' as const) : ('done' as const), finishedAt: ctx.now }
      : {}),
  })
  const fact = { branchId: row.branch_id, personId: row.created_by, payload: { importId: id } }
  if (!isLast) {
    emit(ctx, { name: 'import.progress', ...fact })
    addJob(ctx, { name: 'imports.runChunk', key: jobKey(id), payload: { importId: id } })
    return
  }
  if (row.is_dry_run) await deleteMarks(ctx, id)
  else ctx.outbox.afterCommit.push(() => void removeFile(path))
  emit(ctx, { name: 'import.done', ...fact })
  audit(ctx, {
    action: row.is_dry_run ? 'import.checked' : 'import.done',
    entity: 'import',
    entityId: id,
    branchId: row.branch_id,
    after: { ...sums, rows: nextRow },
  })
}

async function fail(ctx: Context, id: string, code: string): Promise<void> {
  const row = await findImport(ctx, id, true)
  if (!isMoving(row)) return
  await updateImport(ctx, id, { status: 'failed', error: code, finishedAt: ctx.now })
  emit(ctx, {
    name: 'import.done',
    branchId: row.branch_id,
    personId: row.created_by,
    payload: { importId: id },
  })
  audit(ctx, {
    action: 'import.fail',
    entity: 'import',
    entityId: id,
    branchId: row.branch_id,
    after: { code, ...countsOf(row), nextRow: row.next_row },
  })
}

export const importJobs: Readonly<Record<string, JobHandler>> = {
  'imports.prepareRows': prepareRows,
  'imports.runChunk': runChunk,
  'imports.undoChunk': undoChunk,
}
