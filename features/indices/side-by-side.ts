import {
  EngineError,
  findModel,
  type IndexModel,
  type IndexRun,
  normalQuantile,
  runIndexParts,
} from '@hamdel/engine'
import { bindTo, type ItemSource, loyaltyOf } from './index-model.ts'
import type { ModelLine, RunRecipe } from './run-result.ts'

const MODELS = ['acsi', 'ecsi', 'ecsi6', 'swics', 'epsi'] as const

/**
 * Codes that different models give to the same question: overall satisfaction, expectation met, distance to the ideal;
 * expected quality, fit and reliability; price for quality and quality for price; buying again and recommending. What is
 * not asked in the same words is not in the list: an instrument must then ask it by the model's own code.
 */
const SAME: readonly (readonly string[])[] = [
  ['SATIS', 'CUSA1', 'sat1', 'sati1'],
  ['CONFIRM', 'CUSA2', 'sat2', 'sati2'],
  ['IDEAL', 'CUSA3', 'sat3', 'sati3'],
  ['OVERALLX', 'CUEX1', 'expe1'],
  ['CUSTOMX', 'CUEX2'],
  ['WRONGX', 'CUEX3'],
  ['OVERALLQ', 'PERQ1'],
  ['PQ', 'PERV1', 'valu1'],
  ['QP', 'PERV2', 'valu2'],
  ['REPUR', 'CUSL1', 'loy1', 'loya1'],
  ['CUSL3', 'loy2', 'loya3'],
]

/** The model in the words of an instrument that asks some of its questions under other codes; or what it lacks. */
export function translate(
  model: IndexModel,
  asked: ReadonlySet<string>,
): { model: IndexModel } | { missing: string[] } {
  const codeOf = (item: string): string | undefined => {
    if (asked.has(item)) return item
    const same = SAME.find((codes) => codes.includes(item)) ?? []
    return same.find((code) => asked.has(code))
  }
  const items = model.constructs.flatMap((construct) => construct.items)
  const missing = items.filter((item) => codeOf(item) === undefined)
  if (missing.length > 0) return { missing }
  const constructs = model.constructs.map((construct) => ({
    ...construct,
    items: construct.items.map((item) => codeOf(item)!),
  }))
  return { model: { ...model, constructs, items: {} } }
}

/** Which codes the models that fit need, beside the run's own. */
export function codesOfModels(asked: readonly ItemSource[]): string[] {
  const codes = new Set(asked.map(({ code }) => code))
  const fitting = MODELS.flatMap((id) => {
    const found = translate(findModel(id), codes)
    return 'model' in found ? [found.model] : []
  })
  return fitting.length < 2
    ? []
    : [...new Set(fitting.flatMap((model) => model.constructs.flatMap(({ items }) => items)))]
}

/** The respondents who answered everything that the fitting models need: all models are estimated on just these. */
export function compareModels(
  recipe: Pick<RunRecipe, 'asked' | 'scheme' | 'metric' | 'floor'>,
  columns: Readonly<Record<string, Float64Array>>,
): ModelLine[] {
  const asked = new Map(recipe.asked.map((source) => [source.code, source]))
  const found = MODELS.map((id) => ({ id, ...translate(findModel(id), new Set(asked.keys())) }))
  const needed = codesOfModels(recipe.asked)
  const length = Object.values(columns)[0]?.length ?? 0
  const complete = Array.from({ length }, (_, row) => row).filter((row) =>
    needed.every((code) => !Number.isNaN(columns[code]![row]!)),
  )
  const common = Object.fromEntries(
    needed.map((code) => [code, Float64Array.from(complete, (row) => columns[code]![row]!)]),
  )
  return found.map((line): ModelLine => {
    const empty = { n: null, satisfaction: null, loyalty: null, paths: {}, fault: null }
    if ('missing' in line && line.missing) return { modelId: line.id, missing: line.missing, ...empty }
    if (needed.length === 0) return { modelId: line.id, missing: [], ...empty }
    try {
      if (complete.length < recipe.floor)
        throw new EngineError('too_few_rows', { rows: complete.length, needed: recipe.floor })
      const { model } = bindTo((line as { model: IndexModel }).model, asked)
      const run = runIndexParts(model, { columns: common }, { scheme: recipe.scheme, metric: recipe.metric })
      const loyalty = loyaltyOf(model)
      return {
        modelId: line.id,
        missing: [],
        n: run.moments.n,
        satisfaction: indexValue(run, run.result.model.target),
        loyalty: loyalty === null ? null : indexValue(run, loyalty),
        paths: run.result.paths,
        fault: null,
      }
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      return { modelId: line.id, missing: [], ...empty, fault: { code: error.code, params: error.params } }
    }
  })
}

/** An index with the analytic 95 % interval, weights taken as known. */
export function indexValue(run: IndexRun, construct: string): { value: number; low: number; high: number } {
  const k = run.compiled.constructs.indexOf(construct)
  const value = run.estimate.index[k]!
  const half = (normalQuantile(0.975) * run.estimate.indexSd[k]!) / Math.sqrt(run.moments.n)
  return { value, low: value - half, high: value + half }
}
