import { EngineError } from '../errors.ts'
import { momentsOfSums, type Sums } from './moments.ts'
import type { CompiledModel, Moments } from './types.ts'

export interface MomentsSqlOptions {
  /** A table or view, with its schema where needed: ['survey', 'answers']. Quoted here. */
  table: string | readonly string[]
  /** The column that holds an item where its name differs. */
  columns?: Readonly<Record<string, string>>
  /** One result row per value of this column. */
  groupBy?: string
  /** Values that stand for "no answer". */
  missingCodes?: readonly number[]
  /** Rows with an answer outside its scale do not count. Off where left out, as in `readAnswers`. */
  withinScale?: boolean
}

/** A row of the statement's result. bigint arrives as text from most drivers. */
export interface MomentsRow {
  group_value?: unknown
  n: number | string | bigint
  sums: readonly number[] | null
  products: readonly number[] | null
}

/**
 * A PostgreSQL statement that reduces a table of answers (one column per item) to n, sums and crossproducts of its complete
 * rows, reversal included: one scan, p + p(p + 1)/2 sums. `products` is the lower triangle row after row. Read the result
 * with `momentsOfSqlRow`. Names are quoted; numbers are written by this function; nothing else enters the text.
 */
export function momentsSql(compiled: CompiledModel, options: MomentsSqlOptions): string {
  const { items, scaleMin, scaleMax, reversed } = compiled
  const own = options.columns ?? {}
  const column = (item: string) => quoteIdentifier(Object.hasOwn(own, item) ? own[item]! : item)
  const codes = (options.missingCodes ?? []).map(number)
  const values = items.map((item, i) => {
    const value = `${column(item)}::float8`
    const known =
      codes.length > 0 ? `case when ${value} in (${codes.join(', ')}) then null else ${value} end` : value
    return reversed[i] ? `${number(scaleMin[i]! + scaleMax[i]!)} - (${known})` : known
  })
  const names = items.map((_, i) => `x${i}`)
  const complete = names.map((name, i) =>
    options.withinScale
      ? `${name} between ${number(scaleMin[i]!)} and ${number(scaleMax[i]!)}`
      : // Neither null nor NaN nor infinite: a NaN is greater than infinity in PostgreSQL.
        `${name} > '-infinity' and ${name} < 'infinity'`,
  )
  const products = names.flatMap((a, i) => names.slice(0, i + 1).map((b) => `sum(${a} * ${b})`))
  const group = options.groupBy === undefined ? undefined : quoteIdentifier(options.groupBy)
  return [
    `select ${group ? 'group_value, ' : ''}count(*) as n,`,
    `  array[${names.map((name) => `sum(${name})`).join(', ')}] as sums,`,
    `  array[${products.join(', ')}] as products`,
    'from (',
    `  select ${[...(group ? [`${group} as group_value`] : []), ...values.map((value, i) => `${value} as x${i}`)].join(',\n    ')}`,
    `  from ${[options.table].flat().map(quoteIdentifier).join('.')}`,
    ') as answers',
    `where ${complete.join('\n  and ')}`,
    ...(group ? ['group by group_value', 'order by group_value'] : []),
  ].join('\n')
}

/** Sums of one result row of `momentsSql`; without any complete row n is 0 and the sums are 0. */
export function sumsOfSqlRow(compiled: CompiledModel, row: MomentsRow): Sums {
  const p = compiled.items.length
  const n = Number(row.n)
  const sums = new Float64Array(p)
  const products = new Float64Array(p * p)
  if (n === 0) return { n, sums, products }
  if (row.sums?.length !== p || row.products?.length !== (p * (p + 1)) / 2)
    throw new EngineError('moments_shape', { items: p, expected: 'a row of momentsSql of the same model' })
  sums.set(row.sums.map(Number))
  let at = 0
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) products[i * p + j] = products[j * p + i] = Number(row.products[at++])
  return { n, sums, products }
}

/** Moments of one result row of `momentsSql`. */
export function momentsOfSqlRow(compiled: CompiledModel, row: MomentsRow): Moments {
  return momentsOfSums(sumsOfSqlRow(compiled, row))
}

function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0'))
    throw new EngineError('option_invalid', {
      option: 'column',
      value: name,
      expected: 'a column or table name',
    })
  return `"${name.replaceAll('"', '""')}"`
}

function number(value: number): string {
  if (!Number.isFinite(value))
    throw new EngineError('option_invalid', {
      option: 'missingCodes',
      value: String(value),
      expected: 'a number',
    })
  return value < 0 ? `(${value})` : String(value)
}
