import { parseDecimal } from '@hamdel/persian'
import { TextInput, type TextInputProps } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from './format.ts'
import { useGroupedText } from './grouped-text.ts'

export type NumberInputProps = Omit<
  TextInputProps,
  'value' | 'onChange' | 'defaultValue' | 'min' | 'max' | 'step'
> & {
  value: number | null | undefined
  onChange: (value: number | null) => void
  min?: number
  max?: number
  /** What ↑ and ↓ add. */
  step?: number
  /** Whole numbers only. */
  integer?: boolean
  /** Without thousands: years, codes. */
  plain?: boolean
  /** The unit, after the number: «روز», «٪». */
  unit?: string
}

/** A number in any digits. */
export function NumberInput(props: NumberInputProps) {
  const { value, onChange, min, max, step = 1, integer, plain, unit, error, ...rest } = props
  const { t } = useTranslation()
  const format = useFormat()
  const told = useRef<number | null>(null)
  const asText = (n: number | null | undefined) => (n === null || n === undefined ? '' : String(n))
  const { text, input, type, show } = useGroupedText(asText(value), format.locale, !plain)

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value from outside is written over what is typed
  useEffect(() => {
    if ((value ?? null) !== told.current) show(asText(value))
    told.current = value ?? null
  }, [value, format.locale])

  const parsed = parseDecimal(text)
  const isEmpty = text.trim() === ''
  const isNumber = parsed !== undefined && (!integer || Number.isInteger(parsed))
  const problem = isEmpty
    ? undefined
    : !isNumber
      ? t('ui.number.notANumber')
      : min !== undefined && parsed < min
        ? t('ui.number.atLeast', { min: format.number(min) })
        : max !== undefined && parsed > max
          ? t('ui.number.atMost', { max: format.number(max) })
          : undefined
  const tell = (next: number | null) => {
    told.current = next
    onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key]
    if (!sign) return
    event.preventDefault()
    const next = Math.min(
      max ?? Number.POSITIVE_INFINITY,
      Math.max(min ?? Number.NEGATIVE_INFINITY, (parsed ?? 0) + sign * step),
    )
    // Steps of 0.1 must not end in 0.30000000000000004.
    const clean = Number(next.toPrecision(12))
    show(asText(clean))
    tell(clean)
  }
  return (
    <TextInput
      inputMode={integer ? 'numeric' : 'decimal'}
      autoComplete="off"
      {...rest}
      ref={input}
      value={text}
      error={problem ?? error}
      rightSection={unit ? <span>{unit}</span> : undefined}
      rightSectionWidth={unit ? 20 + unit.length * 9 : undefined}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        const next = parseDecimal(type(event))
        tell(next !== undefined && (!integer || Number.isInteger(next)) ? next : null)
      }}
    />
  )
}
