import { z } from 'zod'
import { day, id, instant, line, pageQuery, rials } from '../../server/lib/fields.ts'
import { GROUPINGS } from './population.ts'
import { QUADRANTS, STATES } from './quadrants.ts'

const number = z.number().nullable()
const named = z.record(z.string(), number)
const scheme = z.enum(['path', 'centroid', 'factorial'])
const metric = z.enum(['standardised', 'raw'])
const missing = z.enum(['mean', 'casewise', 'pairwise'])
const status = z.enum(['queued', 'running', 'done', 'refused', 'failed', 'cancelled'])
export const grouping = z.enum(GROUPINGS)

const some = (max = 80) => z.array(z.string().min(1).max(max)).min(1).max(50).optional()
export const population = z
  .strictObject({
    branchId: id.optional(),
    tiers: some(),
    stages: some(),
    cities: some(),
    modes: z
      .array(z.enum(['web', 'phone', 'kiosk', 'paper', 'import']))
      .min(1)
      .optional(),
    surveyId: id.optional(),
    /** Days of Tehran, both inclusive. */
    from: day.optional(),
    to: day.optional(),
  })
  .meta({ id: 'IndexPopulation' })

const choices = {
  name: line(120),
  /** A model shipped with the engine … */
  modelId: z.string().max(40).optional(),
  /** … or one's own: constructs with items (codes of the instrument), paths, target. Exactly one of the two. */
  model: z.record(z.string(), z.unknown()).optional(),
  scheme,
  metric,
  missing,
  population,
  floor: z.int().min(20).max(100_000),
  resamples: z.int().min(0).max(20_000),
  schedule: z.enum(['monthly']).nullable(),
}
const importance = z.record(z.string(), z.number().min(0))

export const createDefinition = z
  .strictObject({
    ...choices,
    instrumentId: id,
    /** Of every item, for the plain index; equal when left out. */
    importance: importance.optional(),
    scheme: scheme.default('path'),
    metric: metric.default('standardised'),
    missing: missing.default('mean'),
    population: population.default({}),
    floor: choices.floor.default(100),
    resamples: choices.resamples.default(2_000),
    schedule: choices.schedule.default(null),
  })
  .meta({ id: 'CreateIndexDefinitionRequest' })
export const updateDefinition = z
  .strictObject({ ...choices, importance: importance.nullable() })
  .partial()
  .extend({ version: z.int() })
  .meta({ id: 'UpdateIndexDefinitionRequest' })
export const archiveDefinition = z
  .strictObject({ version: z.int(), isArchived: z.boolean().default(true) })
  .meta({ id: 'ArchiveIndexDefinitionRequest' })

const words = z.object({ fa: z.string(), en: z.string() })
const model = z
  .object({
    id: z.string().optional(),
    version: z.string().optional(),
    label: words.optional(),
    source: z.string().optional(),
    target: z.string().optional(),
    constructs: z.array(
      z.object({
        name: z.string(),
        items: z.array(z.string()),
        mode: z.enum(['A', 'B']).optional(),
        label: words.optional(),
      }),
    ),
    paths: z.array(z.tuple([z.string(), z.string()])),
    items: z.record(
      z.string(),
      z.object({
        scale: z.object({ min: z.number(), max: z.number() }).optional(),
        reversed: z.boolean().optional(),
        label: words.optional(),
        question: words.optional(),
      }),
    ),
  })
  .meta({ id: 'IndexModel' })

const method = z.enum(['structural', 'plain'])
export const indexDefinition = z
  .object({
    id,
    name: z.string(),
    instrumentId: id,
    instrumentTitle: z.string(),
    instrumentKind: z.string(),
    modelId: z.string().nullable(),
    /** As the instrument asks it; null when the instrument no longer does. */
    model: model.nullable(),
    importance: z.record(z.string(), z.number()).nullable(),
    target: z.string().nullable(),
    loyalty: z.string().nullable(),
    isComputable: z.boolean(),
    scheme,
    metric,
    missing,
    population,
    floor: z.int(),
    resamples: z.int(),
    schedule: z.enum(['monthly']).nullable(),
    isArchived: z.boolean(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
    /** The target's value of the newest finished run that is the asker's. */
    latest: z
      .object({
        runId: id,
        status: z.enum(['done', 'refused']),
        value: number,
        low: number,
        high: number,
        n: z.int().nullable(),
        method: method.nullable(),
        fromOn: day.nullable(),
        toOn: day.nullable(),
        finishedAt: instant,
        /** Findings of that weight: to be shown on the card. */
        serious: z.int(),
        caution: z.int(),
      })
      .nullable(),
    unfinished: z
      .object({ runId: id, status: z.enum(['queued', 'running']), progress: z.number() })
      .nullable(),
    trend: z.array(
      z.object({
        /** First day of a Jalali month. */
        monthOn: day,
        value: z.number(),
        low: number,
        high: number,
        n: z.int(),
        method,
        runId: id,
        definitionVersion: z.int(),
      }),
    ),
  })
  .meta({ id: 'IndexDefinition' })

export const startRunBody = z
  .strictObject({
    from: day.optional(),
    to: day.optional(),
    branchId: id.optional(),
    groupBy: grouping.optional(),
    /** Two groups for the permutation test; needs groupBy. */
    compare: z.array(z.string().min(1).max(200)).length(2).optional(),
    /** Drawn when left out; the same answers and seed give the same numbers. */
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  })
  .meta({ id: 'StartIndexRunRequest' })

const fault = z.object({ code: z.string(), detail: z.string() })
export const indexRun = z
  .object({
    id,
    definitionId: id,
    definitionVersion: z.int(),
    name: z.string(),
    status,
    progress: z.number(),
    fromOn: day.nullable(),
    toOn: day.nullable(),
    branchId: id.nullable(),
    groupBy: grouping.nullable(),
    compare: z.array(z.string()).nullable(),
    seed: z.int(),
    engineVersion: z.string().nullable(),
    inputDigest: z.string().nullable(),
    n: z.int().nullable(),
    floor: z.int(),
    resamples: z.int(),
    error: fault.nullable(),
    requestedBy: id.nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'IndexRun' })

const finding = z.object({
  code: z.string(),
  severity: z.enum(['serious', 'caution', 'note']),
  item: z.string().optional(),
  construct: z.string().optional(),
  other: z.string().optional(),
  value: number.optional(),
  threshold: number.optional(),
  sentence: words,
  source: z.string().optional(),
})
const interval = z.object({ estimate: number, se: number, low: number, high: number, p: number })
const intervals = z.record(z.string(), interval)
const impact = z.object({ importance: number, standardised: number, performance: number })
const missingReport = z.object({
  treatment: missing,
  rowsGiven: z.int(),
  rowsComplete: z.int(),
  rowsUsed: z.int(),
  rowsEmpty: z.int(),
  perItem: z.record(z.string(), z.int()),
  smallestPair: z.int().optional(),
})
const fingerprint = { id: z.string().nullable(), version: z.string().nullable(), fingerprint: z.string() }

/** An IndexResult of the engine, as its README says; paths and effects by `from->to`, pairs by `a|b`. */
const structuralResult = z.object({
  model: z.object({
    ...fingerprint,
    source: z.string().nullable(),
    target: z.string(),
    constructs: z.array(z.object({ name: z.string(), items: z.array(z.string()), mode: z.enum(['A', 'B']) })),
    paths: z.array(z.tuple([z.string(), z.string()])),
  }),
  metric,
  scheme,
  tolerance: z.number(),
  converged: z.boolean(),
  status: z.string(),
  iterations: z.int(),
  lastChange: number,
  n: z.int(),
  missing: missingReport.nullable(),
  means: named,
  weights: named,
  standardisedWeights: named,
  normalisedWeights: named,
  loadings: named,
  crossLoadings: z.record(z.string(), named),
  constructCorrelations: named,
  paths: named,
  totalEffects: named,
  indirectEffects: named,
  r2: named,
  r2Adjusted: named,
  f2: named,
  innerVif: named,
  alpha: named,
  rhoA: named,
  rhoC: named,
  ave: named,
  htmt: named,
  htmtSigned: named,
  indices: named,
  indexDeviations: named,
  gof: number,
  importancePerformance: z.record(
    z.string(),
    z.object({ constructs: z.record(z.string(), impact), items: z.record(z.string(), impact) }),
  ),
  findings: z.array(finding),
  intervalMethod: z.enum(['percentile', 'bca']).optional(),
  bootstrap: z
    .object({
      resamples: z.int(),
      completed: z.int(),
      usable: z.int(),
      failed: z.record(z.string(), z.int()),
      stopped: z.boolean(),
      seed: z.int(),
      level: z.number(),
    })
    .optional(),
  intervals: z
    .object({
      weights: intervals,
      normalisedWeights: intervals,
      loadings: intervals,
      paths: intervals,
      totalEffects: intervals,
      r2: intervals,
      alpha: intervals,
      rhoA: intervals,
      rhoC: intervals,
      ave: intervals,
      htmt: intervals,
      htmtSigned: intervals,
      indices: intervals,
    })
    .optional(),
})
const plainResult = z.object({
  model: z.object(fingerprint),
  method: z.literal('plain'),
  weighting: z.enum(['equal', 'importance']),
  n: z.int(),
  missing: missingReport,
  indices: named,
  intervals: z.record(z.string(), z.object({ se: number, low: number, high: number, sd: number })),
  intervalMethod: z.literal('analytic'),
  level: z.number(),
  normalisedWeights: named,
  performance: named,
  findings: z.array(finding),
})
const value = z.object({ value: number, low: number, high: number })
const differences = z.record(z.string(), z.object({ a: number, b: number, difference: number, p: number }))

export const runResult = z
  .object({
    /** `hidden`: fewer answers than five. */
    method: z.enum(['structural', 'plain', 'hidden']),
    whole: structuralResult.nullable(),
    plain: plainResult.nullable(),
    intervalMethod: z.enum(['percentile', 'analytic']).nullable(),
    questions: z.array(
      z.object({
        code: z.string(),
        n: z.int(),
        missing: z.int(),
        mean: number,
        sd: number,
        performance: number,
      }),
    ),
    groups: z.array(
      z.object({
        key: z.string(),
        label: z.string().nullable(),
        n: z.int(),
        /** `plain`: below the floor of n; `hidden`: fewer than five answers. */
        method: z.enum(['structural', 'plain', 'hidden', 'failed']),
        indices: z.record(z.string(), value),
        paths: z.record(z.string(), value.extend({ p: number })),
        r2: named,
        findings: z.array(finding),
        fault: fault.nullable(),
      }),
    ),
    groupsLeftOut: z.int(),
    comparison: z
      .object({
        a: z.string(),
        b: z.string(),
        fault: fault.nullable(),
        test: z
          .object({
            nA: z.int(),
            nB: z.int(),
            permutations: z.int(),
            usable: z.int(),
            seed: z.int(),
            converged: z.boolean(),
            indices: differences,
            paths: differences,
            totalEffects: differences,
            weights: differences,
            loadings: differences,
            r2: differences,
          })
          .nullable(),
      })
      .nullable(),
    /** ACSI-, ECSI-, SWICS- and EPSI-type on the same respondents; `missing`: questions this instrument does not ask. */
    models: z.array(
      z.object({
        modelId: z.string(),
        missing: z.array(z.string()),
        n: z.int().nullable(),
        satisfaction: value.nullable(),
        loyalty: value.nullable(),
        paths: named,
        fault: fault.nullable(),
      }),
    ),
  })
  .meta({ id: 'IndexRunResult' })

const driver = z.object({
  construct: z.string(),
  /** Points of the target per point of this index, with limits from the resamples of the total effect. */
  importance: number,
  low: number,
  high: number,
  p: number,
  standardised: number,
  performance: number,
})
export const indexRunDetail = z
  .object({
    run: indexRun,
    model,
    target: z.string(),
    loyalty: z.string().nullable(),
    population,
    /** Versions of the instrument that ask the model's questions on the same scales as the newest: only these count. */
    instrumentVersions: z.array(z.int()),
    result: runResult.nullable(),
    drivers: z.array(driver),
    loyaltyDrivers: z.array(driver),
  })
  .meta({ id: 'IndexRunDetail' })

export const whatIfQuery = z.strictObject({
  driver: z.string().max(80).default(''),
  points: z.coerce.number().min(-100).max(100).default(5),
})
export const whatIf = z
  .object({
    driver: z.string(),
    now: z.number(),
    /** As asked, but so that the driver stays within 0–100. */
    points: z.number(),
    /** Where low and high come from: percentiles of the total effect over the resamples; none was resampled. */
    method: z.enum(['percentile_of_total_effect', 'none']),
    expected: z.array(
      z.object({
        construct: z.string(),
        now: z.number(),
        change: z.number(),
        low: number,
        high: number,
        after: z.number(),
      }),
    ),
  })
  .meta({ id: 'IndexWhatIf' })

const cut = z.coerce.number().min(0).max(100)
/** Satisfied and loyal from the middle of the scale on; delighted from nine of ten on. */
export const cutQuery = {
  satisfaction: cut.default(50),
  loyalty: cut.default(50),
  delight: cut.default(800 / 9),
}
export const quadrantQuery = z.strictObject(cutQuery)
const cuts = z.object({ satisfaction: z.number(), loyalty: z.number(), delight: z.number() })
const quadrantName = z.enum(QUADRANTS)
const stateName = z.enum(STATES)
export const quadrantCounts = z
  .object({
    runId: id,
    cuts,
    target: z.string(),
    loyalty: z.string(),
    /** Customers by name only; nobody of an anonymous survey. */
    n: z.int(),
    quadrants: z.array(z.object({ name: quadrantName, count: z.int() })),
    states: z.array(z.object({ name: stateName, count: z.int() })),
  })
  .meta({ id: 'IndexQuadrants' })

export const customerQuery = z.strictObject({
  ...pageQuery,
  ...cutQuery,
  quadrant: quadrantName.optional(),
  state: stateName.optional(),
})
export const indexCustomer = z
  .object({
    customerId: id,
    fullName: z.string(),
    branchId: id,
    tier: z.string(),
    stage: z.string(),
    purchaseTotalRials: rials,
    sheetId: id,
    answeredAt: instant,
    satisfaction: z.number(),
    loyalty: z.number(),
    quadrant: quadrantName,
    state: stateName,
  })
  .meta({ id: 'IndexCustomer' })
const cursor = z.string().nullable()
export const customerPage = z.object({ cuts, items: z.array(indexCustomer), nextCursor: cursor })
export const runPage = z.object({ items: z.array(indexRun), nextCursor: cursor })

export const sheetQuery = z.strictObject({ ...pageQuery, group: z.string().max(200).optional() })
export const sheetPage = z
  .object({
    named: z.int(),
    /** Counted only. */
    anonymous: z.int(),
    items: z.array(
      z.object({
        id,
        customerId: id,
        customerName: z.string(),
        surveyId: id,
        mode: z.string(),
        submittedAt: instant,
      }),
    ),
    nextCursor: cursor,
  })
  .meta({ id: 'IndexSheetPage' })

const correlation = z.object({ r: z.number(), low: z.number(), high: z.number(), n: z.int() }).nullable()
export const profitQuery = z.strictObject({
  by: z.enum(['branch', 'tier', 'stage', 'city']).default('branch'),
})
export const profitLink = z
  .object({
    definitionId: id,
    runId: id,
    by: z.enum(['branch', 'tier', 'stage', 'city']),
    fromOn: day,
    toOn: day,
    /** `refused`: fewer points than needed. Never more than association is said. */
    status: z.enum(['association', 'refused']),
    needed: z.int(),
    points: z.array(
      z.object({
        segment: z.string(),
        quarterOn: day,
        index: z.number(),
        answers: z.int(),
        perCustomerRials: z.number(),
      }),
    ),
    pooled: correlation,
    within: correlation,
  })
  .meta({ id: 'IndexProfitLink' })

export const shippedModels = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      version: z.string(),
      label: words,
      constructs: z.int(),
      items: z.int(),
      source: z.string(),
    }),
  ),
})
