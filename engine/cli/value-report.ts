import type { Language } from './arguments.ts'
import type { ValueResult } from './commands/value-command.ts'
import { bar, figure, table } from './output.ts'

const MODEL_NAMES = { bgnbd: 'BG/NBD', mbgnbd: 'MBG/NBD', paretonbd: 'Pareto/NBD' } as const

/** The result as a page of text. */
export function valueReport(result: ValueResult, top: number, language: Language): string {
  const { fit, prediction, spend, lifetime, horizon } = result
  const fa = language === 'fa'
  const n = (value: number | null | undefined, decimals = 0) => figure(value, decimals, language)
  const lines: string[] = []
  const active = prediction.alive.reduce((sum, p) => sum + p, 0)
  lines.push(
    fa
      ? `${MODEL_NAMES[result.model]}: ${n(fit.customers)} مشتری${result.until ? ` تا ${result.until}` : ''}`
      : `${MODEL_NAMES[result.model]} of ${n(fit.customers)} customers${result.until ? ` up to ${result.until}` : ''}`,
    '',
    table([
      fa ? ['پارامتر', 'برآورد', 'خطای معیار'] : ['parameter', 'estimate', 'standard error'],
      ...fit.parameterNames.map((name) => [name, n(fit.params[name], 5), n(fit.standardErrors[name], 5)]),
    ]),
    `  ${fa ? 'لگاریتم درست‌نمایی' : 'log-likelihood'} ${n(fit.logLikelihood, 4)}   AIC ${n(fit.aic, 1)}   BIC ${n(fit.bic, 1)}`,
    '',
  )
  if (spend) {
    lines.push(
      table([
        [
          fa ? 'مبلغ (گاما–گاما)' : 'spend (Gamma–Gamma)',
          fa ? 'برآورد' : 'estimate',
          fa ? 'خطای معیار' : 'standard error',
        ],
        ...spend.parameterNames.map((name) => [
          name,
          n(spend.params[name], 5),
          n(spend.standardErrors[name], 5),
        ]),
      ]),
      `  ${fa ? 'لگاریتم درست‌نمایی' : 'log-likelihood'} ${n(spend.logLikelihood, 4)}`,
      '',
    )
  }
  lines.push(
    fa
      ? `در ${horizon.text} آینده حدود ${n(prediction.total)} خرید تکراری از این مشتریان چشم‌داشتنی است؛ حدود ${n(active)} نفر (${n((100 * active) / fit.customers, 1)}٪) هنوز مشتری‌اند.`
      : `In the next ${horizon.text} about ${n(prediction.total)} repeat purchases can be expected; about ${n(active)} of the customers (${n((100 * active) / fit.customers, 1)}%) are still active.`,
  )
  const { intervals, holdout } = result
  if (intervals) {
    const { lower, upper } = intervals.total
    lines.push(
      fa
        ? `با احتمال ${n(100 * intervals.level, 1)}٪ میان ${n(lower)} و ${n(upper)} خرید.`
        : `With ${n(100 * intervals.level, 1)}% probability it will be between ${n(lower)} and ${n(upper)} purchases.`,
    )
  }
  if (spend) {
    lines.push(
      fa
        ? `میانگین مبلغ خرید یک مشتری ناشناخته ${n(spend.meanSpend, 2)} است.`
        : `A purchase of a customer about whom nothing is known amounts to ${n(spend.meanSpend, 2)} on average.`,
    )
  }
  if (lifetime) {
    lines.push(
      fa
        ? `ارزش این خریدها با تنزیل ماهانهٔ ${n(100 * result.monthlyDiscount, 1)}٪: ${n(lifetime.total)}.`
        : `They are worth ${n(lifetime.total)}, discounted at ${n(100 * result.monthlyDiscount, 1)}% a month.`,
    )
  }
  lines.push(
    '',
    fa ? 'احتمال این‌که هنوز مشتری باشند:' : 'Probability to be still a customer:',
    aliveTable(prediction.alive, language),
  )
  if (holdout) lines.push('', ...holdoutLines(holdout, language))
  if (top > 0) lines.push('', ...topTable(result, top, language))
  if (result.findings.length > 0) {
    lines.push('', fa ? 'نکته‌ها:' : 'Findings:')
    for (const { sentence } of result.findings) lines.push(`  • ${sentence[language]}`)
  }
  return lines.join('\n')
}

function aliveTable(alive: Float64Array, language: Language): string {
  const counts = new Float64Array(5)
  for (const p of alive) counts[Math.min(4, Math.floor(5 * p))]!++
  const most = Math.max(...counts)
  const n = (value: number) => figure(value, 0, language)
  return table(
    Array.from(counts, (count, k) => [`${n(20 * k)}–${n(20 * k + 20)}%`, n(count), bar(count, most)]),
    true,
  )
}

function holdoutLines(holdout: NonNullable<ValueResult['holdout']>, language: Language): string[] {
  const fa = language === 'fa'
  const n = (value: number, decimals = 0) => figure(value, decimals, language)
  return [
    fa
      ? `سنجش با آنچه تا ${holdout.until} رخ داد: ${n(holdout.actual)} خرید؛ مدل ${n(holdout.expected)} پیش‌بینی کرده بود.`
      : `Compared with what happened until ${holdout.until}: ${n(holdout.actual)} purchases, ${n(holdout.expected)} expected.`,
    table([
      fa
        ? ['خرید پیشین', 'مشتری', 'رخ‌داده', 'پیش‌بینی']
        : ['repeats before', 'customers', 'actual', 'expected'],
      ...holdout.lines.map((line) => [
        `${n(line.x)}${line.orMore ? '+' : ''}`,
        n(line.customers),
        n(line.actual, 3),
        n(line.expected, 3),
      ]),
    ]),
  ]
}

function topTable({ summary, prediction, lifetime }: ValueResult, top: number, language: Language): string[] {
  const fa = language === 'fa'
  const worth = lifetime?.value ?? prediction.expected
  const order = Array.from(worth.keys())
    .sort((a, b) => worth[b]! - worth[a]! || a - b)
    .slice(0, top)
  const most = worth[order[0] ?? 0] ?? 0
  const n = (value: number, decimals: number) => figure(value, decimals, language)
  return [
    fa ? 'باارزش‌ترین مشتریان:' : lifetime ? 'Most valuable customers:' : 'Customers who will buy most:',
    table(
      [
        fa
          ? ['شناسه', 'تکرار', 'مشتری‌بودن', 'خرید آینده', lifetime ? 'ارزش' : '', '']
          : ['id', 'repeats', 'P(alive)', 'purchases', lifetime ? 'value' : '', ''],
        ...order.map((i) => [
          summary.ids[i]!,
          n(summary.x[i]!, 0),
          n(prediction.alive[i]!, 3),
          n(prediction.expected[i]!, 2),
          lifetime ? n(lifetime.value[i]!, 2) : '',
          bar(worth[i]!, most, 16),
        ]),
      ],
      true,
    ),
  ]
}
