import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict, forbidden, invalid } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { words } from '../../server/lib/words.ts'
import { scopeOf } from '../people/access.ts'
import { type Definition, definition } from './definition.ts'
import {
  getInstrument,
  getVersion,
  type InstrumentRow,
  insertInstrument,
  lockInstrument,
  publishVersion,
  putDraft,
  touchInstrument,
} from './instrument-queries.ts'
import { definitionProblems } from './instrument-rules.ts'
import type { createInstrumentInput, instrumentFile, saveDraftInput } from './instrument-schema.ts'
import type { InstrumentKind } from './shipped.ts'

/** Questionnaires are the whole company's; designing them is nothing one branch does for itself. */
function requireDesigner(ctx: Context): void {
  if (scopeOf(ctx, 'survey.design') !== 'all') throw forbidden()
}

function record(ctx: Context, action: string, id: string, after: unknown): void {
  audit(ctx, { action, entity: 'instrument', entityId: id, after })
  emit(ctx, { name: 'instrument.changed', payload: { instrumentId: id } })
}

/** 422 `instrument_invalid` with every place at fault, until nothing is wrong with the definition. */
function requireSound(definition: Definition): void {
  const problems = definitionProblems(definition)
  if (!problems.length) return
  const fields: Record<string, string> = {}
  for (const { path, code } of problems) fields[`definition.${path}`] ??= code
  throw invalid('instrument_invalid', { count: problems.length }, fields)
}

function blank(): Definition {
  const of = (key: string) => ({
    fa: words('fa', `surveys.blank.${key}`),
    en: words('en', `surveys.blank.${key}`),
  })
  return definition.parse({
    intro: of('intro'),
    thanks: of('thanks'),
    questions: [{ code: 'comment', kind: 'text', text: of('question') }],
  })
}

/** A new questionnaire as a draft: empty, given whole, or a copy of any version of another. */
export async function createInstrument(
  ctx: Context,
  input: z.output<typeof createInstrumentInput>,
): Promise<InstrumentRow> {
  requireDesigner(ctx)
  const source = input.copyOf && (await getVersion(ctx.db, input.copyOf.instrumentId, input.copyOf.number))
  const kind = source ? (await getInstrument(ctx.db, source.instrumentId)).kind : 'custom'
  return begin(ctx, { ...input, kind }, source?.definition ?? input.definition ?? blank(), {
    action: 'createInstrument',
    after: source ? { copyOf: source.instrumentId, number: source.number } : {},
  })
}

/** A questionnaire from a file, as a draft to be looked at before it is published. */
export function importInstrument(
  ctx: Context,
  file: z.output<typeof instrumentFile>,
): Promise<InstrumentRow> {
  requireDesigner(ctx)
  return begin(ctx, file, file.definition, { action: 'importInstrument', after: {} })
}

async function begin(
  ctx: Context,
  row: { title: string; titleEn: string; kind: InstrumentKind },
  definition: Definition,
  told: { action: string; after: object },
): Promise<InstrumentRow> {
  requireSound(definition)
  const id = newId()
  await insertInstrument(ctx, {
    id,
    key: `own-${id}`,
    kind: row.kind,
    title: row.title,
    titleEn: row.titleEn,
  })
  await putDraft(ctx, id, 1, definition)
  record(ctx, told.action, id, { title: row.title, kind: row.kind, ...told.after })
  return getInstrument(ctx.db, id)
}

/** Locks an instrument that may be changed. 409 when it comes with the product or somebody was faster. */
async function accessOwn(ctx: Context, id: string, version: number): Promise<InstrumentRow> {
  requireDesigner(ctx)
  const row = await lockInstrument(ctx.db, id)
  if (row.isShipped) throw conflict('instrument_is_shipped')
  if (row.version !== version) throw conflict('version_conflict', { version: row.version })
  return row
}

/** Saves the draft; after a publication the first save begins the next version. */
export async function saveInstrumentDraft(
  ctx: Context,
  id: string,
  input: z.output<typeof saveDraftInput>,
): Promise<InstrumentRow> {
  const row = await accessOwn(ctx, id, input.version)
  requireSound(input.definition)
  const number = row.draftNumber ?? (row.publishedNumber ?? 0) + 1
  await putDraft(ctx, id, number, input.definition)
  await touchInstrument(ctx, row, { title: input.title, title_en: input.titleEn })
  record(ctx, 'saveInstrumentDraft', id, { number, title: input.title })
  return getInstrument(ctx.db, id)
}

/** Freezes the draft: from now on surveys may ask it, and it never changes again. */
export async function publishInstrument(ctx: Context, id: string, version: number): Promise<InstrumentRow> {
  const row = await accessOwn(ctx, id, version)
  if (row.draftNumber === null) throw conflict('instrument_nothing_to_publish')
  const draft = await getVersion(ctx.db, id, row.draftNumber)
  requireSound(draft.definition)
  await publishVersion(ctx, id, row.draftNumber)
  await touchInstrument(ctx, row)
  record(ctx, 'publishInstrument', id, { number: row.draftNumber })
  return getInstrument(ctx.db, id)
}

/** Takes an instrument, also a shipped one, out of the choice for new surveys, or brings it back. */
export async function archiveInstrument(
  ctx: Context,
  id: string,
  input: { version: number; isArchived: boolean },
): Promise<InstrumentRow> {
  requireDesigner(ctx)
  const row = await lockInstrument(ctx.db, id)
  if (row.version !== input.version) throw conflict('version_conflict', { version: row.version })
  await touchInstrument(ctx, row, { is_archived: input.isArchived })
  record(ctx, 'archiveInstrument', id, { isArchived: input.isArchived })
  return getInstrument(ctx.db, id)
}
