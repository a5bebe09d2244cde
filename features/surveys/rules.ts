/** Somebody who may be asked, as the sampler sees them. */
export interface Candidate {
  id: string
  branchId: string
  tier: string
  stage: string
}

/** At most so many of one branch, tier or stage. */
export interface Quota {
  by: 'branch' | 'tier' | 'stage'
  value: string
  atMost: number
}

/**
 * Where a customer stands in the random order of a seed: 53 bits that look random, from both parts of the seed and every
 * byte of the id (two 32-bit lanes, mixed by the finaliser of MurmurHash3). It depends on nothing else, so the same
 * seed puts the same customers in the same order wherever and whenever it is asked.
 */
export function drawNumber(seed: bigint, id: string): number {
  const unsigned = BigInt.asUintN(64, seed)
  return drawWith(Number(unsigned & 0xffffffffn), Number(unsigned >> 32n), id)
}

function drawWith(seedLow: number, seedHigh: number, id: string): number {
  const hex = id.replaceAll('-', '')
  let a = mix(seedLow ^ 0x9e3779b9)
  let b = mix(seedHigh ^ 0x85ebca6b)
  for (let i = 0; i < hex.length; i += 8) {
    const word = Number.parseInt(hex.slice(i, i + 8), 16)
    a = mix(a ^ word)
    b = mix((b + Math.imul(word, 0xc2b2ae35) + a) | 0)
  }
  return (a >>> 0) * 0x200000 + (b >>> 11)
}

function mix(x: number): number {
  let h = x | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

export interface Sample {
  /** In the random order; the first n of them are the sample of size n. */
  ids: string[]
  /** Left out because every place of a branch, tier or stage of theirs was taken. */
  quotaFull: number
  /** Left out because the sample was complete. */
  beyondSample: number
}

/**
 * Chooses whom to ask: everybody in the random order of the seed, as long as every quota that is about them has room and
 * the sample is not complete. No one outside was left out without such a reason, and the order in which the candidates
 * come does not matter.
 */
export function chooseSample(
  candidates: readonly Candidate[],
  options: { seed: bigint; sampleSize: number | null; quotas: readonly Quota[] },
): Sample {
  const unsigned = BigInt.asUintN(64, options.seed)
  const [low, high] = [Number(unsigned & 0xffffffffn), Number(unsigned >> 32n)]
  const draws = Float64Array.from(candidates, (candidate) => drawWith(low, high, candidate.id))
  const order = Uint32Array.from(candidates.keys()).sort(
    (i, j) => draws[i]! - draws[j]! || (candidates[i]!.id < candidates[j]!.id ? -1 : 1),
  )
  const taken: Taken = { total: 0, quotas: options.quotas.map(() => 0) }
  const sample: Sample = { ids: [], quotaFull: 0, beyondSample: 0 }
  for (const i of order) {
    const candidate = candidates[i]!
    const place = placeFor(candidate, taken, options)
    if (place === 'quota') sample.quotaFull += 1
    else if (place === 'sample') sample.beyondSample += 1
    else {
      sample.ids.push(candidate.id)
      taken.total += 1
      for (const [q, quota] of options.quotas.entries()) if (isAbout(quota, candidate)) taken.quotas[q]! += 1
    }
  }
  return sample
}

/** Places that are taken: in all, and under each quota in its order. */
export interface Taken {
  total: number
  quotas: number[]
}

export const isAbout = (quota: Quota, candidate: Candidate): boolean =>
  (quota.by === 'branch' ? candidate.branchId : quota.by === 'tier' ? candidate.tier : candidate.stage) ===
  quota.value

/** Is there a place for this customer; and if not, is it a quota or the whole sample that is full? */
export function placeFor(
  candidate: Candidate,
  taken: Taken,
  options: { sampleSize: number | null; quotas: readonly Quota[] },
): 'yes' | 'quota' | 'sample' {
  if (options.sampleSize !== null && taken.total >= options.sampleSize) return 'sample'
  const isFull = options.quotas.some(
    (quota, q) => isAbout(quota, candidate) && taken.quotas[q]! >= quota.atMost,
  )
  return isFull ? 'quota' : 'yes'
}

export type SurveyStatus = 'draft' | 'running' | 'paused' | 'closed'

const MOVES: Readonly<Record<'start' | 'pause' | 'resume' | 'close', readonly SurveyStatus[]>> = {
  start: ['draft'],
  pause: ['running'],
  resume: ['paused'],
  close: ['running', 'paused'],
}
export type SurveyMove = keyof typeof MOVES
export const mayMove = (status: SurveyStatus, move: SurveyMove): boolean => MOVES[move].includes(status)

/** After so many unanswered calls nobody calls again. */
export const MAX_CALLS = 5
/** When nobody said when: not the same hour of the day, but still today or early tomorrow. */
const AGAIN_HOURS = 5
export type CallOutcome = 'no_answer' | 'later' | 'refused' | 'unreachable'

/** What a call leaves behind: the next try and for whom, or the end. `at` is the time the customer asked for. */
export function afterCall(
  outcome: CallOutcome,
  calls: number,
  now: Date,
  at: Date | null,
): { status: 'sent' | 'refused' | 'unreachable'; callAgainAt: Date | null; staysMine: boolean } {
  if (outcome === 'refused' || outcome === 'unreachable')
    return { status: outcome, callAgainAt: null, staysMine: false }
  if (outcome === 'no_answer' && calls >= MAX_CALLS)
    return { status: 'unreachable', callAgainAt: null, staysMine: false }
  const again = at ?? new Date(now.getTime() + AGAIN_HOURS * 3_600_000)
  // Who was asked to call later has a word to keep; an unanswered call is anybody's.
  return { status: 'sent', callAgainAt: again, staysMine: outcome === 'later' }
}

/** Hours of Tehran in which nobody is called or written to unasked. */
export const isQuietHour = (hour: number): boolean => hour < 9 || hour >= 21

/** A purchase imported from last year is not asked about as if it were yesterday's. */
export const FRESH_PURCHASE_DAYS = 14
