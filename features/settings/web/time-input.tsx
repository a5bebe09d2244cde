import { toLatinDigits } from '@hamdel/persian'
import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseTime } from '../../../web/ui/calendar.ts'
import { useFormat } from '../../../web/ui/format.ts'

type Props = Omit<TextInputProps, 'value' | 'onChange'> & {
  /** «HH:MM»; a day may close at 24:00. */
  value: string
  onChange: (value: string) => void
}

const read = (text: string) => (/^24(:?00)?$/.test(toLatinDigits(text).trim()) ? '24:00' : parseTime(text))

/** A time of day, in any digits: «۸», «۸:۳۰», «1730». */
export function TimeInput({ value, onChange, error, ...rest }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = format.digits(value)
  const [text, setText] = useState(shown)
  const [isWrong, setWrong] = useState(false)
  useEffect(() => {
    setText(shown)
    setWrong(false)
  }, [shown])
  const leave = () => {
    const time = read(text)
    setWrong(!time)
    if (!time) return
    setText(format.digits(time))
    if (time !== value) onChange(time)
  }
  return (
    <TextInput
      inputMode="numeric"
      dir="ltr"
      w={92}
      {...rest}
      value={text}
      error={isWrong ? t('ui.date.notATime') : error}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && leave()}
    />
  )
}
