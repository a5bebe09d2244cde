import { parseMoney } from '@hamdel/persian'
import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Money, useLocale, useMoneyUnit } from './format.ts'
import { useGroupedText } from './grouped-text.ts'
import { numberWords } from './number-words.ts'

export type MoneyInputProps = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> & {
  /** Rials, always; the person writes in the company's unit. */
  value: Money | null | undefined
  onChange: (rials: number | null) => void
  unit?: 'rial' | 'toman'
}

const inUnit = (rials: Money, unit: 'rial' | 'toman') => {
  const amount = BigInt(rials)
  const odd = unit === 'toman' ? amount % 10n : 0n
  return `${unit === 'toman' ? amount / 10n : amount}${odd ? `.${odd}` : ''}`
}

/** An amount: thousands grouped as typed, «۲٫۵ میلیون» understood, and said in words so that a zero too many is seen. */
export function MoneyInput({ value, onChange, unit, error, description, ...rest }: MoneyInputProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const companyUnit = useMoneyUnit()
  const shownIn = unit ?? companyUnit
  const told = useRef<number | null>(null)
  const { text, input, type, show } = useGroupedText(
    value === null || value === undefined ? '' : inUnit(value, shownIn),
    locale,
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value from outside is written over what is typed
  useEffect(() => {
    const given = value === null || value === undefined ? null : Number(value)
    if (given !== told.current) show(given === null ? '' : inUnit(given, shownIn))
    told.current = given
  }, [value, shownIn, locale])

  const rials = parseMoney(text, shownIn)
  const isWrong = text.trim() !== '' && rials === undefined
  const words =
    rials !== undefined && (shownIn === 'rial' || rials % 10n === 0n)
      ? `${numberWords(shownIn === 'toman' ? rials / 10n : rials, locale)} ${t(`ui.money.${shownIn}`)}`
      : undefined
  return (
    <TextInput
      inputMode="text"
      autoComplete="off"
      {...rest}
      ref={input}
      value={text}
      error={isWrong ? t('ui.money.notAnAmount') : error}
      description={words ?? description ?? '\u00a0'}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      rightSection={<span>{t(`ui.money.${shownIn}`)}</span>}
      rightSectionWidth={64}
      onChange={(event) => {
        const parsed = parseMoney(type(event), shownIn)
        told.current = parsed === undefined ? null : Number(parsed)
        onChange(told.current)
      }}
    />
  )
}
