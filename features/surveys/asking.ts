import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { insertInvitations, lockAsking, readCandidates, readOccasion, readTaken } from './asking-queries.ts'
import { chooseSample, placeFor, type Quota, takePlace } from './rules.ts'
import type { SurveyRow } from './survey-access.ts'
import { recordSurvey } from './survey-actions.ts'

export const quotasOf = (survey: SurveyRow): Quota[] => survey.quotas as unknown as Quota[]

/** Whom a survey would ask at this moment, in the order of its seed, and why it would not ask the others. */
export async function drawSample(ctx: Context, survey: SurveyRow) {
  const { candidates, obstacles } = await readCandidates(ctx, survey)
  const sample = chooseSample(candidates, {
    sampleSize: survey.sample_size,
    quotas: quotasOf(survey),
  })
  const left = Object.values(obstacles).reduce((sum, n) => sum + n, 0)
  return {
    ids: sample.ids,
    counts: {
      fit: candidates.length + left,
      ...obstacles,
      quotaFull: sample.quotaFull,
      beyondSample: sample.beyondSample,
      asked: sample.ids.length,
    },
  }
}

/**
 * Asks those to whom something just happened, each once about it, in every running survey of that occasion in their
 * branch; the oldest survey first, and whoever it asked rests from the others.
 */
export async function askAfter(
  ctx: Context,
  occasion: 'verdict' | 'purchase' | 'visit',
  happened: readonly { customerId: string; causeId: string }[],
): Promise<number> {
  const surveys = await ctx.db
    .selectFrom('surveys')
    .selectAll()
    .where('occasion', '=', occasion)
    .where('status', '=', 'running')
    .where((eb) => eb.or([eb('opens_at', 'is', null), eb('opens_at', '<=', ctx.now)]))
    .where((eb) => eb.or([eb('closes_at', 'is', null), eb('closes_at', '>', ctx.now)]))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  if (!surveys.length || !happened.length) return 0
  await lockAsking(ctx)
  let total = 0
  for (const survey of surveys) total += await askOf(ctx, survey, happened)
  return total
}

async function askOf(
  ctx: Context,
  survey: SurveyRow,
  happened: readonly { customerId: string; causeId: string }[],
): Promise<number> {
  const options = { sampleSize: survey.sample_size, quotas: quotasOf(survey) }
  const taken = await readTaken(ctx, survey, options.quotas)
  const chosen: { customerIds: string[]; ids: string[]; causeIds: string[] } = {
    customerIds: [],
    ids: [],
    causeIds: [],
  }
  for (const candidate of await readOccasion(ctx, survey, happened)) {
    if (placeFor(candidate, taken, options) !== 'yes') continue
    takePlace(candidate, taken, options.quotas)
    chosen.customerIds.push(candidate.id)
    chosen.ids.push(newId())
    chosen.causeIds.push(candidate.causeId)
  }
  if (!chosen.ids.length) return 0
  const invited = await insertInvitations(ctx, survey, chosen)
  if (invited) recordSurvey(ctx, survey, 'inviteCustomers', { invited, occasion: survey.occasion })
  return invited
}
