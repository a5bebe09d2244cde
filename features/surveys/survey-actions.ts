import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, forbidden, invalid } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { addJob, audit, emit, removeJob } from '../../server/lib/outbox.ts'
import { branchLimit, requireScope, scopeOf } from '../people/access.ts'
import { getInstrument, getVersion } from './instrument-queries.ts'
import { mayMove, type SurveyMove, type SurveyStatus } from './rules.ts'
import type { createSurveyInput, updateSurveyInput } from './schema.ts'
import { accessSurvey, type SurveyRow } from './survey-access.ts'
import { getSurvey } from './survey-queries.ts'

type Input = z.output<typeof createSurveyInput>

export const planKey = (surveyId: string) => `surveys.plan:${surveyId}`

/** Live screens of surveys look again. */
export function tellSurvey(ctx: Context, survey: { id: string; branch_id: string | null }): void {
  emit(ctx, { name: 'survey.changed', branchId: survey.branch_id, payload: { surveyId: survey.id } })
}

export function recordSurvey(
  ctx: Context,
  survey: { id: string; branch_id: string | null },
  action: string,
  after: unknown,
  before?: unknown,
): void {
  audit(ctx, { action, entity: 'survey', entityId: survey.id, branchId: survey.branch_id, before, after })
  tellSurvey(ctx, survey)
}

export const showSurvey = (ctx: Context, id: string) => getSurvey(ctx.db, id, branchLimit(ctx, 'survey.read'))

/** Plans an asking of a published version; nobody is asked before it is started. */
export async function createSurvey(ctx: Context, input: Input) {
  const values = await readInput(ctx, input)
  const id = newId()
  const seed = input.seed ?? randomBytes(8).readBigUInt64BE() >> 11n
  await ctx.db
    .insertInto('surveys')
    .values({
      ...values,
      id,
      seed: String(seed),
      created_by: personOf(ctx).id,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  recordSurvey(ctx, { id, branch_id: values.branch_id }, 'createSurvey', values)
  return showSurvey(ctx, id)
}

/** Changes a survey nobody was asked by yet. 409 once it runs: answers must have been given to one thing. */
export async function updateSurvey(ctx: Context, id: string, input: z.output<typeof updateSurveyInput>) {
  const row = await accessSurvey(ctx, id, 'survey.run', { lock: true })
  if (row.status !== 'draft') throw conflict('survey_not_draft')
  requireVersion(row, input.version)
  const values = await readInput(ctx, input)
  await ctx.db
    .updateTable('surveys')
    .set({
      ...values,
      ...(input.seed === undefined ? {} : { seed: String(input.seed) }),
      updated_at: ctx.now,
      version: row.version + 1,
    })
    .where('id', '=', id)
    .execute()
  recordSurvey(ctx, { id, branch_id: values.branch_id }, 'updateSurvey', values, { name: row.name })
  return showSurvey(ctx, id)
}

export function requireVersion(row: SurveyRow, version: number): void {
  if (row.version !== version) throw conflict('version_conflict', { version: row.version })
}

/** The columns of what was asked for, checked: scope, instrument, times. */
async function readInput(ctx: Context, input: Input) {
  const person = personOf(ctx)
  const scope = scopeOf(ctx, 'survey.run')
  const branchId = input.branchId === undefined ? (scope === 'all' ? null : person.branchId) : input.branchId
  requireScope(ctx, 'survey.run', { branch_id: branchId })
  // Another branch's customers would not be found; said here instead of asking nobody in silence.
  const asked = input.audience['filter[branch]']
  if (branchId && asked && asked !== branchId) throw forbidden()
  const instrument = await getInstrument(ctx.db, input.instrumentId)
  const number = input.instrumentNumber ?? instrument.publishedNumber
  const version = number === null ? undefined : await getVersion(ctx.db, instrument.id, number)
  if (!version?.publishedAt || instrument.isArchived)
    throw invalid('survey_instrument_unpublished', {}, { instrumentId: 'survey_instrument_unpublished' })
  const opensAt = input.opensAt === null ? null : new Date(input.opensAt)
  const closesAt = input.closesAt === null ? null : new Date(input.closesAt)
  if (closesAt && closesAt <= (opensAt && opensAt > ctx.now ? opensAt : ctx.now))
    throw invalid('survey_closes_too_early', {}, { closesAt: 'survey_closes_too_early' })
  const owner = input.audience['filter[owner]']
  return {
    name: input.name,
    instrument_id: instrument.id,
    instrument_version: version.number,
    occasion: input.occasion,
    channel: input.channel,
    consent: input.consent,
    is_anonymous: input.isAnonymous,
    // "Mine" is said by whoever writes it, and means them also when the survey is started by another.
    audience: JSON.stringify({
      ...input.audience,
      ...(owner === 'me' ? { 'filter[owner]': person.id } : {}),
    }),
    sample_size: input.sampleSize,
    quotas: JSON.stringify(input.quotas),
    rest_days: input.restDays,
    reminder_days: input.reminderDays,
    expires_days: input.expiresDays,
    branch_id: branchId,
    opens_at: opensAt,
    closes_at: closesAt,
  }
}

async function accessMove(ctx: Context, id: string, version: number, move: SurveyMove): Promise<SurveyRow> {
  const row = await accessSurvey(ctx, id, 'survey.run', { lock: true })
  if (!mayMove(row.status as SurveyStatus, move))
    throw conflict('survey_wrong_status', { status: row.status })
  requireVersion(row, version)
  return row
}

async function setStatus(
  ctx: Context,
  row: SurveyRow,
  action: string,
  values: { status: SurveyStatus; opens_at?: Date; closes_at?: Date },
) {
  await ctx.db
    .updateTable('surveys')
    .set({ ...values, updated_at: ctx.now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
  recordSurvey(ctx, row, action, values, { status: row.status })
  return showSurvey(ctx, row.id)
}

/** From now (or its opening) on it asks: the chosen ones at once, or whoever the occasion happens to. */
export async function startSurvey(ctx: Context, id: string, version: number) {
  const row = await accessMove(ctx, id, version, 'start')
  if (row.closes_at && row.closes_at <= ctx.now) throw conflict('survey_closes_too_early')
  const opensAt = row.opens_at && row.opens_at > ctx.now ? row.opens_at : ctx.now
  if (row.occasion === 'manual')
    addJob(ctx, { name: 'surveys.plan', key: planKey(id), payload: { surveyId: id }, runAt: opensAt })
  return setStatus(ctx, row, 'startSurvey', { status: 'running', opens_at: opensAt })
}

/** Asks nobody new and takes no answers until it goes on. */
export async function pauseSurvey(ctx: Context, id: string, version: number) {
  const row = await accessMove(ctx, id, version, 'pause')
  return setStatus(ctx, row, 'pauseSurvey', { status: 'paused' })
}

/** Goes on where it was paused. */
export async function resumeSurvey(ctx: Context, id: string, version: number) {
  const row = await accessMove(ctx, id, version, 'resume')
  if (row.closes_at && row.closes_at <= ctx.now) throw conflict('survey_closes_too_early')
  if (row.occasion === 'manual') {
    const runAt = row.opens_at && row.opens_at > ctx.now ? row.opens_at : ctx.now
    addJob(ctx, { name: 'surveys.plan', key: planKey(id), payload: { surveyId: id }, runAt })
  }
  return setStatus(ctx, row, 'resumeSurvey', { status: 'running' })
}

/** Ends it: no answers any more; who was not asked yet is not asked, who did not answer is past. */
export async function closeSurvey(ctx: Context, id: string, version: number) {
  const row = await accessMove(ctx, id, version, 'close')
  await endSurvey(ctx, row)
  return showSurvey(ctx, id)
}

export async function endSurvey(ctx: Context, row: SurveyRow): Promise<void> {
  removeJob(ctx, planKey(row.id))
  await ctx.db.deleteFrom('survey_plans').where('survey_id', '=', row.id).execute()
  await ctx.db
    .updateTable('surveys')
    .set({ status: 'closed', closes_at: ctx.now, updated_at: ctx.now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
  addJob(ctx, { name: 'surveys.expire', key: `surveys.expire:${row.id}`, payload: { surveyId: row.id } })
  recordSurvey(ctx, row, 'closeSurvey', { status: 'closed' }, { status: row.status })
}
