import { z } from 'zod'
import { day, id, instant, line, pageQuery } from '../../server/lib/fields.ts'
import { customerFilters, stage, tier } from '../customers/schema.ts'

export const surveyStatus = z.enum(['draft', 'running', 'paused', 'closed'])
/** What makes us ask: somebody's click, or something that happened. */
export const occasion = z.enum(['manual', 'verdict', 'purchase', 'visit'])
export const askingChannel = z.enum(['link', 'sms', 'email', 'phone', 'paper'])
export const consentRule = z.enum(['granted', 'not_refused'])
const moment = z.iso.datetime({ offset: true })

export const quota = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('branch'), value: id, atMost: z.int().min(0).max(10_000_000) }),
  z.strictObject({ by: z.literal('tier'), value: tier, atMost: z.int().min(0).max(10_000_000) }),
  z.strictObject({ by: z.literal('stage'), value: stage, atMost: z.int().min(0).max(10_000_000) }),
])

/** The filters of the customer list, as they stand in its address. */
export const audienceInput = z.strictObject(customerFilters)

const asking = {
  name: line(160),
  instrumentId: id,
  /** Absent: the newest published version. */
  instrumentNumber: z.int().min(1).optional(),
  occasion: occasion.default('manual'),
  channel: askingChannel.default('link'),
  consent: consentRule.default('granted'),
  isAnonymous: z.boolean().default(false),
  audience: audienceInput.default({}),
  sampleSize: z.int().min(1).max(10_000_000).nullable().default(null),
  quotas: z.array(quota).max(50).default([]),
  restDays: z.int().min(0).max(3_650).default(30),
  reminderDays: z.int().min(1).max(365).nullable().default(null),
  expiresDays: z.int().min(1).max(3_650).default(30),
  /** Absent: my branch, or the whole company for whom every branch is in reach. Null: the whole company. */
  branchId: id.nullable().optional(),
  /** Draws the sample; absent: by chance. The same seed draws the same customers. */
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  opensAt: moment.nullable().default(null),
  closesAt: moment.nullable().default(null),
}
export const createSurveyInput = z.strictObject(asking).meta({ id: 'CreateSurveyRequest' })
export const updateSurveyInput = z
  .strictObject({ ...asking, version: z.int() })
  .meta({ id: 'UpdateSurveyRequest' })
export const moveSurveyInput = z.strictObject({ version: z.int() }).meta({ id: 'MoveSurveyRequest' })

export const survey = z
  .object({
    id,
    name: z.string(),
    status: surveyStatus,
    instrumentId: id,
    instrumentNumber: z.int(),
    instrumentTitle: z.string(),
    occasion: z.enum([...occasion.options, 'date']),
    channel: askingChannel,
    consent: consentRule,
    isAnonymous: z.boolean(),
    audience: z.record(z.string(), z.string()),
    sampleSize: z.int().nullable(),
    quotas: z.array(quota),
    restDays: z.int(),
    reminderDays: z.int().nullable(),
    expiresDays: z.int(),
    branchId: id.nullable(),
    branchName: z.string().nullable(),
    hasKiosk: z.boolean(),
    seed: z.int(),
    opensAt: instant.nullable(),
    closesAt: instant.nullable(),
    /** How many were chosen at the start; null before, and for surveys of an occasion. */
    plannedCount: z.int().nullable(),
    invitedCount: z.int(),
    answeredCount: z.int(),
    createdByName: z.string().nullable(),
    createdAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Survey' })

export const surveyParams = z.strictObject({ surveyId: id })
export const surveyListQuery = z.strictObject({ ...pageQuery, 'filter[status]': surveyStatus.optional() })
export const surveyPage = z
  .object({ items: z.array(survey), nextCursor: z.string().nullable() })
  .meta({ id: 'SurveyPage' })

/** Who would be asked now, and for what reason everybody else would not. The parts add up to `fit`. */
export const surveyPreview = z
  .object({
    fit: z.int(),
    alreadyInvited: z.int(),
    resting: z.int(),
    withoutConsent: z.int(),
    withoutContact: z.int(),
    quotaFull: z.int(),
    beyondSample: z.int(),
    asked: z.int(),
  })
  .meta({ id: 'SurveyPreview' })

export const kioskDoor = z
  .object({ url: z.string(), code: z.string(), version: z.int() })
  .meta({ id: 'KioskDoor' })

const share = z.object({
  by: z.enum(['branch', 'tier', 'stage']),
  value: z.string(),
  name: z.string().nullable(),
  /** All customers in reach. */
  customers: z.int(),
  /** Those the filters of the survey leave. */
  fit: z.int(),
  invited: z.int(),
  /** Null in an anonymous survey that fewer than five answered. */
  answered: z.int().nullable(),
})
export const surveyNumbers = z
  .object({
    asOf: instant,
    invited: z.int(),
    sent: z.int(),
    opened: z.int(),
    answered: z.int(),
    refused: z.int(),
    expired: z.int(),
    unreachable: z.int(),
    /** Of those to whom it was sent, the part that answered; null while nothing was sent. */
    responseRatio: z.number().nullable(),
    responseN: z.int(),
    /** Sheets that nobody was invited for (the tablet, a file). */
    uninvited: z.int(),
    started: z.int(),
    finished: z.int(),
    /** Where those who began and did not finish stopped, in the order of asking. */
    dropOff: z.array(z.object({ question: z.string(), stopped: z.int() })),
    shares: z.array(share),
    days: z.array(z.object({ on: day, answered: z.int() })),
  })
  .meta({ id: 'SurveyNumbers' })
