import type {
  EngineError,
  Finding,
  IndexModel,
  IndexResult,
  IndexResultWithIntervals,
  PermutationTest,
  PlainIndexResult,
} from '@hamdel/engine'
import type { ItemSource } from './index-model.ts'
import type { Sheets } from './population.ts'

/** Fewer answers than this could show what somebody answered: nothing is said of them. */
export const ANONYMITY_FLOOR = 5

export type Method = 'structural' | 'plain'

export interface Value {
  value: number | null
  low: number | null
  high: number | null
}

export type Fault = Pick<EngineError, 'code' | 'params'>

/** A part of the answers by itself. `hidden`: too few to be shown; `failed`: could not be estimated, and why. */
export interface GroupResult {
  key: string
  n: number
  method: Method | 'hidden' | 'failed'
  indices: Record<string, Value>
  paths: Record<string, Value & { p: number | null }>
  r2: Record<string, number>
  findings: Finding[]
  fault: Fault | null
}

/** One of the shipped models on the same respondents, or which questions it would need. */
export interface ModelLine {
  modelId: string
  missing: string[]
  n: number | null
  satisfaction: Value | null
  loyalty: Value | null
  paths: Record<string, number>
  fault: Fault | null
}

export interface QuestionLine {
  code: string
  n: number
  missing: number
  /** On the question's own scale, turned round where it is reversed. */
  mean: number | null
  sd: number | null
  /** 0–100 */
  performance: number | null
}

/** All that a run found out, as kept in index_runs.result. */
export interface RunResult {
  method: Method | 'hidden'
  whole: IndexResult | IndexResultWithIntervals | null
  plain: PlainIndexResult | null
  /** How low and high of the headline came. */
  intervalMethod: 'percentile' | 'analytic' | null
  questions: QuestionLine[]
  groups: GroupResult[]
  groupsLeftOut: number
  comparison: { a: string; b: string; test: PermutationTest | null; fault: Fault | null } | null
  models: ModelLine[]
}

export interface ValueRow {
  group: string
  construct: string
  value: number
  low: number | null
  high: number | null
  n: number
  method: Method
}

/** What a run computes from, frozen when it is asked for: index_runs.definition. */
export interface RunRecipe {
  name: string
  model: IndexModel
  /** The construct whose index is the headline, and the one called loyalty. */
  target: string
  loyalty: string | null
  isStructural: boolean
  sources: ItemSource[]
  /** Every number an answer sheet may hold: for the comparison of models. */
  asked: ItemSource[]
  importance: Record<string, number> | null
  scheme: 'path' | 'centroid' | 'factorial'
  metric: 'standardised' | 'raw'
  missing: 'mean' | 'casewise' | 'pairwise'
  floor: number
  resamples: number
  sheets: Omit<Sheets, 'until'>
}
