import { EngineError } from '../errors.ts'

/** Answers to both questions of a pair. */
export type KanoAnswer = 1 | 2 | 3 | 4 | 5

export type KanoCategory =
  | 'attractive'
  | 'oneDimensional'
  | 'mustBe'
  | 'indifferent'
  | 'reverse'
  | 'questionable'

const LETTERS: Readonly<Record<string, KanoCategory>> = {
  A: 'attractive',
  O: 'oneDimensional',
  M: 'mustBe',
  I: 'indifferent',
  R: 'reverse',
  Q: 'questionable',
}

/**
 * The evaluation table. Rows: what if the product has it; columns: what if it has not.
 * 1 I like it, 2 it must be so, 3 neutral, 4 I can live with it, 5 I dislike it.
 */
const TABLE = ['QAAAO', 'RIIIM', 'RIIIM', 'RIIIM', 'RRRRQ'] as const

/** With equal counts the category that hurts more when neglected wins (Berger et al. 1993: M > O > A > I). */
const PRECEDENCE: readonly KanoCategory[] = [
  'mustBe',
  'oneDimensional',
  'attractive',
  'indifferent',
  'reverse',
  'questionable',
]

export interface KanoResult {
  /** Pairs answered; pairs with a missing half, left out. */
  answers: number
  missing: number
  counts: Record<KanoCategory, number>
  /** Most frequent category; equal counts by M > O > A > I > R > Q. Undefined without answers. */
  category: KanoCategory | undefined
  /** Berger's rule: the largest of M, O, A where these together outnumber I, R, Q, else the largest of those. */
  groupedCategory: KanoCategory | undefined
  /** (A + O) / (A + O + M + I), 0 … 1: how much having it satisfies. NaN where nobody answered so. */
  better: number
  /** −(O + M) / (A + O + M + I), −1 … 0: how much lacking it dissatisfies. */
  worse: number
  /**
   * Fong's test of the two most frequent categories a ≥ b of N answers: significant at 10 % where
   * a − b ≥ 1.65 · √((a + b)(2N − a − b) / 2N). Where not, the category is a mixture.
   */
  significant: boolean
  fongThreshold: number
  /** (a − b) / N, and (A + O + M) / N (Lee & Newcomb 1997). */
  categoryStrength: number
  totalStrength: number
}

/** The category of one pair of answers, each 1 … 5. */
export function kanoCategory(functional: KanoAnswer, dysfunctional: KanoAnswer): KanoCategory {
  return LETTERS[TABLE[functional - 1]![dysfunctional - 1]!]!
}

/**
 * Kano classification of one requirement from n pairs of answers (Kano et al. 1984; Berger et al. 1993; Fong 1996).
 * @param functional n answers to "if it has it", 1 … 5; NaN or 0 where missing
 * @param dysfunctional n answers to "if it has not"
 * @throws EngineError kano_answer (row, value), decision_lengths
 */
export function classifyKano(functional: ArrayLike<number>, dysfunctional: ArrayLike<number>): KanoResult {
  if (functional.length !== dysfunctional.length) {
    throw new EngineError('decision_lengths', { first: functional.length, second: dysfunctional.length })
  }
  const counts: Record<KanoCategory, number> = {
    attractive: 0,
    oneDimensional: 0,
    mustBe: 0,
    indifferent: 0,
    reverse: 0,
    questionable: 0,
  }
  let answers = 0
  for (let i = 0; i < functional.length; i++) {
    const with_ = readAnswer(functional[i]!, i)
    const without = readAnswer(dysfunctional[i]!, i)
    if (with_ === undefined || without === undefined) continue
    counts[kanoCategory(with_, without)]++
    answers++
  }
  const { attractive: A, oneDimensional: O, mustBe: M, indifferent: I } = counts
  const [first, second] = [...PRECEDENCE].sort((a, b) => counts[b] - counts[a]) as [
    KanoCategory,
    KanoCategory,
  ]
  const a = counts[first]
  const b = counts[second]
  const asked = A + O + M + I
  const wanted = A + O + M > I + counts.reverse + counts.questionable
  const group = PRECEDENCE.slice(wanted ? 0 : 3, wanted ? 3 : 6)
  const fongThreshold =
    answers === 0 ? Number.NaN : 1.65 * Math.sqrt(((a + b) * (2 * answers - a - b)) / (2 * answers))
  return {
    answers,
    missing: functional.length - answers,
    counts,
    category: answers === 0 ? undefined : first,
    groupedCategory:
      answers === 0 ? undefined : group.reduce((best, next) => (counts[next] > counts[best] ? next : best)),
    better: (A + O) / asked,
    worse: asked === 0 ? Number.NaN : 0 - (O + M) / asked,
    significant: a - b >= fongThreshold,
    fongThreshold,
    categoryStrength: (a - b) / answers,
    totalStrength: (A + O + M) / answers,
  }
}

function readAnswer(value: number, row: number): KanoAnswer | undefined {
  if (Number.isNaN(value) || value === 0) return undefined
  if (!Number.isInteger(value) || value < 1 || value > 5)
    throw new EngineError('kano_answer', { row: row + 1, value })
  return value as KanoAnswer
}
