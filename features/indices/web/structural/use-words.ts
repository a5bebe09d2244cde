import { formatMonth, toJalali } from '@hamdel/persian'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import type { Group, Model, Run } from './structural-queries.ts'

type Limits = { low?: number | null | undefined; high?: number | null | undefined }

/** Numbers and names as these screens say them. */
export function useWords() {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(() => {
    const { locale } = format
    const minus = (text: string) => (locale === 'fa' ? `\u200e${text}` : text)
    const number = (value: number | null | undefined, digits = 1) =>
      value === null || value === undefined || !Number.isFinite(value)
        ? '–'
        : value < 0
          ? minus(`−${format.number(Math.abs(value), digits)}`)
          : format.number(value, digits)
    /** «+۲٫۴», «−۰٫۳»: a change. */
    const signed = (value: number | null | undefined, digits = 1) =>
      value !== null && value !== undefined && Number(value.toFixed(digits)) > 0
        ? minus(`+${format.number(value, digits)}`)
        : number(value, digits)
    const range = ({ low, high }: Limits, digits = 1, say = number) =>
      low === null || low === undefined || high === null || high === undefined
        ? undefined
        : t('indices.structuralScreens.range', { from: say(low, digits), to: say(high, digits) })
    const monthOf = (on: string) => {
      const { year, month } = toJalali(on)
      return formatMonth(year, month, locale)
    }
    const period = (run: Pick<Run, 'fromOn' | 'toOn'>) =>
      run.fromOn && run.toOn
        ? t('indices.structuralScreens.period.between', { fromOn: run.fromOn, toOn: run.toOn })
        : run.fromOn
          ? t('indices.structuralScreens.period.since', { fromOn: run.fromOn })
          : run.toOn
            ? t('indices.structuralScreens.period.until', { toOn: run.toOn })
            : t('indices.structuralScreens.period.all')
    const groupName = (by: Run['groupBy'], group: Pick<Group, 'key' | 'label'>) => {
      if (group.label) return group.label
      if (by === 'month') return monthOf(group.key)
      if (by === 'mode') return t(`indices.structuralScreens.modes.${group.key}`)
      if (by === 'tier' || by === 'stage')
        return t(`customers.${by}.${group.key}`, { defaultValue: group.key })
      return group.key
    }
    return { locale, number, signed, range, monthOf, period, groupName }
  }, [format, t])
}

/** The names of a model's constructs and questions in the reader's language. */
export function useModelWords(model: Model | null | undefined) {
  const { locale } = useFormat()
  return useMemo(() => {
    const say = (words: { fa: string; en: string } | undefined, code: string) => words?.[locale] || code
    const constructs = new Map(model?.constructs.map((one) => [one.name, one]) ?? [])
    return {
      construct: (name: string) => say(constructs.get(name)?.label, name),
      item: (code: string) => say(model?.items[code]?.label, code),
      question: (code: string) => say(model?.items[code]?.question, code),
      model: () => say(model?.label, model?.id ?? ''),
    }
  }, [model, locale])
}
