import type { TFunction } from 'i18next'
import type { useFormat } from '../../../web/ui/format.ts'
import { linesOf } from './answering.ts'
import { type Condition, type Definition, say } from './instrument-types.ts'

/** «اگر پاسخ «…» حداکثر ۴ باشد». */
export function conditionText(
  t: TFunction,
  format: ReturnType<typeof useFormat>,
  locale: 'fa' | 'en',
  definition: Pick<Definition, 'questions'>,
  { question: code, is, value }: Condition,
): string {
  const line = definition.questions.flatMap(linesOf).find((one) => one.code === code)
  const asked = line?.question ?? definition.questions.find((one) => one.code === code)
  const text = say(line?.row?.text ?? asked?.text, locale) || code
  const option =
    asked && 'options' in asked ? asked.options.find((one) => one.code === value)?.text : undefined
  const shown = option
    ? say(option, locale)
    : typeof value === 'number'
      ? format.number(value)
      : String(value ?? '')
  return t(`surveys.screens.condition.${is}`, { text, value: shown })
}
