import { html } from '../../../portal/html.ts'
import { countAttempt } from '../../../server/lib/attempts.ts'
import type { Context } from '../../../server/lib/context.ts'
import { AppError } from '../../../server/lib/errors.ts'
import { newId } from '../../../server/lib/id.ts'
import { problemOf } from '../../../server/lib/problems.ts'
import type { PageAnswer, PageInput, PageSpec } from '../../../server/lib/route.ts'
import { runWrite } from '../../../server/lib/transaction.ts'
import { type Problems, visibleQuestions } from '../answer-rules.ts'
import type { Answers, Definition, Question } from '../definition.ts'
import { INVITATION_PATH } from '../links.ts'
import { openLink } from '../response-access.ts'
import { segmentOf, storeAnonymous, storeSheet, tickOff } from '../response-actions.ts'
import { type InvitationRow, loadDefinition, markOpened } from '../response-queries.ts'
import { firstPage, readCarried, readForm, type Step, takeStep } from './flow.ts'
import { intro, surveyForm, surveyPage, t } from './parts.ts'
import { say } from './questions.ts'

/**
 * Wrong links are counted, right ones are not: hundreds of customers share one address of their mobile operator, and
 * 256 random bits are not guessed. The limit keeps a guesser from costing us anything.
 */
const MISSES_PER_ADDRESS = 60
const WINDOW = 900

const pathOf = (token: string) => `${INVITATION_PATH}/${encodeURIComponent(token)}`

async function openCounted(ctx: Context, token: string, lock: boolean) {
  try {
    return await openLink(ctx, token, lock)
  } catch (error) {
    if (error instanceof AppError && error.status === 404)
      await countAttempt(ctx.services.database.db, 'survey-link', ctx.ip, MISSES_PER_ADDRESS, WINDOW)
    throw error
  }
}

async function show(
  ctx: Context,
  token: string,
  invitation: InvitationRow,
  definition: Definition,
  page: {
    questions: readonly Question[]
    answers: Answers
    typed?: Readonly<Record<string, unknown>>
    problems?: Problems
    seen?: ReadonlySet<string>
    isFirst: boolean
    status?: number
  },
): Promise<PageAnswer> {
  const problems = page.problems ?? {}
  const hasProblems = Object.keys(problems).length > 0
  const form = surveyForm(
    ctx,
    { locale: ctx.locale, isKiosk: false },
    {
      action: pathOf(token),
      version: invitation.instrumentVersion,
      definition,
      answers: page.answers,
      questions: page.questions,
      seen: page.seen ?? new Set(),
      problems,
      typed: page.typed ?? page.answers,
      paging: definition.paging,
      // What may not be kept for a customer travels with their form.
      hidden: invitation.isAnonymous ? { kept: JSON.stringify(page.answers) } : {},
    },
  )
  const note = hasProblems
    ? html`<p class="notice error" role="alert">${t(ctx, 'correct')}</p>`
    : page.isFirst
      ? html`${intro(ctx, definition)}${invitation.isAnonymous ? html`<p class="hint">${t(ctx, 'anonymous')}</p>` : ''}`
      : page.seen?.size && definition.paging === 'all'
        ? html`<p class="notice info" role="status">${t(ctx, 'more')}</p>`
        : ''
  const body = html`<h1>${t(ctx, 'title')}</h1>${note}${form}`
  return {
    status: page.status ?? (hasProblems ? 422 : 200),
    html: await surveyPage(ctx, t(ctx, 'title'), body),
  }
}

async function thank(
  ctx: Context,
  token: string,
  definition: Definition,
  mayEdit: boolean,
): Promise<PageAnswer> {
  const body = html`<h1>${t(ctx, 'thanks')}</h1><p class="lead">${say(definition.thanks, ctx.locale)}</p>${mayEdit ? html`<p class="hint">${t(ctx, 'mayEdit')}</p><p><a class="button quiet" href="${pathOf(token)}?edit=1">${t(ctx, 'edit')}</a></p>` : ''}`
  return { html: await surveyPage(ctx, t(ctx, 'thanks'), body) }
}

/** Shows the questionnaire. Nothing here counts as an answer: mail scanners open links before people do. */
async function open(ctx: Context, input: PageInput): Promise<PageAnswer> {
  const token = input.params['*']!
  const { invitation, response } = await openCounted(ctx, token, false)
  const definition = await loadDefinition(ctx.db, invitation.instrumentId, invitation.instrumentVersion)
  if (invitation.openedAt === null) await markOpened(ctx, invitation)
  const isEdit = input.query.edit !== undefined || input.query.q !== undefined
  if (invitation.isAnonymous ? invitation.status === 'answered' : response?.submittedAt && !isEdit)
    return thank(ctx, token, definition, !invitation.isAnonymous)
  const answers = response?.answers ?? {}
  const questions = firstPage(definition, answers, definition.paging, {
    at: input.query.q,
    lastQuestion: response?.submittedAt ? null : response?.lastQuestion,
  })
  const isFirst =
    definition.paging === 'all' || questions[0]?.code === visibleQuestions(definition, answers)[0]?.code
  return show(ctx, token, invitation, definition, { questions, answers, isFirst })
}

interface Taken {
  invitation: InvitationRow
  definition: Definition
  step: Step
  /** The anonymous invitation was answered before: nothing was taken. */
  isOver: boolean
}

/** Takes one page: stored at once for somebody known; an anonymous sheet only when it is whole. */
async function take(base: Context, input: PageInput): Promise<PageAnswer> {
  const token = input.params['*']!
  const { body: taken } = await runWrite<Taken>(base, undefined, 200, async (ctx) => {
    const { invitation, response } = await openCounted(ctx, token, true)
    const definition = await loadDefinition(ctx.db, invitation.instrumentId, invitation.instrumentVersion)
    const sent = readForm(definition, invitation.instrumentVersion, input.form)
    const before = invitation.isAnonymous
      ? readCarried(definition, input.form.kept)
      : (response?.answers ?? {})
    const step = takeStep(definition, before, sent, definition.paging)
    const result = { invitation, definition, step, isOver: false }
    if (invitation.isAnonymous) {
      if (invitation.status === 'answered') return { ...result, isOver: true }
      if (step.isFinished && (await tickOff(ctx, invitation)))
        await storeAnonymous(ctx, invitation, {
          branchId: invitation.branchId,
          tier: invitation.tier,
          mode: 'web',
          locale: ctx.locale,
          answers: step.answers,
        })
      return result
    }
    // A submitted sheet stays whole while its edit has faults; one that is being filled in keeps what is right of a page.
    if (response?.submittedAt && Object.keys(step.problems).length > 0) return result
    const actor = {
      kind: 'customer' as const,
      customerId: invitation.customerId,
      caseId: '',
      fullName: invitation.customerName,
    }
    await storeSheet(
      { ...ctx, actor },
      invitation,
      definition,
      {
        customerId: invitation.customerId,
        id: response?.id ?? newId(),
        surveyId: invitation.surveyId,
        instrumentId: invitation.instrumentId,
        instrumentVersion: invitation.instrumentVersion,
        invitationId: invitation.invitationId,
        branchId: invitation.branchId,
        segment: segmentOf(invitation),
        mode: 'web',
        recordedBy: null,
        locale: ctx.locale,
        answers: step.answers,
        lastQuestion: sent.isBack ? (response?.lastQuestion ?? null) : (sent.asked.at(-1)?.code ?? null),
        submittedAt: response?.submittedAt ?? null,
        caseId: response?.caseId ?? null,
      },
      { isNew: !response, isFinished: step.isFinished },
    )
    return result
  })
  const { invitation, definition, step, isOver } = taken
  if (isOver || step.isFinished) return { redirect: pathOf(token) }
  const hasProblems = Object.keys(step.problems).length > 0
  if (!hasProblems && !invitation.isAnonymous && definition.paging === 'one')
    return { redirect: `${pathOf(token)}?q=${step.next[0]!.code}` }
  const sent = readForm(definition, invitation.instrumentVersion, input.form)
  return show(base, token, invitation, definition, {
    questions: step.next,
    answers: step.answers,
    seen: sent.seen,
    problems: step.problems,
    typed: hasProblems ? { ...step.answers, ...sent.values } : step.answers,
    isFirst: false,
  })
}

const WHY =
  'opened by a link of 256 random bits that was sent to the customer; misses are counted per address'

/** One page for every way a survey is not there: unknown, mistyped, expired and closed look the same. */
async function notThere(ctx: Context, _input: PageInput, error: Error): Promise<PageAnswer> {
  const { detail, status } = problemOf(error, ctx.locale)
  const title = status === 404 ? t(ctx, 'notThere') : t(ctx, 'title')
  const body = html`<h1>${title}</h1><p class="notice ${status === 404 ? 'info' : 'error'}" role="status">${detail}</p>`
  return { status, html: await surveyPage(ctx, title, body) }
}

// Not :token, which has a longest length: whatever is typed behind the door gets the same answer.
const ANYTHING = `${INVITATION_PATH}/*`

export const answerPages: PageSpec[] = [
  { method: 'GET', path: ANYTHING, public: WHY, handle: open, onError: notThere },
  { method: 'POST', path: ANYTHING, public: WHY, handle: take, onError: notThere },
]
