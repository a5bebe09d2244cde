import type { PlainIndexResult } from '../src/indices/plain-index.ts'
import type { IndexModel } from '../src/indices/types.ts'
import type { Language } from './arguments.ts'
import type { GroupResult, OneResult, PathResult } from './commands/index-command.ts'
import { bar, figure, table } from './output.ts'

const MARKS = { serious: '‼', caution: '!', note: '·' } as const

/** The result as a page of text. */
export function indexReport(
  model: IndexModel,
  result: OneResult,
  groups: Record<string, GroupResult> | undefined,
  language: Language,
): string {
  const fa = language === 'fa'
  const n = (value: number | null | undefined, decimals = 0) => figure(value, decimals, language)
  const labels = new Map(model.constructs.map(({ name, label }) => [name, label?.[language] ?? name]))
  const title = model.label?.[language] ?? model.id ?? (fa ? 'مدل فایل' : 'model from file')
  const { missing, findings } = result
  const isPlain = 'method' in result
  const how = isPlain
    ? fa
      ? `میانگین وزن‌دار، وزن‌های ${result.weighting === 'equal' ? 'برابر' : 'اهمیت'}`
      : `weighted mean, ${result.weighting} weights`
    : fa
      ? `طرح ${result.scheme}، متریک ${result.metric}`
      : `${result.scheme} scheme, ${result.metric} metric`
  const target = isPlain ? model.constructs[0]!.name : result.model.target
  const lines = [fa ? `${title}: ${n(result.n)} پاسخ؛ ${how}` : `${title}: ${n(result.n)} answers; ${how}`]
  if (missing && missing.rowsComplete < missing.rowsGiven) {
    lines.push(
      fa
        ? `${n(missing.rowsGiven - missing.rowsComplete)} ردیف از ${n(missing.rowsGiven)} پاسخ خالی دارد؛ روش: ${missing.treatment}، ${n(missing.rowsUsed)} ردیف به کار رفت.`
        : `${n(missing.rowsGiven - missing.rowsComplete)} of ${n(missing.rowsGiven)} rows have blanks; treated ${missing.treatment}, ${n(missing.rowsUsed)} rows used.`,
    )
  }
  const intervals = isPlain ? result.intervals : intervalsOf(result)?.indices
  lines.push('', ...indexTable(result.indices, intervals, target, labels, language), '')
  if (isPlain) lines.push(...performanceTable(model, result, language))
  else {
    lines.push(...effectTable(result, labels, language), '', ...qualityTable(result, labels, language))
    lines.push('', ...itemTable(model, result, language), '', ...priorities(result, labels, language))
  }
  if (groups) lines.push('', ...groupTable(target, groups, labels, language))
  lines.push('', fa ? 'یافته‌ها:' : 'Findings:')
  if (findings.length === 0) lines.push(fa ? '  چیز نگران‌کننده‌ای نیست.' : '  Nothing to worry about.')
  for (const { severity, sentence } of findings) lines.push(`  ${MARKS[severity]} ${sentence[language]}`)
  return lines.join('\n')
}

type Labels = ReadonlyMap<string, string>

function intervalsOf(result: PathResult) {
  return 'intervals' in result ? result.intervals : undefined
}

function indexTable(
  indices: Record<string, number>,
  intervals: Record<string, { low: number; high: number }> | undefined,
  target: string,
  labels: Labels,
  language: Language,
): string[] {
  const fa = language === 'fa'
  const n = (value: number | null | undefined) => figure(value, 2, language)
  const head = fa ? ['شاخص (صفر تا صد)', ''] : ['index (0–100)', '']
  if (intervals) head.push(fa ? 'بازهٔ اطمینان' : 'interval')
  head.push('')
  const rows = Object.entries(indices).map(([name, index]) => {
    const row = [`${name === target ? '▸ ' : '  '}${labels.get(name) ?? name}`, n(index)]
    const interval = intervals?.[name]
    if (interval) row.push(`[${n(interval.low)}, ${n(interval.high)}]`)
    return [...row, bar(index, 100)]
  })
  return [table([head, ...rows], true)]
}

function effectTable(result: PathResult, labels: Labels, language: Language): string[] {
  const fa = language === 'fa'
  const n = (value: number | null | undefined, decimals = 3) => figure(value, decimals, language)
  const intervals = intervalsOf(result)?.paths
  const head = fa ? ['مسیر', 'ضریب', 'VIF'] : ['path', 'coefficient', 'VIF']
  if (intervals) head.push(fa ? 'بازهٔ اطمینان' : 'interval', 'p')
  const rows = Object.entries(result.paths).map(([key, value]) => {
    const [from, to] = key.split('->') as [string, string]
    const row = [
      `${labels.get(from) ?? from} → ${labels.get(to) ?? to}`,
      n(value),
      n(result.innerVif[key], 2),
    ]
    const interval = intervals?.[key]
    if (interval) row.push(`[${n(interval.low)}, ${n(interval.high)}]`, n(interval.p))
    return [...row, bar(Math.abs(value), 1, 16)]
  })
  return [table([[...head, ''], ...rows], true)]
}

function qualityTable(result: PathResult, labels: Labels, language: Language): string[] {
  const n = (value: number | null | undefined) => figure(value, 3, language)
  const head =
    language === 'fa' ? ['سازه', 'R²', 'α', 'ρA', 'ρC', 'AVE'] : ['construct', 'R²', 'α', 'ρA', 'ρC', 'AVE']
  const rows = Object.keys(result.indices).map((name) => [
    labels.get(name) ?? name,
    n(result.r2[name]),
    n(result.alpha[name]),
    n(result.rhoA[name]),
    n(result.rhoC[name]),
    n(result.ave[name]),
  ])
  return [table([head, ...rows])]
}

function itemTable(model: IndexModel, result: PathResult, language: Language): string[] {
  const n = (value: number | null | undefined, decimals = 3) => figure(value, decimals, language)
  const head =
    language === 'fa'
      ? ['گویه', 'میانگین', 'وزن', 'بار عاملی', '']
      : ['item', 'mean', 'weight', 'loading', '']
  const rows = model.constructs.flatMap(({ items }) =>
    items.map((item) => [
      item,
      n(result.means[item], 2),
      n(result.weights[item]),
      n(result.loadings[item]),
      bar(Math.abs(result.loadings[item]!), 1, 16),
    ]),
  )
  return [table([head, ...rows], true)]
}

function performanceTable(model: IndexModel, result: PlainIndexResult, language: Language): string[] {
  const n = (value: number | undefined, decimals: number) => figure(value, decimals, language)
  const head = language === 'fa' ? ['گویه', 'وزن', 'صفر تا صد', ''] : ['item', 'weight', '0–100', '']
  const rows = Object.entries(result.performance).map(([item, performance]) => [
    `${item}  ${model.items?.[item]?.label?.[language] ?? ''}`.trimEnd(),
    n(result.normalisedWeights[item], 3),
    n(performance, 2),
    bar(performance, 100),
  ])
  return [table([head, ...rows], true)]
}

/** What moves the headline most, and where there is most to gain. */
function priorities(result: PathResult, labels: Labels, language: Language): string[] {
  const fa = language === 'fa'
  const { target } = result.model
  const map = result.importancePerformance[target]?.constructs
  if (!map) return []
  const gains = Object.entries(map)
    .filter(([, { importance, performance }]) => importance > 0 && Number.isFinite(performance))
    .sort((a, b) => b[1].importance - a[1].importance)
  if (gains.length === 0) return []
  const n = (value: number, decimals: number) => figure(value, decimals, language)
  const goal = labels.get(target) ?? target
  const [name, { importance, performance }] = gains[0]!
  return [
    fa ? `آنچه «${goal}» را جابه‌جا می‌کند:` : `What moves ${goal}:`,
    table(
      gains.map(([driver, effect]) => [
        labels.get(driver) ?? driver,
        n(effect.importance, 3),
        n(effect.performance, 1),
        bar(effect.importance, gains[0]![1].importance, 16),
      ]),
      true,
    ),
    fa
      ? `هر یک نمره بهبود در «${labels.get(name) ?? name}» (اکنون ${n(performance, 1)}) حدود ${n(importance, 2)} نمره به «${goal}» می‌افزاید.`
      : `Each point gained in ${labels.get(name) ?? name} (now ${n(performance, 1)}) adds about ${n(importance, 2)} points to ${goal}.`,
  ]
}

function groupTable(
  target: string,
  groups: Record<string, GroupResult>,
  labels: Labels,
  language: Language,
): string[] {
  const fa = language === 'fa'
  const n = (value: number | null | undefined, decimals = 2) => figure(value, decimals, language)
  const rows = Object.entries(groups).map(([name, group]) =>
    'error' in group
      ? [name, n(group.n, 0), '–', group.error.message]
      : [name, n(group.n, 0), n(group.indices[target]), bar(group.indices[target]!, 100)],
  )
  return [
    fa ? `«${labels.get(target) ?? target}» در هر گروه:` : `${labels.get(target) ?? target} by group:`,
    table([fa ? ['گروه', 'پاسخ', 'شاخص', ''] : ['group', 'answers', 'index', ''], ...rows], true),
  ]
}
