import { z } from 'zod'
import { id, instant, line, optionalLine } from '../../server/lib/fields.ts'
import { delimiters, encodings } from './detect.ts'
import { allFields, entities } from './fields.ts'
import { MAX_COLUMNS } from './limits.ts'

export const entity = z.enum(entities)
export const field = z.enum(allFields)
export const status = z.enum([
  'uploaded',
  'checking',
  'checked',
  'running',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
])
const dateKind = z.enum(['jalali', 'gregorian', 'gregorian_dmy', 'gregorian_mdy'])
const moneyUnit = z.enum(['rial', 'toman'])
const counts = z.object({ inserted: z.int(), updated: z.int(), unchanged: z.int(), rejected: z.int() })

const choiceFields = {
  entity,
  /** One field for each column of the file, null where it is left out. */
  mapping: z.array(field.nullable()).max(MAX_COLUMNS),
  moneyUnit,
  duplicatePolicy: z.enum(['update', 'skip']),
  createMissingCustomers: z.boolean(),
  numbersRestartYearly: z.boolean(),
  source: z.string(),
  survey: z.string(),
  answeredOn: z.iso.date().nullable(),
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  headerLine: z.int(),
  dateKind: dateKind.nullable(),
}

export const importOptionsInput = z
  .strictObject({
    ...choiceFields,
    duplicatePolicy: choiceFields.duplicatePolicy.default('update'),
    createMissingCustomers: z.boolean().default(true),
    numbersRestartYearly: z.boolean().default(false),
    source: line(60).default('import'),
    survey: optionalLine(200).default(''),
    answeredOn: z.iso.date().nullable().default(null),
    branchId: id.optional(),
    encoding: choiceFields.encoding.optional(),
    delimiter: choiceFields.delimiter.optional(),
    headerLine: z.int().min(0).max(1000).optional(),
    dateKind: dateKind.nullable().optional(),
  })
  .meta({ id: 'ImportOptionsInput' })

/** How the file is written, as far as a person knows better than the guess. */
export const importReadingRequest = z
  .strictObject({
    encoding: choiceFields.encoding.optional(),
    delimiter: choiceFields.delimiter.optional(),
    headerLine: z.int().min(0).max(1000).optional(),
  })
  .meta({ id: 'ImportReadingRequest' })

export const importUploadInput = z.strictObject({ entity: entity.optional() })

export const importJob = z
  .object({
    id,
    entity,
    fileName: z.string(),
    fileBytes: z.preprocess((value) => Number(value), z.int()),
    status,
    isDryRun: z.boolean(),
    branchId: id,
    branchName: z.string(),
    createdBy: z.object({ id, fullName: z.string() }),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    progress: z.object({
      nextRow: z.int(),
      totalRows: z.int().nullable(),
      ...counts.shape,
      rowsPerSecond: z.int().nullable(),
      etaSeconds: z.int().nullable(),
    }),
    /** What the last check foretold. */
    checked: counts.nullable(),
    undo: z
      .object({
        deleted: z.int(),
        restored: z.int(),
        kept: z.int(),
        keptReasons: z.record(z.string(), z.int()),
        keptRows: z.array(z.object({ entity: z.string(), customerId: id, id, reason: z.string() })),
      })
      .nullable(),
    problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'Import' })

export const importDetail = importJob
  .extend({
    detection: z.object({
      encoding: z.enum(encodings),
      delimiter: z.enum(delimiters),
      isSheet: z.boolean(),
      headerLine: z.int(),
      columns: z.array(z.object({ header: z.string(), samples: z.array(z.string()) })),
      entity,
      mapping: z.record(entity, z.array(field.nullable())),
      isRemembered: z.boolean(),
      preview: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
      dateKind: dateKind.nullable(),
      money: z.object({
        header: moneyUnit.nullable(),
        median: z.number().nullable(),
        allEndInZero: z.boolean(),
        suggested: moneyUnit.nullable(),
      }),
    }),
    choices: z.object(choiceFields).nullable(),
  })
  .meta({ id: 'ImportDetail' })

export const importReject = z
  .object({ line: z.int(), code: z.string(), reason: z.string(), raw: z.string() })
  .meta({ id: 'ImportReject' })
