import { factorise } from '../pls/cholesky.ts'
import {
  type Facts,
  type Finding,
  type FindingCode,
  makeFinding,
  type Severity,
} from './finding-sentences.ts'
import type { CompiledModel, Estimate, Moments } from './types.ts'

/** Published thresholds: Hair et al. (2022), Henseler et al. (2015), Fornell & Larcker (1981), Fornell et al. (1996). */
export const THRESHOLDS = {
  sampleMinimum: 100,
  sampleRecommended: 250,
  loading: 0.708,
  loadingMinimum: 0.4,
  reliability: 0.7,
  reliabilityExploratory: 0.6,
  reliabilityMaximum: 0.95,
  ave: 0.5,
  htmt: 0.85,
  htmtRelated: 0.9,
  vif: 3,
  vifMaximum: 5,
} as const

const RANK: Readonly<Record<Severity, number>> = { serious: 0, caution: 1, note: 2 }

/**
 * What a careful reader must know of an estimate: numerical trouble first, then measurement, then structure, each against
 * the published threshold. Reliability, AVE, loadings and HTMT are judged for reflective constructs of several items only
 * (HTMT also against single items); nothing else can be said once the estimation itself has failed.
 */
export function diagnose(compiled: CompiledModel, moments: Moments, estimate: Estimate): Finding[] {
  return inOrder(
    observe(compiled, moments, estimate).map(({ code, severity, facts }) =>
      makeFinding(code, severity, facts, compiled.model),
    ),
  )
}

/** A finding without its sentences. */
interface Observation {
  code: FindingCode
  severity: Severity
  facts: Facts
}

const found = (code: FindingCode, severity: Severity, facts: Facts = {}): Observation => ({
  code,
  severity,
  facts,
})

function observe(compiled: CompiledModel, moments: Moments, estimate: Estimate): Observation[] {
  const ofData = [...sampleFindings(moments.n), ...matrixFindings(compiled, moments)]
  if (estimate.status === 'singular' || estimate.status === 'no_variance')
    return [...ofData, found(estimate.status, 'serious')]
  return [
    ...ofData,
    ...(estimate.converged ? [] : [found('not_converged', 'serious', { value: estimate.iterations })]),
    ...weightFindings(compiled, estimate),
    ...correlationFindings(compiled, estimate),
    ...reliabilityFindings(compiled, estimate),
    ...loadingFindings(compiled, estimate),
    ...htmtFindings(compiled, estimate),
    ...vifFindings(compiled, estimate),
  ]
}

/** Serious first; within a severity in the order given. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity])
}

function sampleFindings(n: number): Observation[] {
  const { sampleMinimum, sampleRecommended } = THRESHOLDS
  if (n < sampleMinimum)
    return [found('sample_very_small', 'serious', { value: n, threshold: sampleMinimum })]
  if (n < sampleRecommended)
    return [found('sample_small', 'caution', { value: n, threshold: sampleRecommended })]
  return []
}

function matrixFindings(compiled: CompiledModel, { n, covariance }: Moments): Observation[] {
  const p = compiled.items.length
  // With no more respondents than items the matrix must be singular; that the sample is small is said already.
  if (n <= p) return []
  const deviations = Float64Array.from({ length: p }, (_, i) => Math.sqrt(covariance[i * p + i]!))
  const correlations = covariance.map(
    (value, cell) => value / (deviations[Math.floor(cell / p)]! * deviations[cell % p]!),
  )
  return factorise(correlations, 0, p) ? [] : [found('not_positive_definite', 'caution')]
}

function weightFindings(compiled: CompiledModel, estimate: Estimate): Observation[] {
  const findings: Observation[] = []
  for (const [k, construct] of compiled.constructs.entries()) {
    for (let i = compiled.blockStart[k]!; i < compiled.blockStart[k + 1]!; i++) {
      const value = estimate.normalisedWeights[i]!
      if (!(value >= 0))
        findings.push(
          found('negative_weight', 'serious', {
            item: compiled.items[i]!,
            construct,
            value,
            threshold: 0,
          }),
        )
    }
    const index = estimate.index[k]!
    if (!(index >= 0 && index <= 100))
      findings.push(found('index_outside', 'serious', { construct, value: index }))
  }
  return findings
}

function correlationFindings(compiled: CompiledModel, estimate: Estimate): Observation[] {
  return pairsOf(compiled).flatMap(({ a, b, construct, other }) => {
    const value = estimate.constructCorrelations[a * compiled.constructs.length + b]!
    return Math.abs(value) >= 1 - 1e-12 || Number.isNaN(value)
      ? [found('correlation_inadmissible', 'serious', { construct, other, value, threshold: 1 })]
      : []
  })
}

function reliabilityFindings(compiled: CompiledModel, estimate: Estimate): Observation[] {
  const { reliability, reliabilityExploratory, reliabilityMaximum } = THRESHOLDS
  const findings: Observation[] = []
  for (const [k, construct] of compiled.constructs.entries()) {
    const start = compiled.blockStart[k]!
    if (compiled.blockStart[k + 1]! - start === 1) {
      findings.push(found('single_item', 'note', { construct, item: compiled.items[start]! }))
      continue
    }
    if (compiled.modeB[k]) continue
    for (const [code, value] of [
      ['alpha_low', estimate.alpha[k]!],
      ['reliability_low', estimate.rhoA[k]!],
      ['composite_low', estimate.rhoC[k]!],
    ] as const)
      if (!(value >= reliability))
        findings.push(
          found(code, value >= reliabilityExploratory ? 'caution' : 'serious', {
            construct,
            value,
            threshold: reliability,
          }),
        )
    const composite = estimate.rhoC[k]!
    if (composite > reliabilityMaximum)
      findings.push(
        found('reliability_high', 'caution', {
          construct,
          value: composite,
          threshold: reliabilityMaximum,
        }),
      )
    if (estimate.rhoA[k]! >= 1)
      findings.push(
        found('reliability_inadmissible', 'serious', {
          construct,
          value: estimate.rhoA[k]!,
          threshold: 1,
        }),
      )
    if (!(estimate.ave[k]! >= THRESHOLDS.ave))
      findings.push(
        found('ave_low', 'caution', { construct, value: estimate.ave[k]!, threshold: THRESHOLDS.ave }),
      )
  }
  return findings
}

function loadingFindings(compiled: CompiledModel, estimate: Estimate): Observation[] {
  const findings: Observation[] = []
  for (const [k, construct] of compiled.constructs.entries()) {
    if (compiled.modeB[k]) continue
    for (let i = compiled.blockStart[k]!; i < compiled.blockStart[k + 1]!; i++) {
      const value = estimate.loadings[i]!
      const facts = { item: compiled.items[i]!, construct, value }
      if (!(value >= THRESHOLDS.loadingMinimum))
        findings.push(
          found('loading_very_low', 'serious', { ...facts, threshold: THRESHOLDS.loadingMinimum }),
        )
      else if (value < THRESHOLDS.loading)
        findings.push(found('loading_low', 'caution', { ...facts, threshold: THRESHOLDS.loading }))
    }
  }
  return findings
}

function htmtFindings(compiled: CompiledModel, estimate: Estimate): Observation[] {
  const { htmt, htmtRelated } = THRESHOLDS
  return pairsOf(compiled).flatMap(({ a, b, construct, other }) => {
    if (compiled.modeB[a] || compiled.modeB[b]) return []
    const value = estimate.htmt[a * compiled.constructs.length + b]!
    if (value >= htmtRelated)
      return [found('htmt_high', 'serious', { construct, other, value, threshold: htmtRelated })]
    return value >= htmt ? [found('htmt_close', 'caution', { construct, other, value, threshold: htmt })] : []
  })
}

function vifFindings(compiled: CompiledModel, estimate: Estimate): Observation[] {
  const { vif, vifMaximum } = THRESHOLDS
  return Array.from(estimate.innerVif).flatMap((value, i) => {
    const construct = compiled.constructs[compiled.pathFrom[i]!]!
    const other = compiled.constructs[compiled.pathTo[i]!]!
    if (value >= vifMaximum)
      return [found('vif_high', 'serious', { construct, other, value, threshold: vifMaximum })]
    return value >= vif ? [found('vif_raised', 'caution', { construct, other, value, threshold: vif })] : []
  })
}

function pairsOf({
  constructs,
}: CompiledModel): { a: number; b: number; construct: string; other: string }[] {
  return constructs.flatMap((construct, a) =>
    constructs.slice(0, a).map((other, b) => ({ a, b, construct, other })),
  )
}
