import type { Context } from '../../server/lib/context.ts'
import { audit } from '../../server/lib/outbox.ts'
import { accessImport, recallMapping, requireMove } from './actions.ts'
import type { Delimiter, Detection, Encoding } from './detect.ts'
import { clearRejects, updateImport } from './queries.ts'
import { detectStored } from './store-file.ts'

export interface Reading {
  encoding?: Encoding | undefined
  delimiter?: Delimiter | undefined
  headerLine?: number | undefined
}

/**
 * Reads the kept file once more as a person says it is written. What was decided stays; the columns are what was said of
 * this header the last time, else guesses.
 */
export async function readImportAgain(ctx: Context, id: string, reading: Reading): Promise<void> {
  const row = await accessImport(ctx, id, 'import.run')
  requireMove(row, 'choose')
  const before = row.options.detection
  const read = await detectStored(ctx.services, row.file_sha256, {
    isSheet: before.isSheet,
    headerLine: reading.headerLine,
    // Sheets become CSV by our own hand: there is nothing to choose.
    ...(before.isSheet
      ? {}
      : {
          encoding: reading.encoding ?? before.encoding,
          delimiter: reading.delimiter ?? before.delimiter,
        }),
  })
  const detection = await recallMapping(ctx, read)
  const said = row.options.choices
  const choices = said && {
    ...said,
    ...howRead(detection),
    mapping: detection.mapping[said.entity],
    dateKind: said.dateKind ?? detection.dateKind,
  }
  await updateImport(ctx, id, {
    status: 'uploaded',
    entity: choices?.entity ?? detection.entity,
    isDryRun: false,
    nextRow: 0,
    error: null,
    options: { detection, choices, rowsDigest: null, nextByte: 0, checked: null },
  })
  await clearRejects(ctx, id)
  audit(ctx, {
    action: 'import.readAgain',
    entity: 'import',
    entityId: id,
    branchId: row.branch_id,
    before: howRead(before),
    after: howRead(detection),
  })
}

const howRead = ({ encoding, delimiter, headerLine }: Detection) => ({ encoding, delimiter, headerLine })
