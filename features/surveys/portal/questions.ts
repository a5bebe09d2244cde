import { toPersianDigits } from '@hamdel/persian'
import { type Html, html } from '../../../portal/html.ts'
import type { Locale } from '../../../server/lib/context.ts'
import { words } from '../../../server/lib/words.ts'
import { DONT_KNOW, isDontKnow, linesOf, type Problems } from '../answer-rules.ts'
import type { Question, Words } from '../definition.ts'

export type Typed = Readonly<Record<string, unknown>>
export interface Look {
  locale: Locale
  /** A scale and a choice are buttons that go on at once, for a finger on a tablet. */
  isKiosk: boolean
}

export const say = (text: Words, locale: Locale): string => (locale === 'en' && text.en) || text.fa
const digits = (n: number, locale: Locale) => (locale === 'fa' ? toPersianDigits(n) : String(n))
const t = (locale: Locale, key: string, params = {}) => words(locale, `surveys.answering.${key}`, params)

/** Fields of answers are called a_CODE. */
export const FIELD = 'a_'
const checked = (is: boolean) => (is ? html` checked` : '')

const isGiven = (typed: unknown, value: string): boolean =>
  Array.isArray(typed)
    ? typed.includes(value)
    : typed !== undefined && (typeof typed === 'object' ? value === DONT_KNOW : String(typed) === value)

function pick(look: Look, code: string, value: string, label: string, typed: unknown, type = 'radio'): Html {
  const name = FIELD + code
  const isOn = isGiven(typed, value)
  if (look.isKiosk && type === 'radio')
    return html`<button name="${name}" value="${value}"${isOn ? html` class="on"` : ''}>${label}</button>`
  return html`<label><input type="${type}" name="${name}" value="${value}"${checked(isOn)}><span>${label}</span></label>`
}

type Scale = { min: number; max: number; minPole: Words; maxPole: Words }

function scale(look: Look, question: Scale, code: string, typed: unknown): Html {
  const { min, max } = question
  const steps = Array.from({ length: max - min + 1 }, (_, i) => min + i)
  const pole = (n: number, text: Words) => `${digits(n, look.locale)}: ${say(text, look.locale)}`
  return html`<div class="scale n${steps.length}">${steps.map((n) => pick(look, code, String(n), digits(n, look.locale), typed))}</div><p class="hint ends"><span>${pole(min, question.minPole)}</span><span>${pole(max, question.maxPole)}</span></p>`
}

const dontKnow = (look: Look, code: string, typed: unknown): Html =>
  html`<div class="options">${pick(look, code, DONT_KNOW, t(look.locale, 'dontKnow'), isDontKnow(typed as never) ? DONT_KNOW : typed)}</div>`

function sentence(look: Look, problems: Problems, code: string): Html | '' {
  const problem = Object.hasOwn(problems, code) ? problems[code] : undefined
  return problem
    ? html`<p class="field-error" id="e_${code}">${t(look.locale, `problems.${problem.code}`, problem.params)}</p>`
    : ''
}

/** One question as a form shows it, with what was answered or typed, and what is wrong with it. */
export function showQuestion(look: Look, question: Question, typed: Typed, problems: Problems): Html {
  const { locale } = look
  const { code } = question
  const value = Object.hasOwn(typed, code) ? typed[code] : undefined
  const label = html`${say(question.text, locale)}${question.isRequired ? '' : html` <small class="hint">${t(locale, 'optional')}</small>`}`
  const help = question.help ? html`<p class="hint">${say(question.help, locale)}</p>` : ''
  const error = sentence(look, problems, code)
  const described = error ? html` aria-describedby="e_${code}"` : ''
  if (question.kind === 'text')
    return html`<div class="q" id="q_${code}"><label class="label" for="f_${code}">${label}</label>${help}<textarea id="f_${code}" name="${FIELD}${code}" rows="${question.maxLength > 200 ? 4 : 2}"${described}>${typeof value === 'string' ? value : ''}</textarea>${error}</div>`
  const body = (): Html => {
    if (question.kind === 'scale')
      return html`${scale(look, question, code, value)}${question.hasDontKnow ? dontKnow(look, code, value) : ''}`
    if (question.kind === 'matrix')
      // On a phone a table would scroll sideways: each row is a line of its own.
      return html`${linesOf(question).map((line) => {
        const given = Object.hasOwn(typed, line.code) ? typed[line.code] : undefined
        const rows: Look = { ...look, isKiosk: false }
        return html`<fieldset class="q"><legend>${say(line.row!.text, locale)}</legend>${scale(rows, question, line.code, given)}${question.hasDontKnow ? dontKnow(rows, line.code, given) : ''}${sentence(look, problems, line.code)}</fieldset>`
      })}`
    const type = question.kind === 'multi' ? 'checkbox' : 'radio'
    return html`<div class="options">${question.options.map((option) => pick(look, code, option.code, say(option.text, locale), value, type))}</div>${question.kind === 'choice' && question.hasDontKnow ? dontKnow(look, code, value) : ''}`
  }
  return html`<fieldset class="q" id="q_${code}"${described}><legend>${label}</legend>${help}${body()}${error}</fieldset>`
}
