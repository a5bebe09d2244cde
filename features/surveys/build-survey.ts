import { newId } from '../../server/lib/id.ts'
import type { TestApp } from '../../server/test/app.ts'
import { type Definition, definition } from './definition.ts'
import { digestOf, newSecret } from './links.ts'

const w = (fa: string, en = '') => ({ fa, en })
const poles = { minPole: w('هیچ', 'not at all'), maxPole: w('کاملاً', 'completely') }

/** A short questionnaire with every kind of question and a branch in it. */
export const sampleDefinition = (more: object = {}): Definition =>
  definition.parse({
    intro: w('چند پرسش کوتاه', 'A few short questions'),
    thanks: w('ممنون که گفتید', 'Thank you for telling us'),
    lowScore: { question: 'SAT', atMost: 4 },
    questions: [
      {
        kind: 'scale',
        code: 'SAT',
        text: w('چقدر راضی هستید؟', 'How satisfied are you?'),
        min: 1,
        max: 10,
        ...poles,
        isRequired: true,
        hasDontKnow: true,
      },
      {
        kind: 'choice',
        code: 'WHY',
        text: w('چرا؟', 'Why?'),
        options: [
          { code: 'price', text: w('قیمت', 'price') },
          { code: 'staff', text: w('برخورد', 'staff') },
        ],
        isRequired: true,
        showIf: [{ question: 'SAT', is: 'atMost', value: 4 }],
      },
      {
        kind: 'multi',
        code: 'LIKED',
        text: w('چه چیزهایی را پسندیدید؟', 'What did you like?'),
        options: [
          { code: 'speed', text: w('سرعت', 'speed') },
          { code: 'quality', text: w('کیفیت', 'quality') },
        ],
      },
      {
        kind: 'matrix',
        code: 'STAFF',
        text: w('همکاران ما', 'Our staff'),
        rows: [
          { code: 'POLITE', text: w('مؤدب‌اند', 'are polite') },
          { code: 'EXPERT', text: w('کاردان‌اند', 'know their work') },
        ],
        min: 1,
        max: 5,
        ...poles,
        hasDontKnow: true,
      },
      { kind: 'text', code: 'TELL', text: w('حرف دیگری دارید؟', 'Anything else?'), maxLength: 200 },
    ],
    ...more,
  })

export interface BuiltSurvey {
  id: string
  instrumentId: string
  /** Opens the tablet. */
  door: string
}

export async function buildSurvey(
  t: TestApp,
  values: {
    definition?: Definition
    isAnonymous?: boolean
    branchId?: string | null
    status?: string
    closesAt?: Date
    name?: string
  } = {},
): Promise<BuiltSurvey> {
  const { db } = t.services.database
  const instrumentId = newId()
  const id = newId()
  const door = newSecret()
  await db
    .insertInto('instruments')
    .values({ id: instrumentId, key: `test-${instrumentId}`, kind: 'custom', title: 'آزمون' })
    .execute()
  await db
    .insertInto('instrument_versions')
    .values({
      instrument_id: instrumentId,
      version: 1,
      definition: JSON.stringify(values.definition ?? sampleDefinition()),
      published_at: new Date(),
    })
    .execute()
  await db
    .insertInto('surveys')
    .values({
      id,
      instrument_id: instrumentId,
      instrument_version: 1,
      name: values.name ?? 'پس از خرید',
      status: values.status ?? 'running',
      is_anonymous: values.isAnonymous ?? false,
      branch_id: values.branchId ?? null,
      closes_at: values.closesAt ?? null,
      kiosk_digest: digestOf(door),
      seed: 1n,
    })
    .execute()
  return { id, instrumentId, door }
}

export async function buildInvitation(
  t: TestApp,
  survey: { id: string },
  customer: { id: string; branchId: string },
  values: { expiresAt?: Date } = {},
): Promise<{ id: string; token: string; path: string }> {
  const { db } = t.services.database
  const id = newId()
  const token = newSecret()
  await db
    .insertInto('invitations')
    .values({
      customer_id: customer.id,
      id,
      survey_id: survey.id,
      branch_id: customer.branchId,
      channel: 'link',
      status: 'sent',
      expires_at: values.expiresAt ?? new Date(Date.now() + 30 * 86_400_000),
    })
    .execute()
  await db
    .insertInto('invitation_tokens')
    .values({ token_digest: digestOf(token), customer_id: customer.id, invitation_id: id })
    .execute()
  return { id, token, path: `/s/${token}` }
}
