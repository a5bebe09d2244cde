/** Where an item's answers lie. The index maps `min` to 0 and `max` to 100. */
export interface Scale {
  min: number
  max: number
}

/** One question. Without an entry an item lies on the model's `scale` and is not reversed. */
export interface Item {
  scale?: Scale
  /** Answered the other way round: x is read as min + max − x before anything else. */
  reversed?: boolean
  label?: Words
  question?: Words
  /** What the two ends of the answer scale say, as the respondent reads them. */
  ends?: { low: Words; high: Words }
}

export interface Words {
  fa: string
  en: string
}

/** Mode A: reflective, correlation weights. Mode B: formative, regression weights. */
export type Mode = 'A' | 'B'

export interface Construct {
  name: string
  items: readonly string[]
  /** 'A' where left out. */
  mode?: Mode
  label?: Words
}

/** A structural model is data: constructs, their items, and directed paths between them. */
export interface IndexModel {
  id?: string
  version?: string
  label?: Words
  /** Source of the model: the publication it follows. */
  source?: string
  constructs: readonly Construct[]
  paths: readonly (readonly [from: string, to: string])[]
  /** The construct whose index is the headline. */
  target?: string
  /** Default of every item; 1–10 where left out. */
  scale?: Scale
  items?: Readonly<Record<string, Item>>
}

/** Inner weighting scheme of PLS (Tenenhaus et al. 2005, section 2). */
export type Scheme = 'path' | 'centroid' | 'factorial'

/** 'standardised': estimated on correlations. 'raw': on covariances (LVPLS METRIC 4). */
export type Metric = 'standardised' | 'raw'

/** A checked model with names replaced by numbers. Items are numbered block after block, constructs as in the model. */
export interface CompiledModel {
  readonly model: IndexModel
  /** p item names in block order. */
  readonly items: readonly string[]
  /** K construct names. */
  readonly constructs: readonly string[]
  /** K + 1: construct k owns items blockStart[k] … blockStart[k + 1] − 1. */
  readonly blockStart: Int32Array
  /** K: 1 where mode B. */
  readonly modeB: Uint8Array
  /** P paths in the order of the model, as construct numbers. */
  readonly pathFrom: Int32Array
  readonly pathTo: Int32Array
  /** K: constructs so that every path leads forward. */
  readonly order: Int32Array
  /** p: ends of each item's scale. */
  readonly scaleMin: Float64Array
  readonly scaleMax: Float64Array
  /** p: 1 where reversed. */
  readonly reversed: Uint8Array
  /** The headline's construct number. */
  readonly target: number
}

/** All an estimate needs to know of the answers (items in the order of CompiledModel.items, already reversed). */
export interface Moments {
  /** Respondents (of pairwise moments: the smallest number behind any pair). */
  n: number
  /** p */
  means: Float64Array
  /** p × p, row after row, divided by n − 1. */
  covariance: Float64Array
}

/**
 * How an estimation ended. 'iteration_limit' and 'cycle' (the weights repeat every second iteration) leave the values of
 * the last iteration; 'singular' (linearly dependent predecessors, or items of a mode B construct) and 'no_variance' (an
 * item, or a construct's score, does not vary) leave NaN.
 */
export type EstimateStatus = 'converged' | 'iteration_limit' | 'cycle' | 'singular' | 'no_variance'

/** Everything PLS gives, by number. K × K tables are row after row. NaN where a quantity is not defined. */
export interface Estimate {
  n: number
  scheme: Scheme
  metric: Metric
  /** status is 'converged'. */
  converged: boolean
  status: EstimateStatus
  iterations: number
  /** Largest change of a standardised weight in the last iteration. */
  lastChange: number
  /** p: outer weights giving unit-variance scores on standardised items (metric standardised) or raw items (raw). */
  weights: Float64Array
  /** p: weights times the item's standard deviation where raw; equal to weights where standardised. */
  standardisedWeights: Float64Array
  /** p: unstandardised weights of the answers as 0–100, sum one within their construct; the index is their mean. */
  normalisedWeights: Float64Array
  /** p */
  loadings: Float64Array
  /** p × K */
  crossLoadings: Float64Array
  /** K × K */
  constructCorrelations: Float64Array
  /** P, standardised. */
  pathCoefficients: Float64Array
  /** K × K: [from × K + to], standardised; direct plus indirect. */
  totalEffects: Float64Array
  /** K; NaN for constructs without predecessors. */
  r2: Float64Array
  r2Adjusted: Float64Array
  /** P: scores kept, the path left out (as cSEM, not seminr). */
  f2: Float64Array
  /** P: of each predictor among the predictors of the same construct. */
  innerVif: Float64Array
  /** K */
  alpha: Float64Array
  rhoA: Float64Array
  rhoC: Float64Array
  ave: Float64Array
  /** K × K, symmetric, NaN on the diagonal: mean |r| (seminr) and mean r (cSEM). */
  htmt: Float64Array
  htmtSigned: Float64Array
  /** K: index 0–100 and the standard deviation of the respondents' indices. */
  index: Float64Array
  indexSd: Float64Array
  gof: number
}
