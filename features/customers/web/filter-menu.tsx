import { Button, Checkbox, Popover, Radio, Stack } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import classes from './filter-menu.module.css'

type FilterMenuProps = {
  label: string
  /** How many of its choices are in force. */
  count: number
  children: ReactNode
}

/** A filter behind a small button; the table keeps its place while it is open. */
export function FilterMenu({ label, count, children }: FilterMenuProps) {
  const format = useFormat()
  return (
    <Popover position="bottom-start" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={count > 0 ? 'light' : 'default'}
          className={classes.button}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {label}
          {count > 0 && <span className={classes.count}>{format.number(count)}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>{children}</Popover.Dropdown>
    </Popover>
  )
}

type Option = { value: string; label: string }
type ChoicesProps = {
  label: string
  /** The label is read, too, where several choices share one menu. */
  isLabelled?: boolean
  options: Option[]
  /** Comma-separated. */
  value: string | undefined
  onChange: (value: string | undefined) => void
}

export function ManyChoices({ label, isLabelled, options, value, onChange }: ChoicesProps) {
  return (
    <Checkbox.Group
      {...(isLabelled ? { label } : { 'aria-label': label })}
      value={value?.split(',') ?? []}
      onChange={(chosen) => onChange(chosen.join(',') || undefined)}
    >
      <Stack gap="xs" pt={isLabelled ? 6 : 0}>
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value} label={option.label} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

export function OneChoice({ label, isLabelled, options, value, onChange }: ChoicesProps) {
  const { t } = useTranslation()
  return (
    <Radio.Group
      {...(isLabelled ? { label } : { 'aria-label': label })}
      value={value ?? ''}
      onChange={(chosen) => onChange(chosen || undefined)}
    >
      <Stack gap="xs" pt={isLabelled ? 6 : 0}>
        {[{ value: '', label: t('customers.filter.any') }, ...options].map((option) => (
          <Radio key={option.value} value={option.value} label={option.label} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
