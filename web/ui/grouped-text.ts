import { toLatinDigits, toPersianDigits } from '@hamdel/persian'
import { type ChangeEvent, useLayoutEffect, useRef, useState } from 'react'
import type { Locale } from '../i18n.ts'

const SEPARATORS = /[,٬،\s]/g
const isSeparator = (letter: string) => /[,٬،\s]/.test(letter)

/** Thousands as typed: «۱۲۳۴۵» becomes «۱۲٬۳۴۵». What is not a plain number («۲ میلیون») is left alone. */
export function groupDigits(text: string, locale: Locale): string {
  const latin = toLatinDigits(text).replace(SEPARATORS, '').replace(/٫/g, '.')
  const number = /^(-?)(\d+)(\.\d*)?$/.exec(latin)
  if (!number) return locale === 'fa' ? toPersianDigits(text) : toLatinDigits(text)
  const grouped = `${number[1]}${number[2]!.replace(/\B(?=(\d{3})+$)/g, ',')}${number[3] ?? ''}`
  return locale === 'fa' ? toPersianDigits(grouped).replaceAll(',', '٬').replace('.', '٫') : grouped
}

/** A text input that groups digits while the caret stays behind the digit it was behind. */
export function useGroupedText(initial: string, locale: Locale, grouping = true) {
  const shape = (text: string) =>
    grouping ? groupDigits(text, locale) : locale === 'fa' ? toPersianDigits(text) : toLatinDigits(text)
  const [text, setText] = useState(() => shape(initial))
  const input = useRef<HTMLInputElement>(null)
  const digitsAfterCaret = useRef<number>(undefined)

  useLayoutEffect(() => {
    const after = digitsAfterCaret.current
    if (after === undefined || !input.current) return
    digitsAfterCaret.current = undefined
    let at = text.length
    for (let seen = 0; at > 0 && seen < after; at--) if (!isSeparator(text[at - 1]!)) seen++
    input.current.setSelectionRange(at, at)
  }, [text])

  const type = (event: ChangeEvent<HTMLInputElement>) => {
    const { value, selectionStart } = event.currentTarget
    digitsAfterCaret.current = value.slice(selectionStart ?? value.length).replace(SEPARATORS, '').length
    const shaped = shape(value)
    setText(shaped)
    return shaped
  }
  return { text, input, type, show: (next: string) => setText(shape(next)) }
}
