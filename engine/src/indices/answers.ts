import { EngineError } from '../errors.ts'
import { type Finding, makeFinding } from './finding-sentences.ts'
import { checkRowCount, isConstant, momentsOfRows } from './moments.ts'
import { pairwiseMoments } from './pairwise.ts'
import type { CompiledModel, Moments } from './types.ts'

/**
 * What to do with missing answers. 'mean': the item's mean stands in. 'casewise': only complete rows count.
 * 'pairwise': every covariance comes from the rows that have both items.
 */
export type MissingTreatment = 'mean' | 'casewise' | 'pairwise'

/** Columns by item name, one number per respondent, NaN where missing. Further columns are ignored. */
export type Columns = Readonly<Record<string, Float64Array>>

export interface AnswerOptions {
  /** 'mean' where left out. */
  missing?: MissingTreatment
  /** Values that stand for "no answer" (98, 99 …) in every item. */
  missingCodes?: readonly number[]
  /** Values outside an item's scale: kept with a finding (default), taken as missing, or refused. */
  outOfScale?: 'keep' | 'missing' | 'refuse'
}

/** Said with every result. */
export interface MissingReport {
  treatment: MissingTreatment
  /** Rows given, rows without any missing answer, rows that count, rows without any answer at all (never counted). */
  rowsGiven: number
  rowsComplete: number
  rowsUsed: number
  rowsEmpty: number
  /** Missing answers per item among the rows with any answer; items without any are left out. */
  perItem: Readonly<Record<string, number>>
  /** Pairwise only: the smallest number of rows behind any covariance. */
  smallestPair?: number
}

/** Answers ready for estimation: items in the order of `compiled.items`, reversed where the model says so. */
export interface Answers {
  /** Rows that count. */
  n: number
  /** n × p, row after row, complete – except with 'pairwise', where NaN marks a missing answer. */
  rows: Float64Array
  /** n: the caller's row number of every row that counts. */
  rowNumbers: Int32Array
  moments: Moments
  missing: MissingReport
  findings: readonly Finding[]
}

/**
 * Reads a model's items out of columns: missing codes and scales, reversal (x → min + max − x), missing treatment, moments.
 * Throws an EngineError naming the item for a column that is missing, of another length, without answers or constant, and
 * `too_few_rows` where the model cannot be estimated from the rows left.
 */
export function readAnswers(compiled: CompiledModel, columns: Columns, options: AnswerOptions = {}): Answers {
  const treatment = options.missing ?? 'mean'
  const { items } = compiled
  const p = items.length
  const readers = items.map((_, i) => readerOf(compiled, i, columns, options))
  const rowsGiven = readers[0]!.column.length
  const gaps = new Uint16Array(rowsGiven)
  const findings = readers.flatMap((reader) => inspect(compiled, reader, gaps, options.outOfScale))
  let rowsEmpty = 0
  let rowsComplete = 0
  let n = 0
  const kept = new Int32Array(rowsGiven)
  for (let row = 0; row < rowsGiven; row++) {
    if (gaps[row] === 0) rowsComplete++
    else if (gaps[row] === p) rowsEmpty++
    if (gaps[row] === 0 || (treatment !== 'casewise' && gaps[row]! < p)) kept[n++] = row
  }
  const answering = rowsGiven - rowsEmpty
  const perItem = new Int32Array(p)
  for (const [i, item] of items.entries()) {
    perItem[i] = readers[i]!.missing - rowsEmpty
    if (answering > 0 && perItem[i] === answering) throw new EngineError('item_no_answers', { item })
    if (perItem[i]! > MANY_MISSING * answering)
      findings.push(missingFinding(compiled, item, perItem[i]! / answering))
  }
  checkRowCount(compiled, n)
  const rowNumbers = kept.slice(0, n)
  const rows = layOut(readers, rowNumbers)
  if (treatment === 'mean' && rowsComplete < n) replaceByMeans(rows, n, p)
  const pairs = treatment === 'pairwise' && rowsComplete < n ? pairwiseMoments(rows, n, items) : undefined
  const moments = pairs?.moments ?? momentsOfRows(rows, n, p)
  for (const [i, item] of items.entries())
    if (isConstant(moments.covariance[i * p + i]!, moments.means[i]!))
      throw new EngineError('item_constant', { item })
  return {
    n: moments.n,
    rows,
    rowNumbers,
    moments,
    missing: {
      treatment,
      rowsGiven,
      rowsComplete,
      rowsUsed: n,
      rowsEmpty,
      perItem: Object.fromEntries(items.flatMap((item, i) => (perItem[i] ? [[item, perItem[i]!]] : []))),
      ...(pairs ? { smallestPair: pairs.smallest } : {}),
    },
    findings,
  }
}

/** Hair et al. (2022): below 5 % missing per item, mean replacement does little harm; above 15 % the item is in doubt. */
const MANY_MISSING = 0.05
const TOO_MANY_MISSING = 0.15

function missingFinding(compiled: CompiledModel, item: string, share: number): Finding {
  return makeFinding(
    'missing_many',
    share > TOO_MANY_MISSING ? 'serious' : 'caution',
    {
      item,
      value: share,
      threshold: MANY_MISSING,
      percent: Math.round(100 * share),
    },
    compiled.model,
  )
}

/** One item's column and how to read it. */
interface Reader {
  item: string
  column: Float64Array
  codes: readonly number[]
  min: number
  max: number
  reversed: boolean
  /** Answers outside the scale are missing. */
  dropOutside: boolean
  /** Missing answers, once inspected. */
  missing: number
}

function readerOf(compiled: CompiledModel, i: number, columns: Columns, options: AnswerOptions): Reader {
  const item = compiled.items[i]!
  if (!Object.hasOwn(columns, item)) throw new EngineError('item_missing', { item })
  const column = columns[item]!
  const expected = columns[compiled.items[0]!]!.length
  if (column.length !== expected)
    throw new EngineError('item_length', { item, rows: column.length, expected })
  return {
    item,
    column,
    codes: options.missingCodes ?? [],
    min: compiled.scaleMin[i]!,
    max: compiled.scaleMax[i]!,
    reversed: compiled.reversed[i] === 1,
    dropOutside: options.outOfScale === 'missing',
    missing: 0,
  }
}

function isMissing(value: number, { codes, min, max, dropOutside }: Reader): boolean {
  if (!Number.isFinite(value)) return true
  if (codes.length > 0 && codes.includes(value)) return true
  return dropOutside && (value < min || value > max)
}

/**
 * Counts a reader's missing answers, in all and per row, and the answers outside its scale. One pass over local variables:
 * with a million respondents and two dozen items this loop runs 24 million times.
 */
function inspect(
  compiled: CompiledModel,
  reader: Reader,
  gaps: Uint16Array,
  outOfScale: AnswerOptions['outOfScale'],
): Finding[] {
  const { item, column, codes, min, max, dropOutside } = reader
  const coded = codes.length > 0
  let outside = 0
  let example = Number.NaN
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!
    if (value >= min && value <= max && !(coded && codes.includes(value))) continue
    const known = Number.isFinite(value) && !(coded && codes.includes(value))
    if (known && outside++ === 0) example = value
    if (known && !dropOutside) continue
    gaps[row]!++
    reader.missing++
  }
  if (outside === 0) return []
  const facts = { item, count: outside, min, max, value: example }
  if (outOfScale === 'refuse') throw new EngineError('item_out_of_scale', facts)
  return [
    makeFinding('out_of_scale', outOfScale === 'missing' ? 'caution' : 'serious', facts, compiled.model),
  ]
}

/** Columns to rows, a few hundred rows at a time, so that what is written stays in the processor's cache. */
function layOut(readers: readonly Reader[], rowNumbers: Int32Array): Float64Array {
  const p = readers.length
  const n = rowNumbers.length
  const rows = new Float64Array(n * p)
  for (let from = 0; from < n; from += 256)
    for (const [i, reader] of readers.entries()) {
      const { column, reversed, min, max, missing } = reader
      for (let r = from; r < Math.min(n, from + 256); r++) {
        const value = column[rowNumbers[r]!]!
        const turned = reversed ? min + max - value : value
        rows[r * p + i] = missing > 0 && isMissing(value, reader) ? Number.NaN : turned
      }
    }
  return rows
}

function replaceByMeans(rows: Float64Array, n: number, p: number): void {
  const sums = new Float64Array(p)
  const counts = new Float64Array(p)
  for (let at = 0; at < n * p; at += p)
    for (let i = 0; i < p; i++) {
      const value = rows[at + i]!
      if (Number.isNaN(value)) continue
      sums[i]! += value
      counts[i]!++
    }
  for (let at = 0; at < n * p; at += p)
    for (let i = 0; i < p; i++) if (Number.isNaN(rows[at + i]!)) rows[at + i] = sums[i]! / counts[i]!
}
