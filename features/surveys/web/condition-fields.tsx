import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import type { Line } from './answering.ts'
import { stepsOf } from './answering.ts'
import { comparisonsOf, conditionOn, linesBefore } from './builder-state.ts'
import classes from './condition-fields.module.css'
import { type DefinitionProblem, problemAt } from './definition-problems.ts'
import { type Comparison, type Condition, type Definition, say } from './instrument-types.ts'

type Props = {
  at: number
  definition: Definition
  problems: DefinitionProblem[]
  onChange: (showIf: Condition[]) => void
}

/** When the question is asked: everything said here must hold. */
export function ConditionFields({ at, definition, problems, onChange }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { showIf } = definition.questions[at]!
  const lines = linesBefore(definition, at)
  const labelOf = (line: Line) => say(line.row?.text, locale) || say(line.question.text, locale) || line.code
  const set = (index: number, condition: Condition) =>
    onChange(showIf.map((one, i) => (i === index ? condition : one)))
  const last = lines.at(-1)
  return (
    <fieldset className={classes.conditions}>
      <legend>{t('surveys.screens.field.showIf')}</legend>
      {showIf.length === 0 && (
        <p className={classes.always}>{t(`surveys.screens.builder.${last ? 'always' : 'firstAlways'}`)}</p>
      )}
      {showIf.map((condition, index) => {
        const line = lines.find((one) => one.code === condition.question)
        const path = `questions.${at}.showIf.${index}`
        const data = lines.map((one) => ({ value: one.code, label: labelOf(one) }))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions are known by their place
          <div key={index} className={classes.line}>
            <Select
              allowDeselect={false}
              searchable
              aria-label={t('surveys.screens.field.conditionQuestion')}
              data={line ? data : [{ value: condition.question, label: condition.question }, ...data]}
              value={condition.question}
              error={problemAt(problems, `${path}.question`)}
              onChange={(code) => {
                const next = lines.find((one) => one.code === code)
                if (next) set(index, conditionOn(next))
              }}
            />
            <Select
              allowDeselect={false}
              aria-label={t('surveys.screens.field.conditionIs')}
              data={(line ? comparisonsOf(line.question) : [condition.is]).map((is) => ({
                value: is,
                label: t(`surveys.screens.comparison.${is}`),
              }))}
              value={condition.is}
              error={problemAt(problems, `${path}.is`)}
              onChange={(is) => {
                if (!is) return
                const next: Condition = { ...condition, is: is as Comparison }
                if (is === 'answered') delete next.value
                else if (next.value === undefined && line) next.value = conditionOn(line).value ?? ''
                set(index, next)
              }}
            />
            {condition.is === 'answered' ? (
              <span />
            ) : (
              <Value
                line={line}
                condition={condition}
                error={problemAt(problems, `${path}.value`)}
                onChange={(value) => set(index, { ...condition, value })}
              />
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('surveys.screens.builder.removeCondition')}
              onClick={() => onChange(showIf.filter((_, i) => i !== index))}
            >
              <IconX size={16} stroke={1.7} />
            </ActionIcon>
          </div>
        )
      })}
      {last && showIf.length < 5 && (
        <div>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange([...showIf, conditionOn(last)])}
          >
            {t('surveys.screens.builder.addCondition')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

type ValueProps = {
  line: Line | undefined
  condition: Condition
  error: string | undefined
  onChange: (value: number | string) => void
}

function Value({ line, condition, error, onChange }: ValueProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const label = t('surveys.screens.field.conditionValue')
  const question = line?.question
  if (question && 'min' in question)
    return (
      <Select
        allowDeselect={false}
        aria-label={label}
        data={stepsOf(question).map((step) => ({ value: String(step), label: format.number(step) }))}
        value={String(condition.value ?? '')}
        error={error}
        onChange={(value) => value !== null && onChange(Number(value))}
      />
    )
  if (question && 'options' in question)
    return (
      <Select
        allowDeselect={false}
        aria-label={label}
        data={question.options.map((one) => ({ value: one.code, label: say(one.text, locale) || one.code }))}
        value={String(condition.value ?? '')}
        error={error}
        onChange={(value) => value !== null && onChange(value)}
      />
    )
  return (
    <TextInput
      aria-label={label}
      maxLength={200}
      value={String(condition.value ?? '')}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
