import {
  type DateStyle,
  formatDate,
  formatDateTime,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPhone,
  formatRelative,
  formatTime,
  formatTrackingCode,
  JALALI_MONTHS,
  tehranDay,
  toJalali,
  toPersianDigits,
} from '@hamdel/persian'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Locale } from '../i18n.ts'
import { useSession } from '../session.ts'

export type Money = bigint | number | string
export type When = string | Date

const isDay = (value: When) => typeof value === 'string' && value.length === 10
const other: Record<Locale, Locale> = { fa: 'en', en: 'fa' }

export function useLocale(): Locale {
  return useTranslation().i18n.language === 'en' ? 'en' : 'fa'
}

/** The unit in which this company speaks of money. */
export function useMoneyUnit(): 'rial' | 'toman' {
  return useSession()?.company.moneyUnit === 'rial' ? 'rial' : 'toman'
}

/** The same moment in the other calendar, for titles: «24 Nov 2026» over a Jalali date, "3 Azar 1405" over a Gregorian one. */
export function otherCalendar(value: When, locale: Locale): string {
  if (locale === 'fa')
    return isDay(value) ? formatDate(value, 'en', 'long') : formatDateTime(value, 'en', 'long')
  const { year, month, day } = toJalali(isDay(value) ? (value as string) : tehranDay(new Date(value)))
  return `${day} ${JALALI_MONTHS.en[month - 1]} ${year}`
}

/** Every number, amount and moment a person reads goes through here. */
export function useFormat() {
  const locale = useLocale()
  const unit = useMoneyUnit()
  return useMemo(
    () => ({
      locale,
      otherLocale: other[locale],
      number: (n: number | bigint, fractionDigits?: number) =>
        formatNumber(n, locale, fractionDigits === undefined ? {} : { fractionDigits }),
      /** 0.256 → «۲۵٫۶٪» */
      percent: (ratio: number, fractionDigits = 0) =>
        `${formatNumber(ratio * 100, locale, { fractionDigits })}${locale === 'fa' ? '٪' : '%'}`,
      money: (rials: Money, shownIn: 'rial' | 'toman' = unit) => formatMoney(rials, shownIn, locale),
      date: (value: When, style?: DateStyle) => formatDate(value, locale, style),
      dateTime: (value: When, style?: DateStyle) => formatDateTime(value, locale, style),
      time: (value: When) => formatTime(value, locale),
      relative: (value: When, now = new Date()) => formatRelative(value, now, locale),
      duration: (seconds: number) => formatDuration(seconds, locale),
      phone: (e164: string) => formatPhone(e164, locale),
      trackingCode: (code: string) => formatTrackingCode(code, locale),
      /** Digits inside any text in this locale's signs. */
      digits: (text: string | number) => (locale === 'fa' ? toPersianDigits(text) : String(text)),
    }),
    [locale, unit],
  )
}
