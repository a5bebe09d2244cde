import { displayText, parseDecimal } from '@hamdel/persian'
import { badCell, type Row, readDay } from './cells.ts'
import { type Choices, type Reject, reject } from './choices.ts'
import { type CustomerRow, readCustomer, referenceOf } from './customers-rows.ts'
import type { Field } from './fields.ts'

export interface AnswerRow {
  customer: CustomerRow
  survey: string
  date: string
  answers: { question: string; answer: string; score: number | null }[]
}

/** A row of a survey file: one answer with its question, or one column for each question (its header asks). */
export function readAnswerRow(
  row: Row,
  cells: readonly string[],
  headers: readonly string[],
  columns: ReadonlyMap<Field, number[]>,
  choices: Choices,
  defaultAreaCode: string,
): AnswerRow | Reject {
  const customer = readCustomer(row, defaultAreaCode)
  if ('params' in customer) return customer
  if (referenceOf(customer) === '') return reject('customer_missing')
  const dateText = row.text('date')
  const date = dateText === '' ? choices.answeredOn : readDay(dateText, choices.dateKind)
  if (!date) return dateText === '' ? reject('date_missing') : badCell('date_invalid', dateText)
  const answers: AnswerRow['answers'] = []
  const question = row.text('question')
  if (question !== '') {
    const scoreText = row.text('score')
    const answer = row.all('answer').map(displayText).join('\n') || scoreText
    const score = scoreText === '' ? numberIn(answer) : parseDecimal(scoreText)
    if (score === undefined) return badCell('score_invalid', scoreText)
    if (answer !== '') answers.push({ question, answer, score })
  }
  for (const column of columns.get('answerColumn') ?? []) {
    const answer = displayText(cells[column] ?? '')
    const asked = displayText(headers[column] ?? '')
    if (answer !== '' && asked !== '') answers.push({ question: asked, answer, score: numberIn(answer) })
  }
  if (answers.length === 0) return reject('answer_missing')
  if (answers.some(({ question, answer }) => question.length > 500 || answer.length > 5_000))
    return reject('cell_too_long', { max: 5_000 })
  return { customer, survey: row.text('survey').slice(0, 200) || choices.survey, date, answers }
}

const numberIn = (answer: string): number | null => {
  const score = parseDecimal(answer)
  return score !== undefined && Math.abs(score) < 1e9 ? score : null
}
