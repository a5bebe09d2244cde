export {
  type AssociationOptions,
  type AssociationRule,
  type AssociationRules,
  findRules,
  measureRule,
} from './baskets/association-rules.ts'
export { type Baskets, makeBaskets } from './baskets/baskets.ts'
export { type FrequentSetOptions, type FrequentSets, findFrequentSets } from './baskets/frequent-sets.ts'
export { nextBestOffers, type Offer, type OfferOptions } from './baskets/next-best-offer.ts'
export type { BootstrapOptions, BootstrapResult, IntervalMethod } from './bootstrap/bootstrap.ts'
export { bootstrap } from './bootstrap/bootstrap.ts'
export { normalBelow, normalQuantile } from './bootstrap/normal.ts'
export { quantityNames } from './bootstrap/quantities.ts'
export type { Resampler, ResamplerSettings } from './bootstrap/resampler.ts'
export { createResampler } from './bootstrap/resampler.ts'
export { type AttentionEquity, type AttentionOptions, attentionEquity } from './decisions/attention-equity.ts'
export {
  classifyKano,
  type KanoAnswer,
  type KanoCategory,
  type KanoResult,
  kanoCategory,
} from './decisions/kano.ts'
export { type RelativeWeights, relativeWeights } from './decisions/relative-weights.ts'
export {
  type ClimateCorrelation,
  type ClimateOptions,
  type ClimateUnit,
  climateCorrelation,
} from './decisions/service-climate.ts'
export {
  type MonotoneTrend,
  monotoneTrend,
  type ProportionTrend,
  proportionTrend,
} from './decisions/trend.ts'
export type { ErrorCode, ErrorParams } from './errors.ts'
export { EngineError, errorSentence } from './errors.ts'
export { type Aggregate, aggregateIndices, type Unit } from './groups/aggregate.ts'
export {
  type ConstructInvariance,
  type InvarianceCheck,
  type InvarianceOptions,
  type InvarianceTest,
  measurementInvariance,
} from './groups/micom.ts'
export {
  type Difference,
  type PermutationOptions,
  type PermutationTest,
  permutationTest,
} from './groups/permutation-test.ts'
export {
  applyWeights,
  estimateSegments,
  type Segment,
  type SegmentIndex,
  type SegmentOptions,
  type Segments,
} from './groups/segments.ts'
export { type IndexSeries, indexSeries, type SeriesOptions, type SeriesPoint } from './groups/series.ts'
export { splitColumns } from './groups/split.ts'
export {
  type AnswerOptions,
  type Answers,
  type Columns,
  type MissingReport,
  type MissingTreatment,
  readAnswers,
} from './indices/answers.ts'
export type { CompileOptions } from './indices/compile.ts'
export { compileModel } from './indices/compile.ts'
export type { Finding, FindingCode, Severity } from './indices/finding-sentences.ts'
export { diagnose, THRESHOLDS } from './indices/findings.ts'
export {
  type ImportanceMap,
  type ImportancePerformance,
  importancePerformance,
} from './indices/importance-performance.ts'
export {
  type IndexResultWithIntervals,
  type Interval,
  type Intervals,
  type IntervalTables,
  withIntervals,
} from './indices/intervals.ts'
export {
  addSums,
  checkMoments,
  mergeMoments,
  momentsOfRows,
  momentsOfSums,
  type Sums,
} from './indices/moments.ts'
export {
  type MomentsRow,
  type MomentsSqlOptions,
  momentsOfSqlRow,
  momentsSql,
  sumsOfSqlRow,
} from './indices/moments-sql.ts'
export { type Named, type NamedEstimate, nameEstimate } from './indices/name-estimate.ts'
export { parseModel } from './indices/parse-model.ts'
export { type PlainIndexOptions, type PlainIndexResult, plainIndex } from './indices/plain-index.ts'
export { type RespondentScores, respondentScores } from './indices/respondent-scores.ts'
export {
  type IndexData,
  type IndexResult,
  type IndexRun,
  type RunOptions,
  runIndex,
  runIndexParts,
} from './indices/run-index.ts'
export type {
  CompiledModel,
  Construct,
  Estimate,
  EstimateStatus,
  IndexModel,
  Item,
  Metric,
  Mode,
  Moments,
  Scale,
  Scheme,
  Words,
} from './indices/types.ts'
export { acsi, acsiPrice, priceTolerance } from './models/acsi.ts'
export { csi } from './models/csi.ts'
export { ecsiBank } from './models/ecsi-bank.ts'
export { ecsi, ecsi6 } from './models/ecsi-mobile.ts'
export { epsi } from './models/epsi.ts'
export { findModel, listModels } from './models/find-model.ts'
export { swics } from './models/swics.ts'
export { estimate, estimateWithWeights } from './pls/estimate.ts'
export type { PlsSettings } from './pls/workspace.ts'
export type { RandomStream } from './random.ts'
export { makeStream } from './random.ts'
export { type CompressedHistory, compressHistory } from './value/compress.ts'
export { numberCustomers } from './value/customer-numbers.ts'
export {
  type Fit,
  fitCompressed,
  fitTransactions,
  parametersOf,
  type TransactionFit,
  type TransactionModel,
} from './value/fit.ts'
export { expectedSpend, fitSpend, type SpendFit } from './value/gamma-gamma.ts'
export {
  expectedCumulative,
  type FrequencyLine,
  frequencyTable,
  type HoldoutLine,
  type HoldoutTable,
  holdoutTable,
} from './value/holdout.ts'
export { gaussHypergeometric } from './value/hypergeometric.ts'
export { type IntervalOptions, type PurchaseIntervals, purchaseIntervals } from './value/intervals.ts'
export {
  type Discounting,
  type LifetimeValue,
  lifetimeValue,
  WEEKS_PER_MONTH,
} from './value/lifetime-value.ts'
export {
  aliveProbability,
  expectedOfNewCustomer,
  expectedWhileAlive,
  type FittedModel,
  type Prediction,
  predictPurchases,
} from './value/predict.ts'
export { purchaseTails } from './value/purchase-counts.ts'
export { measurePurchases, type Purchases, type RfmMeasures } from './value/purchase-measures.ts'
export { cutGroups, rankGroups, type Ties } from './value/rank-groups.ts'
export { type Rfm, type RfmOptions, rfm, scoreRfm } from './value/rfm.ts'
export {
  type RfmSegment,
  type RfmSegmentRow,
  rfmSegment,
  rfmSegmentLabels,
  rfmSegments,
} from './value/rfm-segments.ts'
export type { Numbers, PurchaseHistory, PurchaseHistoryWithSpend } from './value/rows.ts'
export { simulateHistory, simulateSpend, type Uniform } from './value/simulate.ts'
export { digamma, logBeta, logGamma, trigamma } from './value/special.ts'
export {
  type PurchaseRows,
  repeatsPerUnit,
  type Summary,
  type SummaryOptions,
  summarisePurchases,
} from './value/summarise.ts'
