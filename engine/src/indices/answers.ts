import { EngineError } from '../errors.ts'
import { type Finding, makeFinding } from './finding-sentences.ts'
import { checkRowCount, isConstant } from './moments.ts'
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
  const p = compiled.items.length
  const findings: Finding[] = []
  const cleaned = compiled.items.map((_, i) => cleanColumn(compiled, i, columns, options, findings))
  const rowsGiven = cleaned[0]!.length
  const perItem = new Int32Array(p)
  let rowsEmpty = 0
  let rowsComplete = 0
  const kept = new Int32Array(rowsGiven)
  let n = 0
  for (let row = 0; row < rowsGiven; row++) {
    let gaps = 0
    for (let i = 0; i < p; i++) if (Number.isNaN(cleaned[i]![row]!)) gaps++
    if (gaps === 0) rowsComplete++
    if (gaps === p) {
      rowsEmpty++
      continue
    }
    if (gaps > 0) for (let i = 0; i < p; i++) if (Number.isNaN(cleaned[i]![row]!)) perItem[i]!++
    if (gaps === 0 || treatment !== 'casewise') kept[n++] = row
  }
  for (const [i, item] of compiled.items.entries())
    if (rowsGiven > rowsEmpty && perItem[i] === rowsGiven - rowsEmpty)
      throw new EngineError('item_no_answers', { item })
  checkRowCount(compiled, n)
  const rowNumbers = kept.slice(0, n)
  const rows = new Float64Array(n * p)
  for (let i = 0; i < p; i++) {
    const column = cleaned[i]!
    for (let r = 0; r < n; r++) rows[r * p + i] = column[rowNumbers[r]!]!
  }
  if (treatment === 'mean') replaceByMeans(rows, n, p)
  const pairs =
    treatment === 'pairwise' && rowsComplete < n ? pairwiseMoments(rows, n, compiled.items) : undefined
  const moments = pairs?.moments ?? momentsOfRows(rows, n, p)
  for (const [i, item] of compiled.items.entries()) {
    if (isConstant(moments.covariance[i * p + i]!, moments.means[i]!))
      throw new EngineError('item_constant', { item })
    const share = perItem[i]! / (rowsGiven - rowsEmpty)
    if (share > 0.05)
      findings.push(
        makeFinding('missing_many', share > 0.15 ? 'serious' : 'caution', {
          item,
          value: share,
          threshold: 0.05,
          percent: Math.round(100 * share),
        }),
      )
  }
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
      perItem: Object.fromEntries(
        compiled.items.flatMap((item, i) => (perItem[i] ? [[item, perItem[i]!]] : [])),
      ),
      ...(pairs ? { smallestPair: pairs.smallest } : {}),
    },
    findings,
  }
}

function cleanColumn(
  compiled: CompiledModel,
  i: number,
  columns: Columns,
  { missingCodes = [], outOfScale = 'keep' }: AnswerOptions,
  findings: Finding[],
): Float64Array {
  const item = compiled.items[i]!
  if (!Object.hasOwn(columns, item)) throw new EngineError('item_missing', { item })
  const given = columns[item]!
  const expected = columns[compiled.items[0]!]!.length
  if (given.length !== expected) throw new EngineError('item_length', { item, rows: given.length, expected })
  const min = compiled.scaleMin[i]!
  const max = compiled.scaleMax[i]!
  const reversed = compiled.reversed[i] === 1
  const column = new Float64Array(given.length)
  let outside = 0
  let example = Number.NaN
  for (let row = 0; row < column.length; row++) {
    let value = given[row]!
    if (!Number.isFinite(value) || missingCodes.includes(value)) value = Number.NaN
    if (value < min || value > max) {
      if (outside++ === 0) example = value
      if (outOfScale === 'missing') value = Number.NaN
    }
    column[row] = reversed ? min + max - value : value
  }
  if (outside > 0) {
    const facts = { item, count: outside, min, max, value: example }
    if (outOfScale === 'refuse') throw new EngineError('item_out_of_scale', facts)
    findings.push(makeFinding('out_of_scale', outOfScale === 'missing' ? 'caution' : 'serious', facts))
  }
  return column
}

function replaceByMeans(rows: Float64Array, n: number, p: number): void {
  for (let i = 0; i < p; i++) {
    let sum = 0
    let count = 0
    for (let r = 0; r < n; r++) {
      const value = rows[r * p + i]!
      if (Number.isNaN(value)) continue
      sum += value
      count++
    }
    if (count < n)
      for (let r = 0; r < n; r++) if (Number.isNaN(rows[r * p + i]!)) rows[r * p + i] = sum / count
  }
}

/** Means and covariances (n − 1) of complete rows (n × p), in two passes so that no digits are lost. */
export function momentsOfRows(rows: Float64Array, n: number, p: number): Moments {
  const means = new Float64Array(p)
  for (let at = 0; at < n * p; at += p) for (let i = 0; i < p; i++) means[i]! += rows[at + i]!
  for (let i = 0; i < p; i++) means[i]! /= n
  const scatter = new Float64Array(p * p)
  const centred = new Float64Array(p)
  for (let at = 0; at < n * p; at += p) {
    for (let i = 0; i < p; i++) centred[i] = rows[at + i]! - means[i]!
    for (let i = 0; i < p; i++) {
      const value = centred[i]!
      const line = i * p
      for (let j = 0; j <= i; j++) scatter[line + j]! += value * centred[j]!
    }
  }
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      const covariance = scatter[i * p + j]! / (n - 1)
      scatter[i * p + j] = covariance
      scatter[j * p + i] = covariance
    }
  return { n, means, covariance: scatter }
}
