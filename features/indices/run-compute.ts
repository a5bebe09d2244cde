import {
  type BootstrapOptions,
  type BootstrapResult,
  type CompiledModel,
  EngineError,
  type IndexRun,
  type PlainIndexResult,
  plainIndex,
  runIndexParts,
  splitColumns,
  withIntervals,
} from '@hamdel/engine'
import type { ReadSheets } from './run-input.ts'
import { compareGroups, questionLines } from './run-parts.ts'
import {
  ANONYMITY_FLOOR,
  type GroupResult,
  type Method,
  type RunRecipe,
  type RunResult,
  type Value,
  type ValueRow,
} from './run-result.ts'
import { compareModels, indexValue } from './side-by-side.ts'

const MAX_GROUPS = 60
const PERMUTATIONS = 1_000

export interface ComputeOptions {
  seed: number
  hasGroups: boolean
  compare: readonly string[] | null
  bootstrap(
    compiled: CompiledModel,
    rows: Float64Array,
    options: Pick<BootstrapOptions, 'resamples' | 'seed' | 'scheme' | 'metric' | 'onProgress'>,
  ): Promise<BootstrapResult>
  onProgress(share: number): void
}

export interface Computed {
  status: 'done' | 'refused'
  n: number
  result: RunResult
  values: ValueRow[]
}

interface Part {
  method: Method
  n: number
  run?: IndexRun
  drawn?: BootstrapResult
  plain?: PlainIndexResult
}

/**
 * Everything a run finds out, from the answers alone: the same answers and the same seed give the same numbers. Throws an
 * EngineError where the answers as a whole cannot be estimated.
 */
export async function computeRun(
  recipe: RunRecipe,
  data: ReadSheets,
  options: ComputeOptions,
): Promise<Computed> {
  const groups = options.hasGroups ? [...splitColumns(data.columns, data.labels)] : []
  const sizeOf = (columns: Readonly<Record<string, Float64Array>>) => Object.values(columns)[0]?.length ?? 0
  groups.sort(([a, x], [b, y]) => sizeOf(y) - sizeOf(x) || (a < b ? -1 : 1))
  const chosen = groups.slice(0, MAX_GROUPS)
  // Progress counts respondents times resamples: the whole once, and every group that is large enough.
  const weights = [data.n, ...chosen.map(([, columns]) => sizeOf(columns))].map((n) =>
    n >= recipe.floor ? n : 0,
  )
  const total = weights.reduce((sum, n) => sum + n, 0) || 1
  let before = 0
  const estimate = async (columns: ReadSheets['columns'], i: number): Promise<Part> => {
    const part = await estimatePart(recipe, columns, options, (share) =>
      options.onProgress((0.97 * (before + share * weights[i]!)) / total),
    )
    before += weights[i]!
    return part
  }

  const result: RunResult = {
    method: 'hidden',
    whole: null,
    plain: null,
    intervalMethod: null,
    questions: [],
    groups: [],
    groupsLeftOut: groups.length - chosen.length,
    comparison: null,
    models: [],
  }
  if (data.n < ANONYMITY_FLOOR) return { status: 'refused', n: data.n, result, values: [] }
  const whole = await estimate(data.columns, 0)
  result.method = whole.method
  result.plain = whole.plain ?? null
  result.whole = whole.run
    ? whole.drawn
      ? withIntervals(whole.run.result, whole.drawn)
      : whole.run.result
    : null
  result.intervalMethod = whole.drawn ? 'percentile' : 'analytic'
  result.questions = questionLines(recipe, data.columns)
  const values = valuesOf('', whole)
  for (const [i, [key, columns]] of chosen.entries()) {
    const group = await groupResult(key, columns, (c) => estimate(c, i + 1))
    result.groups.push(group.result)
    values.push(...group.values)
  }
  if (options.compare)
    result.comparison = compareGroups(recipe, groups, options.compare, {
      seed: options.seed,
      permutations: PERMUTATIONS,
    })
  result.models = compareModels(recipe, data.columns)
  options.onProgress(1)
  return {
    status: recipe.isStructural && whole.method === 'plain' ? 'refused' : 'done',
    n: whole.n,
    result,
    values,
  }
}

async function estimatePart(
  recipe: RunRecipe,
  columns: ReadSheets['columns'],
  options: ComputeOptions,
  onProgress: (share: number) => void,
): Promise<Part> {
  const { scheme, metric, missing, resamples } = recipe
  const rows = Object.values(columns)[0]!.length
  if (recipe.isStructural && rows >= recipe.floor) {
    const run = runIndexParts(recipe.model, { columns }, { scheme, metric, missing })
    if (run.answers!.missing.rowsUsed >= recipe.floor) {
      const { rowsComplete, rowsUsed } = run.answers!.missing
      const isBootstrapped = resamples > 0 && !(missing === 'pairwise' && rowsComplete < rowsUsed)
      const drawn = isBootstrapped
        ? await options.bootstrap(run.compiled, run.answers!.rows, {
            resamples,
            seed: options.seed,
            scheme,
            metric,
            onProgress: (done, all) => onProgress(done / all),
          })
        : undefined
      return { method: 'structural', n: run.moments.n, run, ...(drawn ? { drawn } : {}) }
    }
  }
  const plain = plainIndex(recipe.model, columns, {
    missing: missing === 'pairwise' ? 'mean' : missing,
    ...(recipe.importance ? { importance: recipe.importance } : {}),
  })
  return { method: 'plain', n: plain.n, plain }
}

async function groupResult(
  key: string,
  columns: ReadSheets['columns'],
  estimate: (columns: ReadSheets['columns']) => Promise<Part>,
): Promise<{ result: GroupResult; values: ValueRow[] }> {
  const n = Object.values(columns)[0]!.length
  const empty = { key, n, indices: {}, paths: {}, r2: {}, findings: [], fault: null }
  if (n < ANONYMITY_FLOOR) return { result: { ...empty, method: 'hidden' }, values: [] }
  try {
    const part = await estimate(columns)
    const values = valuesOf(key, part)
    const indices = Object.fromEntries(
      values.map(({ construct, value, low, high }) => [construct, { value, low, high }]),
    )
    const result = part.run?.result
    const drawn = part.run && part.drawn ? withIntervals(part.run.result, part.drawn) : undefined
    const paths = Object.fromEntries(
      Object.entries(result?.paths ?? {}).map(([name, value]) => {
        const interval = drawn?.intervals.paths[name]
        return [
          name,
          { value, low: interval?.low ?? null, high: interval?.high ?? null, p: interval?.p ?? null },
        ]
      }),
    )
    const findings = (drawn ?? result ?? part.plain!).findings
    return {
      result: {
        ...empty,
        n: part.n,
        method: part.method,
        indices,
        paths,
        r2: result?.r2 ?? {},
        findings: [...findings],
      },
      values,
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return {
      result: { ...empty, method: 'failed', fault: { code: error.code, params: error.params } },
      values: [],
    }
  }
}

/** Every construct's index with its limits: bootstrap percentiles where there was one, else sd/√n. */
function valuesOf(group: string, part: Part): ValueRow[] {
  const constructs = part.run ? part.run.compiled.constructs : Object.keys(part.plain!.indices)
  return constructs.flatMap((construct) => {
    const { value, low, high } = valueIn(part, construct)
    if (value === null || !Number.isFinite(value)) return []
    return [{ group, construct, value, low, high, n: part.n, method: part.method }]
  })
}

function valueIn({ run, drawn, plain }: Part, construct: string): Value {
  const finite = (value: number) => (Number.isFinite(value) ? value : null)
  if (plain) {
    const { low, high } = plain.intervals[construct]!
    return { value: plain.indices[construct]!, low: finite(low), high: finite(high) }
  }
  const analytic = indexValue(run!, construct)
  if (!drawn) return { value: analytic.value, low: finite(analytic.low), high: finite(analytic.high) }
  const q = drawn.names.indexOf(`index:${construct}`)
  return {
    value: analytic.value,
    low: finite(drawn.percentileLow[q]!),
    high: finite(drawn.percentileHigh[q]!),
  }
}
