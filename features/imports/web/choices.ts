import { type Field, type ImportChoices, type ImportDetail, REPEATABLE } from './import-types.ts'

/** As the server takes them, but for the money unit, which nobody has chosen yet. */
export type Choices = Omit<ImportChoices, 'moneyUnit'> & { moneyUnit: 'rial' | 'toman' | null }

/** What was chosen before, else the guesses; the money unit is never guessed away. */
export function choicesOf(job: ImportDetail): Choices {
  const { detection, choices } = job
  const entity = choices?.entity ?? job.entity
  const isSameWidth = choices?.mapping.length === detection.columns.length
  return {
    entity,
    mapping: isSameWidth ? choices.mapping : (detection.mapping[entity] ?? detection.columns.map(() => null)),
    moneyUnit: choices?.moneyUnit ?? detection.money.header,
    duplicatePolicy: choices?.duplicatePolicy ?? 'update',
    createMissingCustomers: choices?.createMissingCustomers ?? true,
    numbersRestartYearly: choices?.numbersRestartYearly ?? false,
    source: choices?.source ?? 'import',
    survey: choices?.survey ?? '',
    answeredOn: choices?.answeredOn ?? null,
    dateKind: choices?.dateKind ?? detection.dateKind,
    branchId: job.branchId,
  }
}

/** After the file was read anew everything said so far stays; only columns with another header are guessed anew. */
export function choicesReadAgain(said: Choices, before: ImportDetail, job: ImportDetail): Choices {
  // Nobody had said what the file holds: the better reading may.
  const entity = said.entity === before.entity ? job.entity : said.entity
  const guessed = job.detection.mapping[entity] ?? []
  const kept = new Map<string, (Field | null)[]>()
  before.detection.columns.forEach(({ header }, i) => {
    if (header && entity === said.entity)
      kept.set(header, [...(kept.get(header) ?? []), said.mapping[i] ?? null])
  })
  const given = job.detection.columns.map(({ header }) => kept.get(header)?.shift())
  return {
    ...said,
    entity,
    mapping: given.map((field, i) => {
      if (field !== undefined) return field
      const guess = guessed[i] ?? null
      return guess && given.includes(guess) && !REPEATABLE.has(guess) ? null : guess
    }),
    moneyUnit: said.moneyUnit ?? job.detection.money.header,
    dateKind: said.dateKind ?? job.detection.dateKind,
  }
}

export const hasAmounts = (choices: Choices) =>
  choices.entity === 'purchases' && choices.mapping.some((field) => field === 'amount' || field === 'total')
export const hasDates = (choices: Choices) =>
  choices.mapping.some((field) => field === 'date' || field === 'bornOn')

/** What is still to be said before the file can be checked; the names of sentences. */
export function missingOf(choices: Choices): string[] {
  const has = (...fields: string[]) =>
    choices.mapping.some((field) => field !== null && fields.includes(field))
  const isKeyed = has('externalCode', 'identifier', 'phone')
  const missing: string[] = []
  if (choices.entity === 'customers') {
    if (!isKeyed && !has('fullName', 'firstName', 'lastName')) missing.push('who')
    return missing
  }
  if (!isKeyed) missing.push('key')
  if (!has('date') && !(choices.entity === 'survey_answers' && choices.answeredOn)) missing.push('date')
  if (choices.entity === 'purchases') {
    if (!has('amount', 'total')) missing.push('amount')
    else if (!choices.moneyUnit) missing.push('unit')
  } else if (!has('answerColumn') && !(has('question') && has('answer', 'score'))) missing.push('answer')
  return missing
}
