import { randomUUID } from 'node:crypto'
import { tehranDay, tehranMidnight } from '@hamdel/persian'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { words } from '../../server/lib/words.ts'
import { openCase } from '../cases/actions.ts'
import { readMood } from '../cases/rules.ts'
import { accessCustomer } from '../customers/access.ts'
import { requireScope } from '../people/access.ts'
import { isLowScore, linesOf, openRequired, type Problems, takeAnswers } from './answer-rules.ts'
import type { Answers, Definition } from './definition.ts'
import { accessResponse, type FoundResponse, requireOpen, toSurvey } from './response-access.ts'
import {
  findInvitationsResponse,
  findWaitingInvitation,
  insertAnonymous,
  loadDefinition,
  lockInvitation,
  markAnswered,
  type SheetRow,
  type SurveyRow,
  writeSheet,
} from './response-queries.ts'
import { caseSubject, ownWords, sheetInWords } from './response-text.ts'
import { accessSurvey } from './survey-access.ts'

export type Mode = 'web' | 'phone' | 'kiosk' | 'paper'

/** Where the case of a low score comes from, in the words of the cases. */
const CHANNEL: Readonly<Record<string, string>> = { web: 'portal', phone: 'phone', paper: 'in_person' }

export const segmentOf = (customer: { tier: string; stage: string; city: string }) => ({
  tier: customer.tier,
  stage: customer.stage,
  city: customer.city,
})

/**
 * Stores somebody's sheet as it stands; `isFinished` submits it. A low score opens a case once, with the answers as its
 * first message; its clocks start with it. The caller has proved who may, and holds the invitation's or the sheet's lock.
 */
export async function storeSheet(
  ctx: Context,
  survey: SurveyRow,
  definition: Definition,
  sheet: SheetRow,
  options: { isNew: boolean; isFinished: boolean },
): Promise<{ caseId: string | null }> {
  const isFirst = options.isFinished && sheet.submittedAt === null
  let { caseId } = sheet
  // An edit of a submitted sheet is as good as a submit.
  const counts = options.isFinished || sheet.submittedAt !== null
  if (counts && caseId === null && isLowScore(definition, sheet.answers))
    caseId = await openLowScoreCase(ctx, survey, definition, sheet)
  const submittedAt = sheet.submittedAt ?? (options.isFinished ? ctx.now : null)
  await Promise.all([
    writeSheet(ctx, { ...sheet, caseId, submittedAt }, options.isNew),
    isFirst && sheet.invitationId
      ? markAnswered(ctx, { customerId: sheet.customerId, invitationId: sheet.invitationId })
      : undefined,
  ])
  audit(ctx, {
    action: isFirst ? 'submitResponse' : 'saveResponse',
    entity: 'response',
    entityId: sheet.id,
    customerId: sheet.customerId,
    branchId: sheet.branchId,
    after: {
      surveyId: sheet.surveyId,
      mode: sheet.mode,
      // What an employee wrote down for somebody else is told word for word; a customer's own words stay with the sheet.
      answers: ctx.actor.kind === 'person' ? sheet.answers : Object.keys(sheet.answers).length,
    },
  })
  if (isFirst)
    emit(ctx, {
      name: 'survey.answered',
      customerId: sheet.customerId,
      branchId: sheet.branchId,
      caseId,
      payload: { surveyId: sheet.surveyId, responseId: sheet.id },
    })
  return { caseId }
}

async function openLowScoreCase(
  ctx: Context,
  survey: SurveyRow,
  definition: Definition,
  sheet: SheetRow,
): Promise<string> {
  const text = sheetInWords(survey.surveyName, definition, sheet.answers)
  // Nobody in particular opens it: whoever may record an answer need not be allowed to open cases.
  const asSurvey: Context = {
    ...ctx,
    actor: { kind: 'system', name: words('fa', 'surveys.answering.system') },
  }
  const { caseId } = await openCase(asSurvey, {
    customerId: sheet.customerId,
    kind: 'complaint',
    subject: caseSubject(survey.surveyName, definition, sheet.answers),
    text,
    channel: CHANNEL[sheet.mode] ?? 'portal',
    branchId: sheet.branchId,
    mood: readMood(ownWords(definition, sheet.answers), 'complaint').mood,
  })
  return caseId
}

/**
 * Stores a sheet nobody's name hangs on: no customer, no invitation, an id without a time in it, the day instead of the
 * minute. False when this very sheet (`id`) was there.
 */
export async function storeAnonymous(
  ctx: Context,
  survey: SurveyRow,
  sheet: {
    id?: string
    branchId: string | null
    tier?: string
    mode: Mode
    locale: string
    answers: Answers
  },
): Promise<boolean> {
  const person = ctx.actor.kind === 'person' ? ctx.actor : undefined
  const isNew = await insertAnonymous(ctx, {
    id: sheet.id ?? randomUUID(),
    surveyId: survey.surveyId,
    instrumentId: survey.instrumentId,
    instrumentVersion: survey.instrumentVersion,
    branchId: sheet.branchId,
    segment: sheet.tier === undefined ? {} : { tier: sheet.tier },
    mode: sheet.mode,
    recordedBy: person?.id ?? null,
    locale: sheet.locale,
    answers: sheet.answers,
    submittedAt: tehranMidnight(tehranDay(ctx.now)),
  })
  if (isNew)
    audit(ctx, {
      action: 'recordAnonymousResponse',
      entity: 'survey',
      entityId: survey.surveyId,
      branchId: sheet.branchId,
      after: { mode: sheet.mode },
    })
  return isNew
}

/**
 * Begins a telephone interview or the entry of a paper sheet, or takes up one that was begun. A call without an invitation
 * belongs to the one that waits. Errors: 409 survey_not_running, survey_is_anonymous, response_already_submitted.
 */
export async function startResponse(
  ctx: Context,
  surveyId: string,
  input: {
    customerId: string
    invitationId?: string | undefined
    mode: 'phone' | 'paper'
    locale: 'fa' | 'en'
  },
): Promise<{ customerId: string; responseId: string }> {
  const survey = toSurvey(await accessSurvey(ctx, surveyId, 'survey.answer'))
  const customer = await accessCustomer(ctx, input.customerId, 'survey.answer')
  requireOpen(survey, ctx.now)
  if (survey.isAnonymous) throw conflict('survey_is_anonymous')
  const definition = await loadDefinition(ctx.db, survey.instrumentId, survey.instrumentVersion)
  const invitationId = input.invitationId ?? (await findWaitingInvitation(ctx, customer.id, surveyId)) ?? null
  const invitation = invitationId ? await lockInvitation(ctx.db, customer.id, invitationId) : undefined
  if (invitationId && invitation?.surveyId !== surveyId) throw notFound('invitation_not_found')
  const begun = invitationId ? await findInvitationsResponse(ctx.db, customer.id, invitationId) : undefined
  if (begun?.submittedAt || invitation?.status === 'answered') throw conflict('response_already_submitted')
  const id = begun?.id ?? newId()
  await storeSheet(
    ctx,
    survey,
    definition,
    {
      customerId: customer.id,
      id,
      surveyId,
      instrumentId: survey.instrumentId,
      instrumentVersion: survey.instrumentVersion,
      invitationId,
      branchId: invitation?.branchId ?? customer.branch_id,
      segment: segmentOf(customer),
      mode: input.mode,
      recordedBy: personOf(ctx).id,
      locale: input.locale,
      answers: begun?.answers ?? {},
      lastQuestion: begun?.lastQuestion ?? null,
      submittedAt: null,
      caseId: begun?.caseId ?? null,
    },
    { isNew: !begun, isFinished: false },
  )
  return { customerId: customer.id, responseId: id }
}

const codesOf = (problems: Problems): Record<string, string> =>
  Object.fromEntries(
    Object.entries(problems).map(([code, { code: problem }]) => [`answers.${code}`, problem]),
  )

/** Lays given values over a sheet, line by line. 422 with every value at fault; a code we do not ask for is one. */
export function layOver(
  definition: Definition,
  before: Answers,
  given: Readonly<Record<string, unknown>>,
): Answers {
  const asked = definition.questions.filter((question) =>
    linesOf(question).some((line) => Object.hasOwn(given, line.code)),
  )
  const known = new Set(asked.flatMap(linesOf).map((line) => line.code))
  const unknown = Object.keys(given).filter((code) => !known.has(code))
  if (unknown.length > 0)
    throw invalid(
      'answers_invalid',
      {},
      Object.fromEntries(unknown.map((code) => [`answers.${code}`, 'answer_question_unknown'])),
    )
  const { answers, problems } = takeAnswers(definition, before, asked, { ...before, ...given })
  const wrong = Object.fromEntries(
    Object.entries(problems).filter(([, { code }]) => code !== 'answer_required'),
  )
  if (Object.keys(wrong).length > 0) throw invalid('answers_invalid', {}, codesOf(wrong))
  return answers
}

export function requireComplete(definition: Definition, answers: Answers): void {
  const missing = openRequired(definition, answers).flatMap(linesOf)
  const open = missing.filter((line) => !Object.hasOwn(answers, line.code))
  if (open.length > 0)
    throw invalid(
      'answers_missing',
      { count: open.length },
      Object.fromEntries(open.map((line) => [`answers.${line.code}`, 'answer_required'])),
    )
}

/** Keeps each answer of an interview as it is given; `isFinished` submits the sheet. */
export async function saveResponse(
  ctx: Context,
  customerId: string,
  responseId: string,
  input: {
    answers: Readonly<Record<string, unknown>>
    lastQuestion?: string | undefined
    isFinished: boolean
  },
): Promise<FoundResponse> {
  const row = await accessResponse(ctx, customerId, responseId, 'survey.answer', { lock: true })
  requireOpen(row, ctx.now)
  if (row.submittedAt) throw conflict('response_already_submitted')
  const definition = await loadDefinition(ctx.db, row.instrumentId, row.instrumentVersion)
  const answers = layOver(definition, row.answers, input.answers)
  if (input.isFinished) requireComplete(definition, answers)
  const lastQuestion = input.lastQuestion ?? Object.keys(input.answers).at(-1) ?? row.lastQuestion
  await storeSheet(
    ctx,
    row,
    definition,
    {
      ...row,
      answers,
      lastQuestion: definition.questions.some((question) => question.code === lastQuestion)
        ? lastQuestion
        : row.lastQuestion,
      recordedBy: personOf(ctx).id,
    },
    { isNew: false, isFinished: input.isFinished },
  )
  return accessResponse(ctx, customerId, responseId, 'survey.answer')
}

/** A sheet of an anonymous survey, taken by telephone or from paper, in one go; its invitation is only ticked off. */
export async function recordAnonymousResponse(
  ctx: Context,
  surveyId: string,
  input: {
    mode: 'phone' | 'paper'
    locale: 'fa' | 'en'
    branchId?: string | undefined
    invitation?: { customerId: string; invitationId: string } | undefined
    answers: Readonly<Record<string, unknown>>
  },
): Promise<void> {
  const survey = toSurvey(await accessSurvey(ctx, surveyId, 'survey.answer'))
  const branchId = input.branchId ?? survey.surveyBranchId ?? personOf(ctx).branchId
  requireScope(ctx, 'survey.answer', { branch_id: branchId })
  if (input.invitation) await accessCustomer(ctx, input.invitation.customerId, 'survey.answer')
  requireOpen(survey, ctx.now)
  if (!survey.isAnonymous && input.invitation) throw conflict('survey_not_anonymous')
  const definition = await loadDefinition(ctx.db, survey.instrumentId, survey.instrumentVersion)
  const answers = layOver(definition, {}, input.answers)
  requireComplete(definition, answers)
  if (input.invitation) {
    const { customerId, invitationId } = input.invitation
    const invitation = await lockInvitation(ctx.db, customerId, invitationId)
    if (invitation?.surveyId !== surveyId) throw notFound('invitation_not_found')
    if (!(await tickOff(ctx, invitation))) throw conflict('response_already_submitted')
  }
  await storeAnonymous(ctx, survey, { branchId, mode: input.mode, locale: input.locale, answers })
}

/** Marks an invitation answered and says no more: not when in the day, nor what. */
export async function tickOff(
  ctx: Context,
  invitation: { customerId: string; invitationId: string; branchId: string },
): Promise<boolean> {
  if (!(await markAnswered(ctx, invitation, tehranMidnight(tehranDay(ctx.now))))) return false
  audit(ctx, {
    action: 'answerInvitation',
    entity: 'invitation',
    entityId: invitation.invitationId,
    customerId: invitation.customerId,
    branchId: invitation.branchId,
    after: { status: 'answered' },
  })
  return true
}
