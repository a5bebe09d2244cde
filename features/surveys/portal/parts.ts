import { type Html, html } from '../../../portal/html.ts'
import { portalLayout } from '../../../portal/layout.ts'
import type { Context } from '../../../server/lib/context.ts'
import { runFixed } from '../../../server/lib/fixed-sql.ts'
import { words } from '../../../server/lib/words.ts'
import { type Problems, progressOf } from '../answer-rules.ts'
import type { Answers, Definition, Question } from '../definition.ts'
import { type Look, say, showQuestion, type Typed } from './questions.ts'

export const t = (ctx: Pick<Context, 'locale'>, key: string, params = {}) =>
  words(ctx.locale, `surveys.answering.${key}`, params)

export const companyName = async (ctx: Context): Promise<string> =>
  (await runFixed<{ name: string }>(ctx.db, 'select name from company', {}))[0]?.name ?? ''

export const STYLES = html`<link rel="stylesheet" href="/portal/survey.css">`

export async function surveyPage(ctx: Context, title: string, body: Html): Promise<string> {
  return portalLayout(ctx, { title, company: await companyName(ctx), body, head: STYLES })
}

export interface Form {
  action: string
  version: number
  definition: Definition
  answers: Answers
  questions: readonly Question[]
  seen: ReadonlySet<string>
  problems: Problems
  /** What stands in the fields: the answers, or what was just typed and could not be read. */
  typed: Typed
  paging: 'all' | 'one'
  /** More hidden fields. */
  hidden: Readonly<Record<string, string>>
}

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`

/** The form of one page of a survey, for a phone and for the tablet. */
export function surveyForm(ctx: Context, look: Look, form: Form): Html {
  const { definition, questions } = form
  const first = questions[0]
  const isPaged = form.paging === 'one'
  const position = first ? definition.questions.indexOf(first) : 0
  const { shown } = progressOf(definition, form.answers)
  const before = progressOf({ questions: definition.questions.slice(0, position) }, form.answers).shown
  const hasBack = isPaged && before > 0
  const seen = [...form.seen].filter((code) => !questions.some((question) => question.code === code))
  const isLast = !isPaged || before + 1 >= shown
  const progress =
    isPaged && shown > 1
      ? html`<p class="progress">${t(ctx, 'progress', { at: before + 1, of: shown })}<progress max="${shown}" value="${before}"></progress></p>`
      : ''
  const answersAtOnce =
    look.isKiosk && questions.length === 1 && (first?.kind === 'scale' || first?.kind === 'choice')
  const next = answersAtOnce
    ? first.isRequired
      ? ''
      : html`<button name="go" value="next" class="quiet">${t(ctx, 'skip')}</button>`
    : html`<button name="go" value="next">${isLast ? t(ctx, 'send') : t(ctx, 'next')}</button>`
  return html`${progress}<form method="post" action="${form.action}" novalidate>${hidden('version', String(form.version))}${hidden('shown', questions.map((question) => question.code).join(','))}${seen.length > 0 ? hidden('seen', seen.join(',')) : ''}${Object.entries(form.hidden).map(([name, value]) => hidden(name, value))}
${questions.map((question) => showQuestion(look, question, form.typed, form.problems))}
<div class="go${hasBack && next ? ' two' : ''}">${next}${hasBack ? html`<button name="go" value="back" class="quiet">${t(ctx, 'back')}</button>` : ''}</div></form>`
}

export const intro = (ctx: Context, definition: Definition): Html =>
  html`<p class="lead">${say(definition.intro, ctx.locale)}</p>`
