import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { freeCode, moved } from './builder-state.ts'
import { type DefinitionProblem, problemAt } from './definition-problems.ts'
import type { Words } from './instrument-types.ts'
import classes from './option-fields.module.css'

type Option = { code: string; text: Words }
type Props = {
  label: string
  addLabel: string
  options: Option[]
  least: number
  most: number
  /** Of the codes of new ones. */
  prefix: string
  path: string
  problems: DefinitionProblem[]
  onChange: (options: Option[]) => void
}

/** The options of a choice, or the rows of a matrix: Enter adds the next one. */
export function OptionFields(props: Props) {
  const { label, addLabel, options, least, most, prefix, path, problems, onChange } = props
  const { t } = useTranslation()
  const format = useFormat()
  const set = (at: number, text: Words) =>
    onChange(options.map((one, i) => (i === at ? { ...one, text } : one)))
  const add = () => {
    if (options.length >= most) return
    const code = freeCode(
      options.map((one) => one.code),
      prefix,
    )
    onChange([...options, { code, text: { fa: '', en: '' } }])
    setTimeout(() =>
      document.querySelector<HTMLElement>(`[data-option="${path}.${options.length}"] input`)?.focus(),
    )
  }
  const onKeyDown = (at: number) => (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (event.altKey && step) {
      event.preventDefault()
      onChange(moved(options, at, at + step))
      setTimeout(() =>
        document.querySelector<HTMLElement>(`[data-option="${path}.${at + step}"] input`)?.focus(),
      )
    } else if (event.key === 'Enter' && at === options.length - 1) {
      event.preventDefault()
      add()
    }
  }
  const look = { variant: 'subtle', color: 'gray', size: 'lg' } as const
  return (
    <fieldset className={classes.options}>
      <legend>{label}</legend>
      {options.map((option, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an option is known by its place; its code may be written anew
        <div key={at} className={classes.line} data-option={`${path}.${at}`}>
          <span className={classes.number}>{format.number(at + 1)}</span>
          <TextInput
            maxLength={2000}
            aria-label={t('surveys.screens.builder.optionFa', { number: at + 1 })}
            placeholder={t('surveys.screens.builder.persian')}
            value={option.text.fa}
            error={problemAt(problems, `${path}.${at}.text`) ?? problemAt(problems, `${path}.${at}.code`)}
            onChange={(event) => set(at, { ...option.text, fa: event.currentTarget.value })}
            onKeyDown={onKeyDown(at)}
          />
          <TextInput
            dir="ltr"
            lang="en"
            maxLength={2000}
            aria-label={t('surveys.screens.builder.optionEn', { number: at + 1 })}
            placeholder="English"
            value={option.text.en}
            onChange={(event) => set(at, { ...option.text, en: event.currentTarget.value })}
            onKeyDown={onKeyDown(at)}
          />
          <span className={classes.buttons}>
            <ActionIcon
              {...look}
              disabled={at === 0}
              aria-label={t('surveys.screens.builder.optionUp', { number: at + 1 })}
              onClick={() => onChange(moved(options, at, at - 1))}
            >
              <IconArrowUp size={16} stroke={1.7} />
            </ActionIcon>
            <ActionIcon
              {...look}
              disabled={at === options.length - 1}
              aria-label={t('surveys.screens.builder.optionDown', { number: at + 1 })}
              onClick={() => onChange(moved(options, at, at + 1))}
            >
              <IconArrowDown size={16} stroke={1.7} />
            </ActionIcon>
            <ActionIcon
              {...look}
              disabled={options.length <= least}
              aria-label={t('surveys.screens.builder.optionRemove', { number: at + 1 })}
              onClick={() => onChange(options.filter((_, i) => i !== at))}
            >
              <IconX size={16} stroke={1.7} />
            </ActionIcon>
          </span>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-md"
          disabled={options.length >= most}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
        >
          {addLabel}
        </Button>
      </div>
    </fieldset>
  )
}
