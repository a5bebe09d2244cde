import { formatNumber, toPersianDigits } from '@hamdel/persian'
import { words } from '../../server/lib/words.ts'
import { at, isDontKnow, type Line, linesOf, scoreQuestion, visibleQuestions } from './answer-rules.ts'
import type { Answers, Definition } from './definition.ts'

const LONGEST = 12_000
const t = (key: string, params = {}) => words('fa', `surveys.answering.${key}`, params)

/** One answer in Persian words. */
export function answerInWords({ question, code }: Line, answers: Answers): string {
  const answer = at(answers, code)
  if (answer === undefined) return t('noAnswer')
  if (isDontKnow(answer)) return t('dontKnow')
  if (question.kind === 'choice' || question.kind === 'multi')
    return (Array.isArray(answer) ? answer : [answer])
      .map((one) => question.options.find((option) => option.code === one)?.text.fa ?? String(one))
      .join('، ')
  if (question.kind === 'text') return String(answer)
  return t('scaleAnswer', {
    value: formatNumber(Number(answer), 'fa'),
    min: toPersianDigits(question.min),
    minPole: question.minPole.fa,
    max: toPersianDigits(question.max),
    maxPole: question.maxPole.fa,
  })
}

/** A sheet as the first message of a case: what was asked and what was answered, in Persian. */
export function sheetInWords(surveyName: string, definition: Definition, answers: Answers): string {
  const lines = visibleQuestions(definition, answers).flatMap(linesOf)
  const body = lines.map((line) => {
    const asked = line.row ? `${line.question.text.fa} – ${line.row.text.fa}` : line.question.text.fa
    return `${t('asked', { text: asked })}\n${t('answered', { text: answerInWords(line, answers) })}`
  })
  const text = [t('caseLead', { survey: surveyName }), ...body].join('\n\n')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** What a sheet says in free words, for reading its mood: the questions' own words must not count. */
export const ownWords = (definition: Definition, answers: Answers): string =>
  definition.questions
    .filter((question) => question.kind === 'text')
    .map((question) => at(answers, question.code))
    .filter((text) => typeof text === 'string')
    .join('\n')

export function caseSubject(surveyName: string, definition: Definition, answers: Answers): string {
  const question = scoreQuestion(definition)
  const score = question && at(answers, question.code)
  return typeof score === 'number'
    ? t('caseSubjectScore', { survey: surveyName, score, max: question!.max })
    : t('caseSubject', { survey: surveyName })
}
