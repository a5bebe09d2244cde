import { addDays, tehranDay } from '@hamdel/persian'
import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { type JobHandler, runAgain } from '../../server/lib/jobs.ts'
import { addJob } from '../../server/lib/outbox.ts'
import { askAfter, drawSample } from './asking.ts'
import { insertInvitations, insertPlan, lockAsking, takePlanPart } from './asking-queries.ts'
import { ensureShippedInstruments } from './ensure-shipped.ts'
import { expireInvitations, markReminders } from './invitation-queries.ts'
import { FRESH_PURCHASE_DAYS } from './rules.ts'
import { accessSurvey } from './survey-access.ts'
import { endSurvey, planKey, recordSurvey, tellSurvey } from './survey-actions.ts'

const SHIP = { name: 'surveys.ship', key: 'surveys.ship' }
const SWEEP = { name: 'surveys.sweep', key: 'surveys.sweep', everySeconds: 60 }
/** A part takes a quarter of a second; between two of them whoever waits for the lock goes first. */
const PART = 5_000
const BATCH = 2_000

/** Enqueued at every start. */
export const recurringJobs = [SHIP, SWEEP]

/** Draws the sample once and writes it down; then invites part after part. Paused, it stops where it is. */
const plan: JobHandler = async (ctx, { payload }) => {
  const survey = await accessSurvey(ctx, String(payload.surveyId), 'survey.run', { lock: true })
  if (survey.status !== 'running') return
  if (survey.planned_count === null) {
    const { ids, counts } = await drawSample(ctx, survey)
    await insertPlan(ctx, survey.id, ids, PART)
    await ctx.db
      .updateTable('surveys')
      .set({ planned_count: ids.length })
      .where('id', '=', survey.id)
      .execute()
    recordSurvey(ctx, survey, 'planSurvey', { seed: Number(survey.seed), ...counts })
  }
  addJob(ctx, { name: 'surveys.invite', key: planKey(survey.id), payload })
}

/** Invites one part of the plan; the invitations, the plan without the part and the next step commit together. */
const invite: JobHandler = async (ctx, { payload }) => {
  const survey = await accessSurvey(ctx, String(payload.surveyId), 'survey.run', { lock: true })
  if (survey.status !== 'running') return
  await lockAsking(ctx)
  const part = await takePlanPart(ctx, survey.id)
  if (!part) return
  const { customerIds } = part
  const invited = await insertInvitations(ctx, survey, { customerIds, ids: customerIds.map(() => newId()) })
  recordSurvey(ctx, survey, 'inviteCustomers', { invited, passedOver: customerIds.length - invited })
  addJob(ctx, { name: 'surveys.invite', key: planKey(survey.id), payload })
}

/** After the end nobody can answer any more: what is open is past, in batches. */
const expire: JobHandler = async (ctx, { payload, key }) => {
  const rows = await expireInvitations(ctx, BATCH, String(payload.surveyId))
  if (rows === BATCH) addJob(ctx, { name: 'surveys.expire', key: key!, payload })
}

/** Ends what is over, lets invitations expire, and says whom to remind. */
const sweep: JobHandler = async (ctx) => {
  const over = await ctx.db
    .selectFrom('surveys')
    .selectAll()
    .where('status', 'in', ['running', 'paused'])
    .where('closes_at', '<=', ctx.now)
    .limit(20)
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  for (const survey of over) await endSurvey(ctx, survey)
  const expired = await expireInvitations(ctx, BATCH)
  const reminded = await markReminders(ctx, BATCH)
  for (const survey of reminded.surveys) tellSurvey(ctx, survey)
  const isDone = expired < BATCH && reminded.count < BATCH
  runAgain(ctx, SWEEP, isDone ? SWEEP.everySeconds : 0)
}

/** A reaction's payload is the event it reacts to. */
const askAboutVerdict: JobHandler = async (ctx, { payload }) => {
  await askAfter(ctx, 'verdict', [
    { customerId: String(payload.customerId), causeId: String(payload.caseId) },
  ])
}

const askAboutVisit: JobHandler = async (ctx, { payload }) => {
  const { interactionId } = payload.payload as { interactionId: string }
  await askAfter(ctx, 'visit', [{ customerId: String(payload.customerId), causeId: interactionId }])
}

const askBuyers: JobHandler = async (ctx, { payload }) => {
  const inner = payload.payload as { importId: string }
  await askPart(ctx, inner.importId, '00000000-0000-0000-0000-000000000000')
}

const askMoreBuyers: JobHandler = async (ctx, { payload }) =>
  askPart(ctx, String(payload.importId), String(payload.after))

/** The buyers an import brought, each about their newest purchase, as long as it is fresh. */
async function askPart(ctx: Context, importId: string, after: string): Promise<void> {
  const freshFrom = addDays(tehranDay(ctx.now), -FRESH_PURCHASE_DAYS)
  const { rows } = await sql<{ customerId: string; causeId: string }>`
    select distinct on (p.customer_id) p.customer_id as "customerId", p.id as "causeId"
    from purchases p join imports m on m.id = p.import_id and m.status = 'done' and not m.is_dry_run
    where p.import_id = ${importId}::uuid and p.purchased_on >= ${freshFrom}::date and p.customer_id > ${after}::uuid
      and exists (select 1 from surveys s where s.occasion = 'purchase' and s.status = 'running')
    order by p.customer_id, p.purchased_on desc, p.id desc limit ${BATCH}`.execute(ctx.db)
  await askAfter(ctx, 'purchase', rows)
  if (rows.length === BATCH)
    addJob(ctx, {
      name: 'surveys.askMoreBuyers',
      payload: { importId, after: rows.at(-1)!.customerId },
    })
}

export const surveyJobs: Readonly<Record<string, JobHandler>> = {
  [SHIP.name]: ensureShippedInstruments,
  [SWEEP.name]: sweep,
  'surveys.plan': plan,
  'surveys.invite': invite,
  'surveys.expire': expire,
  'surveys.askAboutVerdict': askAboutVerdict,
  'surveys.askAboutVisit': askAboutVisit,
  'surveys.askBuyers': askBuyers,
  'surveys.askMoreBuyers': askMoreBuyers,
}
