import { Button, CloseButton, Collapse, TextInput } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './filter-bar.module.css'
import { useFormat } from './format.ts'

export type ActiveFilter = { key: string; label: string; onRemove: () => void }
type FilterBarProps = {
  search?: { value: string; onChange: (value: string) => void; placeholder?: string }
  /** The inputs; behind a button on a phone. */
  children?: ReactNode
  /** What is filtered now, as chips that can be taken off. */
  active?: ActiveFilter[]
  onClear?: () => void
  /** At the end of the line: counts, saved views. */
  end?: ReactNode
}

const SEARCH_AFTER_MS = 250

export function FilterBar({ search, children, active = [], onClear, end }: FilterBarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const isPhone = useMediaQuery('(max-width: 47.99em)') ?? false
  const [isOpen, { toggle }] = useDisclosure(false)
  return (
    <search className={`${classes.bar} no-print`} aria-label={t('ui.filter.label')}>
      <div className={classes.line}>
        {search && <SearchBox {...search} />}
        {children && isPhone && (
          <Button
            variant="default"
            onClick={toggle}
            aria-expanded={isOpen}
            leftSection={<IconFilter size={16} aria-hidden />}
          >
            {t('ui.filter.open')}
            {active.length > 0 && ` (${format.number(active.length)})`}
          </Button>
        )}
        {!isPhone && children}
        {end && <div className={classes.end}>{end}</div>}
      </div>
      {isPhone && children && (
        <Collapse expanded={isOpen}>
          <div className={classes.stacked}>{children}</div>
        </Collapse>
      )}
      {active.length > 0 && (
        <div className={classes.chips}>
          {active.map((filter) => (
            <button
              key={filter.key}
              type="button"
              className={classes.chip}
              onClick={filter.onRemove}
              aria-label={t('ui.filter.remove', { label: filter.label })}
            >
              {filter.label}
              <IconX size={14} aria-hidden />
            </button>
          ))}
          {onClear && (
            <Button variant="subtle" size="compact-sm" onClick={onClear}>
              {t('ui.filter.clearAll')}
            </Button>
          )}
        </div>
      )}
    </search>
  )
}

function SearchBox({ value, onChange, placeholder }: NonNullable<FilterBarProps['search']>) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <TextInput
      type="search"
      className={classes.search}
      aria-label={t('ui.filter.search')}
      placeholder={placeholder ?? t('ui.filter.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text ? <CloseButton size="sm" aria-label={t('ui.clear')} onClick={() => setText('')} /> : undefined
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && onChange(text)}
    />
  )
}
