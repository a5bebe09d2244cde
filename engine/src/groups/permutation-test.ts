import { namesOf, quantityWriter } from '../bootstrap/quantities.ts'
import { EngineError } from '../errors.ts'
import type { CompiledModel, Moments } from '../indices/types.ts'
import { fastWorkspace } from '../pls/fast-workspace.ts'
import { runKernel } from '../pls/kernel.ts'
import { planOf } from '../pls/plan.ts'
import { CONVERGED, loadMoments, NO_VARIANCE, type PlsSettings } from '../pls/workspace.ts'
import { twoGroups } from './permute.ts'

export interface PermutationOptions extends PlsSettings {
  /** 1,000 where left out. */
  permutations?: number
  /** An integer; 1 where left out. Permutation b is dealt with the stream (seed, b). */
  seed?: number
}

/** One quantity in both groups. */
export interface Difference {
  a: number
  b: number
  /** a − b */
  difference: number
  /** Two-sided: (1 + number of permutations with a difference at least as large)/(1 + usable permutations). */
  p: number
}

export interface PermutationTest {
  nA: number
  nB: number
  permutations: number
  /** Permutations in which both groups converged: the only ones that count. */
  usable: number
  seed: number
  /** Both groups' own estimates converged; without that nothing below should be used. */
  converged: boolean
  indices: Record<string, Difference>
  paths: Record<string, Difference>
  totalEffects: Record<string, Difference>
  weights: Record<string, Difference>
  loadings: Record<string, Difference>
  r2: Record<string, Difference>
}

const TABLE_OF = {
  index: 'indices',
  path: 'paths',
  total: 'totalEffects',
  weight: 'weights',
  loading: 'loadings',
  r2: 'r2',
} as const

/**
 * Permutation test for differences between two groups (multi-group analysis; Chin & Dibbern 2010): respondents are dealt to
 * groups of the same sizes again and again, and every dealt pair of groups is estimated separately.
 * `rowsA`, `rowsB`: complete rows in model order (n × p), as `readAnswers` gives them. p-values are not adjusted for testing
 * many quantities at once. Throws `group_too_small` and `option_invalid`.
 */
export function permutationTest(
  compiled: CompiledModel,
  rowsA: Float64Array,
  rowsB: Float64Array,
  options: PermutationOptions = {},
): PermutationTest {
  const { permutations, seed } = checkPermutations(options)
  const plan = planOf(compiled)
  const space = fastWorkspace(plan, options)
  const names = namesOf(plan)
  const write = quantityWriter(plan)
  const groups = twoGroups(rowsA, rowsB, compiled.items.length)
  const inA = new Float64Array(names.length)
  const inB = new Float64Array(names.length)
  const estimateBoth = (a: Moments, b: Moments): boolean =>
    [a, b].every((moments, g) => {
      const status = loadMoments(space, moments) ? runKernel(plan, space) : NO_VARIANCE
      if (status === CONVERGED) write(space, g === 0 ? inA : inB, 0)
      return status === CONVERGED
    })
  const converged = estimateBoth(groups.a, groups.b)
  const a = inA.slice()
  const difference = inA.map((value, q) => value - inB[q]!)
  const b = inB.slice()
  const atLeast = new Int32Array(names.length)
  let usable = 0
  for (let index = 0; index < permutations; index++) {
    const dealt = groups.deal(seed, index)
    if (!estimateBoth(dealt.a, dealt.b)) continue
    usable++
    for (let q = 0; q < names.length; q++)
      if (Math.abs(inA[q]! - inB[q]!) >= Math.abs(difference[q]!) - 1e-12) atLeast[q]!++
  }
  const test: PermutationTest = {
    nA: groups.nA,
    nB: groups.nB,
    permutations,
    usable,
    seed,
    converged,
    indices: {},
    paths: {},
    totalEffects: {},
    weights: {},
    loadings: {},
    r2: {},
  }
  for (const [q, name] of names.entries()) {
    const colon = name.indexOf(':')
    const kind = name.slice(0, colon)
    if (!Object.hasOwn(TABLE_OF, kind)) continue
    test[TABLE_OF[kind as keyof typeof TABLE_OF]][name.slice(colon + 1)] = {
      a: converged ? a[q]! : Number.NaN,
      b: converged ? b[q]! : Number.NaN,
      difference: converged ? difference[q]! : Number.NaN,
      p: converged ? (1 + atLeast[q]!) / (1 + usable) : Number.NaN,
    }
  }
  return test
}

export function checkPermutations(options: PermutationOptions): { permutations: number; seed: number } {
  const { permutations = 1000, seed = 1 } = options
  if (!Number.isInteger(permutations) || permutations < 1)
    throw new EngineError('option_invalid', {
      option: 'permutations',
      value: String(permutations),
      expected: '1, 2, 3 …',
    })
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new EngineError('option_invalid', { option: 'seed', value: String(seed), expected: '0, 1, 2 …' })
  return { permutations, seed }
}
