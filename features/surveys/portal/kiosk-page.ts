import { randomUUID } from 'node:crypto'
import { type Html, html } from '../../../portal/html.ts'
import { countAttempt } from '../../../server/lib/attempts.ts'
import type { Context } from '../../../server/lib/context.ts'
import { AppError, notFound } from '../../../server/lib/errors.ts'
import { problemOf } from '../../../server/lib/problems.ts'
import type { PageAnswer, PageInput, PageSpec } from '../../../server/lib/route.ts'
import { isSignature, sign } from '../../../server/lib/seal.ts'
import { runWrite } from '../../../server/lib/transaction.ts'
import { words } from '../../../server/lib/words.ts'
import type { Answers, Definition, Question } from '../definition.ts'
import { digestOf, KIOSK_PATH } from '../links.ts'
import { isOpen } from '../response-access.ts'
import { storeAnonymous } from '../response-actions.ts'
import { findKiosk, loadDefinition, type SurveyRow } from '../response-queries.ts'
import { firstPage, readCarried, readForm, takeStep } from './flow.ts'
import { STYLES, surveyForm, t } from './parts.ts'
import { say } from './questions.ts'

const PURPOSE = 'survey.sheet'
/** A sheet left alone for so long goes back to the start by itself; the server takes none older than the second. */
const IDLE_SECONDS = 90
const SHEET_SECONDS = 1_800
const THANKS_SECONDS = 8
const MISSES_PER_ADDRESS = 60
/** One tablet takes an answer every few seconds at most; a door that leaked does not fill the survey. */
const SHEETS_PER_HOUR = 240

const pathOf = (input: PageInput) => {
  const branch = input.form.branch ?? input.query.branch
  return `${KIOSK_PATH}/${encodeURIComponent(input.params['*']!)}${branch ? `?branch=${encodeURIComponent(branch)}` : ''}`
}

function layout(ctx: Context, title: string, body: Html, again?: { seconds: number; path: string }): string {
  return `<!doctype html>${
    html`<html lang="${ctx.locale}" dir="${ctx.locale === 'fa' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">${again ? html`<meta http-equiv="refresh" content="${again.seconds};url=${again.path}">` : ''}
<title>${title}</title><link rel="icon" href="/portal/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/portal/portal.css">${STYLES}</head>
<body class="kiosk"><main>${body}</main></body></html>`.__html
  }`
}

async function openDoor(ctx: Context, door: string): Promise<{ survey: SurveyRow; definition: Definition }> {
  const survey = await findKiosk(ctx.db, digestOf(door))
  if (!survey || !isOpen(survey, ctx.now)) {
    await countAttempt(ctx.services.database.db, 'survey-kiosk', ctx.ip, MISSES_PER_ADDRESS, 900)
    throw notFound('survey_not_open')
  }
  return {
    survey,
    definition: await loadDefinition(ctx.db, survey.instrumentId, survey.instrumentVersion),
  }
}

async function start(ctx: Context, input: PageInput): Promise<PageAnswer> {
  const { survey, definition } = await openDoor(ctx, input.params['*']!)
  const other = ctx.locale === 'fa' ? 'en' : 'fa'
  const mark = pathOf(input).includes('?') ? '&' : '?'
  const body = html`<h1>${t(ctx, 'title')}</h1><p class="lead">${say(definition.intro, ctx.locale)}</p><p class="hint">${t(ctx, 'anonymous')}</p>
<form method="post" action="${pathOf(input)}"><input type="hidden" name="version" value="${survey.instrumentVersion}"><input type="hidden" name="branch" value="${input.query.branch ?? ''}"><button class="start" name="go" value="start">${t(ctx, 'start')}</button></form>
<p class="languages"><a href="${pathOf(input)}${mark}lang=${other}" lang="${other}">${words(other, 'server.languageName')}</a></p>`
  return { html: layout(ctx, t(ctx, 'title'), body) }
}

/** A sheet has a signed number: a finger that presses twice hands in one sheet, and an old one is thrown away. */
function newSheet(ctx: Context, surveyId: string): string {
  const text = `${randomUUID()}.${Math.floor(ctx.now.getTime() / 1000)}`
  return `${text}.${sign(ctx.services.secrets.sealKey, PURPOSE, `${surveyId}.${text}`)}`
}

function readSheet(ctx: Context, surveyId: string, sheet: string | undefined): string | undefined {
  const [id, seconds, signature] = (sheet ?? '').split('.')
  if (!id || !seconds || !signature) return undefined
  const { sealKey } = ctx.services.secrets
  if (!isSignature(sealKey, PURPOSE, `${surveyId}.${id}.${seconds}`, signature)) return undefined
  return Number(seconds) + SHEET_SECONDS > ctx.now.getTime() / 1000 ? id : undefined
}

async function take(ctx: Context, input: PageInput): Promise<PageAnswer> {
  const { survey, definition } = await openDoor(ctx, input.params['*']!)
  const { form } = input
  const ask = (sheet: string, questions: readonly Question[], answers: Answers, step?: object) => ({
    html: layout(
      ctx,
      t(ctx, 'title'),
      surveyForm(
        ctx,
        { locale: ctx.locale, isKiosk: true },
        {
          action: pathOf(input),
          version: survey.instrumentVersion,
          definition,
          answers,
          questions,
          seen: new Set(),
          problems: {},
          typed: answers,
          paging: 'one',
          hidden: { sheet, kept: JSON.stringify(answers), branch: form.branch ?? '' },
          ...step,
        },
      ),
      { seconds: IDLE_SECONDS, path: pathOf(input) },
    ),
  })
  if (form.go === 'start') return ask(newSheet(ctx, survey.surveyId), firstPage(definition, {}, 'one'), {})
  const id = readSheet(ctx, survey.surveyId, form.sheet)
  if (!id) return { redirect: pathOf(input) }
  const sent = readForm(definition, survey.instrumentVersion, form)
  const step = takeStep(definition, readCarried(definition, form.kept), sent, 'one')
  if (Object.keys(step.problems).length > 0)
    return {
      status: 422,
      ...ask(form.sheet!, step.next, step.answers, {
        problems: step.problems,
        typed: { ...step.answers, ...sent.values },
      }),
    }
  if (!step.isFinished) return ask(form.sheet!, step.next, step.answers)
  // Somebody who pressed "skip" to the end said nothing.
  if (Object.keys(step.answers).length > 0) {
    await countAttempt(ctx.services.database.db, 'survey-sheets', survey.surveyId, SHEETS_PER_HOUR, 3_600)
    const branchId = survey.surveyBranchId ?? (await branchOf(ctx, form.branch))
    await runWrite(ctx, undefined, 200, (tx) =>
      storeAnonymous(tx, survey, { id, branchId, mode: 'kiosk', locale: ctx.locale, answers: step.answers }),
    )
  }
  const body = html`<h1>${t(ctx, 'thanks')}</h1><p class="lead">${say(definition.thanks, ctx.locale)}</p><p><a class="button start" href="${pathOf(input)}">${t(ctx, 'again')}</a></p>`
  return { html: layout(ctx, t(ctx, 'thanks'), body, { seconds: THANKS_SECONDS, path: pathOf(input) }) }
}

/** A tablet of a survey of the whole company says by ?branch=code where it stands. */
async function branchOf(ctx: Context, code: string | undefined): Promise<string | null> {
  if (!code) return null
  const row = await ctx.db
    .selectFrom('branches')
    .select('id')
    .where('code', '=', code)
    .where('is_active', '=', true)
    .executeTakeFirst()
  return row?.id ?? null
}

async function notThere(ctx: Context, input: PageInput, error: Error): Promise<PageAnswer> {
  const { detail, status } = problemOf(error, ctx.locale)
  const body = html`<h1>${status === 404 ? t(ctx, 'notThere') : t(ctx, 'title')}</h1><p class="notice info" role="status">${detail}</p>`
  // A tablet that asks for a page of a version that is gone, or too fast, finds its way back alone.
  const again = error instanceof AppError && status !== 404 ? { seconds: 20, path: pathOf(input) } : undefined
  return { status, html: layout(ctx, t(ctx, 'title'), body, again) }
}

const WHY =
  'the tablet in the shop: opened by a door of 256 random bits; asks and takes anonymous answers only'

export const kioskPages: PageSpec[] = [
  { method: 'GET', path: `${KIOSK_PATH}/*`, public: WHY, handle: start, onError: notThere },
  { method: 'POST', path: `${KIOSK_PATH}/*`, public: WHY, handle: take, onError: notThere },
]
