import { summarisePurchases } from '../src/value/summarise.ts'
import type { Arguments } from './arguments.ts'
import { CliError } from './cli-error.ts'
import type { ValueResult } from './commands/value-command.ts'
import { resolveFile } from './open-text.ts'
import { isoDay, parseDay } from './parse-day.ts'
import { optionMissing, readPurchases } from './purchase-file.ts'
import { readSummary, type SummaryFile } from './summary-file.ts'

export interface Customers {
  summary: SummaryFile
  /** Last day of the observation; null for summaries. */
  until: string | null
  /** Purchases (days) of each customer after that, where asked for. */
  held: { counts: Float64Array; units: number; until: string } | null
  findings: ValueResult['findings']
}

/** The customers that the options name: a summary, or purchases that are summed up first. */
export function readCustomers(args: Arguments, timeUnit: 'weeks' | 'days'): Customers {
  const summaryName = args.text('summary')
  const hasPurchases = args.text('purchases') !== undefined
  if (summaryName !== undefined && hasPurchases) {
    throw new CliError('option_conflict', { first: '--summary', second: '--purchases' })
  }
  if (summaryName !== undefined) {
    if (args.text('holdout') !== undefined) {
      throw new CliError('option_conflict', { first: '--summary', second: '--holdout' })
    }
    const options = { separator: args.separator(), noHeader: args.flag('no-header') }
    return { summary: readSummary(resolveFile(summaryName), options), until: null, held: null, findings: [] }
  }
  if (!hasPurchases) throw optionMissing('--summary', 'FILE.csv | --purchases FILE.csv')
  const holdoutDay = readHoldout(args.text('holdout'))
  const file = readPurchases(args)
  const daysPerUnit = timeUnit === 'weeks' ? 7 : 1
  if (holdoutDay !== undefined && holdoutDay <= file.until) {
    throw new CliError('option_value', {
      option: '--holdout',
      value: isoDay(holdoutDay),
      expected: `a day after ${isoDay(file.until)} (--until)`,
    })
  }
  const summed = summarisePurchases(file, { end: file.until, holdoutEnd: holdoutDay, daysPerUnit })
  const summary: SummaryFile = { ...summed, ids: Array.from(summed.customer, (code) => file.ids[code]!) }
  const held =
    holdoutDay === undefined
      ? null
      : { counts: summed.holdout, units: (holdoutDay - file.until) / daysPerUnit, until: isoDay(holdoutDay) }
  const end = isoDay(file.until)
  const findings: ValueResult['findings'] = []
  if (!file.untilGiven) {
    findings.push({
      code: 'until_assumed',
      sentence: {
        en: `--until was not given: the observation ends with the last purchase, ${end}.`,
        fa: `‎--until داده نشد؛ پایان مشاهده روز آخرین خرید گرفته شد: ${end}.`,
      },
    })
  }
  if (summed.acquiredLater > 0) {
    findings.push({
      code: 'customers_later',
      sentence: {
        en: `${summed.acquiredLater} customers bought only after ${end} and were left out.`,
        fa: `${summed.acquiredLater} مشتری فقط پس از ${end} خرید کرده‌اند و کنار گذاشته شدند.`,
      },
    })
  }
  return { summary, until: end, held, findings }
}

function readHoldout(text: string | undefined): number | undefined {
  const day = text === undefined ? undefined : parseDay(text)
  if (text !== undefined && day === undefined) {
    throw new CliError('option_value', {
      option: '--holdout',
      value: text,
      expected: 'a day like 1998-06-30',
    })
  }
  return day
}

const DAYS = { d: 1, w: 7, m: 365.25 / 12, y: 365.25 } as const

/** A time ahead like 26w, in the unit of T. */
export function readHorizon(text: string, timeUnit: 'weeks' | 'days'): { text: string; units: number } {
  const match = /^(\d+(?:\.\d+)?)([dwmy]?)$/.exec(text.trim())
  const days = match ? Number(match[1]) * DAYS[(match[2] || 'w') as keyof typeof DAYS] : Number.NaN
  if (!(days > 0 && days <= 36_525)) {
    throw new CliError('option_value', {
      option: '--horizon',
      value: text,
      expected: 'a number with d, w, m or y, up to 100 years (26w)',
    })
  }
  return { text: text.trim(), units: timeUnit === 'weeks' ? days / 7 : days }
}
