import { useTranslation } from 'react-i18next'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { type Definition, say } from './instrument-types.ts'

export type DefinitionProblem = {
  /** Inside the definition: `questions.3.options.0.code`; or `title`. */
  path: string
  /** Of the question it is in. */
  position: number | undefined
  /** Where, in words: «پرسش ۴ («…»)، کد گزینهٔ ۱». */
  place: string
  sentence: string
}

const PARTS: Record<string, string> = {
  text: 'text',
  help: 'help',
  code: 'code',
  options: 'options',
  rows: 'rows',
  showIf: 'showIf',
  minPole: 'minPole',
  maxPole: 'maxPole',
  min: 'min',
  max: 'max',
  maxLength: 'maxLength',
  question: 'conditionQuestion',
  value: 'conditionValue',
  is: 'conditionIs',
  intro: 'intro',
  thanks: 'thanks',
  lowScore: 'lowScore',
  atMost: 'lowScoreAtMost',
  modelId: 'model',
  title: 'title',
  kind: 'kind',
}

const valueAt = (root: unknown, parts: string[]): unknown =>
  parts.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? (value as never)[part] : undefined),
    root,
  )

/**
 * Where a place of the questionnaire that was sent stands now: its question may have been moved. Undefined when it is gone
 * or was mended, so that no fault is shown that is none any more.
 */
export function placeNow(path: string, sent: Definition | undefined, now: Definition): string | undefined {
  const parts = path.split('.')
  const code = parts[0] === 'questions' ? sent?.questions?.[Number(parts[1])]?.code : undefined
  const at = code === undefined ? -1 : now.questions.findIndex((question) => question.code === code)
  if (code !== undefined && at < 0) return undefined
  const moved = code === undefined ? parts : ['questions', String(at), ...parts.slice(2)]
  const isSame = JSON.stringify(valueAt(sent, parts)) === JSON.stringify(valueAt(now, moved))
  return isSame ? moved.join('.') : undefined
}

/**
 * The server's list of what is wrong with a questionnaire, with each place said so that a person finds it. `sent` is what
 * it judged, where that may have been changed since.
 */
export function useDefinitionProblems(
  error: unknown,
  definition: Definition | undefined,
  sent?: Definition,
): DefinitionProblem[] {
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const fields = useFieldErrors(error)
  return Object.entries(fields).flatMap(([full, sentence]) => {
    const told = full.replace(/^(body\.)?definition\.?/, '')
    const isInside = told !== full && sent !== undefined && definition !== undefined
    const path = isInside ? placeNow(told, sent, definition) : told
    if (path === undefined) return []
    const parts = path.split('.')
    const position = parts[0] === 'questions' && parts[1] !== undefined ? Number(parts[1]) : undefined
    const words: string[] = []
    if (position !== undefined) {
      const text = say(definition?.questions?.[position]?.text, locale)
      words.push(
        text
          ? t('surveys.screens.problem.questionText', { number: format.number(position + 1), text })
          : t('surveys.screens.problem.question', { number: format.number(position + 1) }),
      )
    }
    for (const [i, part] of parts.entries()) {
      if (position !== undefined && i < 2) continue
      if (/^\d+$/.test(part)) words.push(format.number(Number(part) + 1))
      else if (PARTS[part]) words.push(t(`surveys.screens.field.${PARTS[part]}`))
      else if (part === 'en') words.push(t('surveys.screens.field.english'))
      // A model's item is named by its code.
      else if (parts[0] === 'modelId') words.push(`\u2068${part}\u2069`)
    }
    return [{ path, position, place: words.join(locale === 'fa' ? '، ' : ', ') || full, sentence }]
  })
}

/** The sentence for one place of a form. */
export const problemAt = (problems: DefinitionProblem[], path: string): string | undefined =>
  problems.find((problem) => problem.path === path || problem.path === `${path}.fa`)?.sentence
