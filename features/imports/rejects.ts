import { Readable } from 'node:stream'
import type { Context, Locale } from '../../server/lib/context.ts'
import { BOM, csvLine } from '../../server/lib/csv.ts'
import type { Download } from '../../server/lib/route.ts'
import { words } from '../../server/lib/words.ts'
import { type ImportRow, pageRejects, type RejectRow } from './queries.ts'

/** Why a row was left out, in words. */
export const rejectSentence = (locale: Locale, row: Pick<RejectRow, 'code' | 'params'>): string =>
  words(locale, `imports.rejects.${row.code}`, row.params)

const PAGE = 2_000

/** The rows left out as a CSV file: where they stand in the file sent, why, and how they were. */
export function downloadRejects(ctx: Context, row: ImportRow): Download {
  const { db } = ctx.services.database
  const header = ['line', 'reason', 'raw'].map((name) => words(ctx.locale, `imports.columns.${name}`))
  async function* body(): AsyncGenerator<Buffer> {
    yield Buffer.from(BOM + csvLine(header))
    for (let after = 0; ; ) {
      const rows = await pageRejects(db, row.id, after, PAGE)
      if (rows.length)
        yield Buffer.from(rows.map((r) => csvLine([r.line, rejectSentence(ctx.locale, r), r.raw])).join(''))
      if (rows.length < PAGE) return
      after = rows.at(-1)!.line
    }
  }
  const base = row.file_name.replace(/\.[^.]{1,5}$/, '')
  return {
    fileName: `${base} - ${words(ctx.locale, 'imports.title.rejects')}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    body: Readable.from(body()),
  }
}
