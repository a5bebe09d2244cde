import { formatPhone, normalisePhone, toLatinDigits, toPersianDigits } from '@hamdel/persian'
import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from './format.ts'
import classes from './phone-input.module.css'

export type PhoneInputProps = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> & {
  /** E.164 («+989121234567»), or what could not be read yet. */
  value: string | null | undefined
  /** `isComplete` says whether `value` is a number that can be called. */
  onChange: (value: string, isComplete: boolean) => void
  /** For local numbers without area code: «021». */
  areaCode?: string
}

/** A phone number in any spelling; shown in groups once it is complete. */
export function PhoneInput({ value, onChange, areaCode, error, onBlur, ...rest }: PhoneInputProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const pretty = (raw: string) => {
    const e164 = normalisePhone(raw, areaCode)
    return e164 ? formatPhone(e164, locale) : locale === 'fa' ? toPersianDigits(raw) : toLatinDigits(raw)
  }
  const [text, setText] = useState(() => pretty(value ?? ''))
  const [isLeft, setLeft] = useState(false)
  const told = useRef(value ?? '')

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value from outside is written over what is typed
  useEffect(() => {
    if ((value ?? '') !== told.current) setText(pretty(value ?? ''))
    told.current = value ?? ''
  }, [value])

  const isWrong = isLeft && text.trim() !== '' && !normalisePhone(text, areaCode)
  return (
    <TextInput
      type="tel"
      inputMode="tel"
      autoComplete="off"
      placeholder={t('ui.phone.example')}
      {...rest}
      classNames={{ input: classes.input }}
      value={text}
      error={isWrong ? t('ui.phone.notAPhone') : error}
      onChange={(event) => {
        const raw = event.currentTarget.value
        setText(locale === 'fa' ? toPersianDigits(raw) : toLatinDigits(raw))
        setLeft(false)
        const e164 = normalisePhone(raw, areaCode)
        told.current = e164 ?? toLatinDigits(raw).trim()
        onChange(told.current, e164 !== undefined)
      }}
      onBlur={(event) => {
        setLeft(true)
        setText(pretty(text))
        onBlur?.(event)
      }}
    />
  )
}
