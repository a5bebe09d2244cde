import { z } from 'zod'
import { id, instant, line, optionalLine } from '../../server/lib/fields.ts'
import { definition } from './definition.ts'

export const instrumentKind = z.enum([
  'csat',
  'nps',
  'ces',
  'acsi',
  'ecsi',
  'epsi',
  'swics',
  'csi',
  'expectations',
  'gap',
  'custom',
])

export const instrument = z
  .object({
    id,
    key: z.string(),
    kind: instrumentKind,
    title: z.string(),
    titleEn: z.string(),
    /** Comes with the product: copied, never changed. */
    isShipped: z.boolean(),
    isArchived: z.boolean(),
    /** What surveys ask now; null before the first publication. */
    publishedNumber: z.int().nullable(),
    /** Being written; null when nothing has changed since. */
    draftNumber: z.int().nullable(),
    questionCount: z.int(),
    modelId: z.string().nullable(),
    updatedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Instrument' })

export const instrumentVersion = z
  .object({
    instrumentId: id,
    number: z.int(),
    definition,
    publishedAt: instant.nullable(),
    publishedByName: z.string().nullable(),
    updatedAt: instant,
  })
  .meta({ id: 'InstrumentVersion' })

export const instrumentDetail = z
  .object({
    ...instrument.shape,
    /** The newest first. */
    numbers: z.array(z.object({ number: z.int(), publishedAt: instant.nullable() })),
    current: instrumentVersion,
  })
  .meta({ id: 'InstrumentDetail' })

export const instrumentListQuery = z.strictObject({
  'filter[archived]': z.enum(['yes', 'no']).default('no'),
})
export const instrumentList = z.object({ items: z.array(instrument) }).meta({ id: 'InstrumentList' })

export const instrumentParams = z.strictObject({ instrumentId: id })
export const numberParams = z.strictObject({ instrumentId: id, number: z.coerce.number().int().min(1) })

export const createInstrumentInput = z
  .strictObject({
    title: line(160),
    titleEn: optionalLine(160).default(''),
    /** A version to begin with; absent: an empty questionnaire, or `definition`. */
    copyOf: z.strictObject({ instrumentId: id, number: z.int().min(1).optional() }).optional(),
    definition: definition.optional(),
  })
  .meta({ id: 'CreateInstrumentRequest' })

export const saveDraftInput = z
  .strictObject({
    version: z.int(),
    title: line(160),
    titleEn: optionalLine(160).default(''),
    definition,
  })
  .meta({ id: 'SaveInstrumentDraftRequest' })

export const versionInput = z.strictObject({ version: z.int() }).meta({ id: 'InstrumentVersionRequest' })
export const archiveInput = z
  .strictObject({ version: z.int(), isArchived: z.boolean() })
  .meta({ id: 'ArchiveInstrumentRequest' })

/** A questionnaire as a file, to be kept, shared or brought to another installation. */
export const instrumentFile = z
  .strictObject({
    format: z.literal('hamdel.instrument'),
    formatVersion: z.literal(1),
    kind: instrumentKind,
    title: line(160),
    titleEn: optionalLine(160).default(''),
    definition,
  })
  .meta({ id: 'InstrumentFileRequest' })
