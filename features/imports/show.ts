import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { errorSentence } from '../../server/lib/words.ts'
import type { ImportRow } from './queries.ts'
import { pace } from './rules.ts'
import type { importDetail, importJob } from './schema.ts'

/** An import as a list shows it. */
export function toImport(ctx: Context, row: ImportRow): z.input<typeof importJob> {
  const isMoving = row.status === 'running' || row.status === 'checking'
  return {
    id: row.id,
    entity: row.entity,
    fileName: row.file_name,
    fileBytes: row.file_bytes,
    status: row.status,
    isDryRun: row.is_dry_run,
    branchId: row.branch_id,
    branchName: row.branch_name,
    createdBy: { id: row.created_by, fullName: row.created_by_name },
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    progress: {
      nextRow: row.next_row,
      totalRows: row.total_rows,
      inserted: row.inserted,
      updated: row.updated,
      unchanged: row.unchanged,
      rejected: row.rejected,
      ...pace({
        startedAt: row.started_at,
        until: row.finished_at ?? row.updated_at,
        nextRow: row.next_row,
        totalRows: row.total_rows,
        isMoving,
      }),
    },
    checked: row.options.checked,
    undo: row.options.undo,
    problem: row.error === null ? null : { code: row.error, detail: errorSentence(ctx.locale, row.error) },
  }
}

/** An import with what was found in its file and what was chosen. */
export function toDetail(ctx: Context, row: ImportRow): z.input<typeof importDetail> {
  return { ...toImport(ctx, row), detection: row.options.detection, choices: row.options.choices }
}
