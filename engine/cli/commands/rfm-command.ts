import { type Rfm, rfm } from '../../src/value/rfm.ts'
import { rfmSegment, rfmSegmentLabels, rfmSegments } from '../../src/value/rfm-segments.ts'
import { type Arguments, type Language, languageOf, refuseExtra, tableOptions } from '../arguments.ts'
import { CliError } from '../cli-error.ts'
import { bar, figure, print, printJson, table } from '../output.ts'
import { isoDay } from '../parse-day.ts'
import { optionMissing, type PurchaseFile, purchaseOptions, readPurchases } from '../purchase-file.ts'

export const rfmCommand = {
  usage: 'rfm --purchases FILE.csv --customer COLUMN --date COLUMN --amount COLUMN --until DATE',
  en: 'Scores customers by how recently, how often and for how much they bought (5 is best).',
  fa: 'به مشتریان بر پایهٔ تازگی، تکرار و مبلغ خرید امتیاز می‌دهد (۵ بهترین است).',
  options: {
    ...purchaseOptions,
    groups: { type: 'string', value: 'N', en: 'number of groups by rank (5)', fa: 'شمار گروه‌ها (۵)' },
    ties: {
      type: 'string',
      value: 'order|lowest|average|highest',
      en: 'how equal values share a rank: in the order of ids (default), or their lowest, mean or highest rank',
      fa: 'رتبهٔ مقدارهای برابر: به ترتیب شناسه (پیش‌فرض) یا کمترین، میانگین یا بیشترین رتبه',
    },
    frequency: {
      type: 'string',
      value: 'days|purchases',
      en: 'count days with a purchase (default) or every row',
      fa: 'روزهای خرید شمرده شود (پیش‌فرض) یا همهٔ ردیف‌ها',
    },
    'cut-recency': {
      type: 'string',
      value: '30,90,180,365',
      en: 'fixed cuts in days instead of ranks',
      fa: 'مرزهای ثابت تازگی (روز)',
    },
    'cut-frequency': {
      type: 'string',
      value: '2,3,5,10',
      en: 'fixed cuts, as many',
      fa: 'مرزهای ثابت تکرار، به همان شمار',
    },
    'cut-monetary': {
      type: 'string',
      value: '10,20,50,100',
      en: 'fixed cuts, as many',
      fa: 'مرزهای ثابت مبلغ، به همان شمار',
    },
    'per-customer': { type: 'boolean', en: 'list every customer (JSON)', fa: 'فهرست همهٔ مشتریان (JSON)' },
    ...tableOptions,
  },
  run(args: Arguments): void {
    refuseExtra(args.positionals, 0)
    if (args.text('purchases') === undefined) throw optionMissing('--purchases', 'FILE.csv')
    const options = {
      groups: args.number('groups', 5, 2, 9, true),
      ties: args.oneOf('ties', ['order', 'lowest', 'average', 'highest']),
      frequency: args.oneOf('frequency', ['days', 'purchases']),
      cuts: cutsOf(args),
    }
    const language = languageOf(args)
    const file = readPurchases(args)
    const result = rfm({ ...file, customers: file.ids.length }, file.until, options)
    if (args.flag('json')) printJson(asJson(file, result, args.flag('per-customer')))
    else print(report(file, result, language))
  },
} as const

function cutsOf(args: Arguments) {
  const lists = (['recency', 'frequency', 'monetary'] as const).map((measure) => {
    const cuts = args.list(`cut-${measure}`)
    const numbers = cuts.map(Number)
    if (numbers.some(Number.isNaN)) {
      throw new CliError('option_value', {
        option: `--cut-${measure}`,
        value: cuts.join(','),
        expected: 'ascending numbers, separated by commas',
      })
    }
    return numbers
  })
  const [recency, frequency, monetary] = lists as [number[], number[], number[]]
  const given = lists.filter((cuts) => cuts.length > 0).length
  if (given === 0) return undefined
  if (given < 3) throw optionMissing('--cut-recency, --cut-frequency, --cut-monetary', '1,2,3,4')
  return { recency, frequency, monetary }
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}

function asJson(file: PurchaseFile, result: Rfm, perCustomer: boolean) {
  return {
    rule: result.rule,
    asOf: isoDay(file.until),
    groups: result.groups,
    customers: result.customersWithPurchases,
    purchases: file.rows - result.laterPurchases,
    laterPurchases: result.laterPurchases,
    sums: {
      recency: sum(result.recency),
      frequency: sum(result.frequency),
      purchases: sum(result.purchases),
      monetary: sum(result.monetary),
    },
    cells: result.cells,
    segments: rfmSegments(result),
    ...(perCustomer
      ? {
          scores: file.ids.flatMap((id, c) =>
            result.purchases[c] === 0
              ? []
              : [
                  {
                    id,
                    recency: result.recency[c],
                    frequency: result.frequency[c],
                    monetary: result.monetary[c],
                    r: result.recencyScore[c],
                    f: result.frequencyScore[c],
                    m: result.monetaryScore[c],
                    cell: result.cell[c],
                    segment:
                      result.groups === 5
                        ? rfmSegment(result.recencyScore[c]!, result.frequencyScore[c]!)
                        : undefined,
                  },
                ],
          ),
        }
      : {}),
  }
}

function report(file: PurchaseFile, result: Rfm, language: Language): string {
  const fa = language === 'fa'
  const n = (value: number, decimals = 0) => figure(value, decimals, language)
  const lines: string[] = []
  const later = result.laterPurchases
  lines.push(
    fa
      ? `امتیاز RFM برای ${n(result.customersWithPurchases)} مشتری از ${n(file.rows - later)} خرید تا ${isoDay(file.until)}`
      : `RFM scores of ${n(result.customersWithPurchases)} customers from ${n(file.rows - later)} purchases up to ${isoDay(file.until)}`,
  )
  lines.push(fa ? `قاعده: ${result.rule}` : `Rule: ${result.rule}`)
  if (later > 0)
    lines.push(
      fa ? `${n(later)} خرید پس از این روز کنار گذاشته شد.` : `${n(later)} later purchases were left out.`,
    )
  lines.push('')
  const segments = rfmSegments(result)
  if (segments) {
    const most = Math.max(...segments.map((row) => row.share))
    lines.push(
      table(
        [
          fa
            ? ['گروه', 'مشتری', 'سهم', 'سهم مبلغ', 'روز از آخرین خرید', '']
            : ['segment', 'customers', 'share', 'of money', 'days since', ''],
          ...segments.map((row) => [
            rfmSegmentLabels[row.segment][language],
            n(row.customers),
            `${n(100 * row.share, 1)}%`,
            `${n(100 * row.monetaryShare, 1)}%`,
            n(row.meanRecency),
            bar(row.share, most),
          ]),
        ],
        true,
      ),
      '',
    )
    const best = segments[0]!
    if (best.customers > 0) {
      lines.push(
        fa
          ? `بهترین‌ها ${n(100 * best.share, 1)}٪ مشتریان‌اند و ${n(100 * best.monetaryShare, 1)}٪ مبلغ را آورده‌اند.`
          : `Champions are ${n(100 * best.share, 1)}% of the customers and brought ${n(100 * best.monetaryShare, 1)}% of the money.`,
      )
    }
    const lost = segments.filter(({ segment }) => segment === 'atRisk' || segment === 'cannotLose')
    const share = lost.reduce((total, row) => total + row.monetaryShare, 0)
    const count = lost.reduce((total, row) => total + row.customers, 0)
    if (count > 0) {
      lines.push(
        fa
          ? `${n(count)} مشتریِ پرخرید مدتی است نیامده‌اند؛ ${n(100 * share, 1)}٪ مبلغ از آنان بود. نخست سراغ اینان بروید.`
          : `${n(count)} frequent customers have not come for long; they brought ${n(100 * share, 1)}% of the money. Call them first.`,
      )
    }
  } else {
    const cells = Object.entries(result.cells)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 15)
    const most = cells[0]?.[1] ?? 0
    lines.push(
      table(
        cells.map(([cell, count]) => [cell, n(count), bar(count, most)]),
        true,
      ),
    )
  }
  return lines.join('\n')
}
