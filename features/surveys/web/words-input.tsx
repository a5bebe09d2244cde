import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type DefinitionProblem, problemAt } from './definition-problems.ts'
import type { Words } from './instrument-types.ts'
import classes from './words-input.module.css'

type Props = {
  label: string
  value: Words | undefined
  onChange: (value: Words) => void
  /** Its place in the definition. */
  path: string
  problems: DefinitionProblem[]
  required?: boolean
  maxLength?: number
  minRows?: number
  placeholder?: string
}

/** A wording in both languages, beside each other. Persian is always needed. */
export function WordsInput(props: Props) {
  const {
    label,
    value,
    onChange,
    path,
    problems,
    required,
    maxLength = 2_000,
    minRows = 1,
    placeholder,
  } = props
  const { t } = useTranslation()
  const { fa, en } = value ?? { fa: '', en: '' }
  const common = { autosize: true, minRows, maxRows: 8, maxLength }
  return (
    <div className={classes.pair}>
      <Textarea
        {...common}
        {...(required ? { withAsterisk: true } : {})}
        {...(placeholder ? { placeholder } : {})}
        label={label}
        value={fa}
        error={problemAt(problems, path)}
        onChange={(event) => onChange({ fa: event.currentTarget.value, en })}
      />
      <Textarea
        {...common}
        label={t('surveys.screens.builder.inEnglish', { label })}
        dir="ltr"
        lang="en"
        value={en}
        error={problems.find((one) => one.path === `${path}.en`)?.sentence}
        onChange={(event) => onChange({ fa, en: event.currentTarget.value })}
      />
    </div>
  )
}
