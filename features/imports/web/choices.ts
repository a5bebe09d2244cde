import type { ImportChoices, ImportDetail } from './import-types.ts'

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
