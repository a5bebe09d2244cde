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
 * Where customers stand in the random order of a seed: 53 bits that look random, from both parts of the seed and every
 * byte of the id (two 32-bit lanes, mixed by the finaliser of MurmurHash3). They depend on nothing else, so the same
 * seed puts the same customers in the same order wherever and whenever it is asked.
 */
export function drawer(seed: bigint): (id: string) => number {
  const unsigned = BigInt.asUintN(64, seed)
  const low = mix(Number(unsigned & 0xffffffffn) ^ 0x9e3779b9)
  const high = mix(Number(unsigned >> 32n) ^ 0x85ebca6b)
  return (id) => {
    let [a, b, word, digits] = [low, high, 0, 0]
    for (let i = 0; i < id.length; i++) {
      const code = id.charCodeAt(i)
      if (code === HYPHEN) continue
      word = (word << 4) | (code <= NINE ? code - ZERO : code - LOWER_A + 10)
      if (++digits % 8 !== 0) continue
      a = mix(a ^ word)
      b = mix((b + Math.imul(word, 0xc2b2ae35) + a) | 0)
      word = 0
    }
    return (a >>> 0) * 0x200000 + (b >>> 11)
  }
}

const [HYPHEN, ZERO, NINE, LOWER_A] = [45, 48, 57, 97]

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

export interface Drawn extends Candidate {
  draw: number
}
export const byDraw = (x: Drawn, y: Drawn): number => x.draw - y.draw || (x.id < y.id ? -1 : 1)

/**
 * Chooses whom to ask: everybody in the random order (`draw`, from `drawer`), as long as every quota that is about them
 * has room and the sample is not complete. No one outside was left out without such a reason, and the order in which the
 * candidates come does not matter.
 */
export function chooseSample(
  candidates: readonly Drawn[],
  options: { sampleSize: number | null; quotas: readonly Quota[] },
): Sample {
  const order = candidates.toSorted(byDraw)
  const taken: Taken = { total: 0, quotas: options.quotas.map(() => 0) }
  const sample: Sample = { ids: [], quotaFull: 0, beyondSample: 0 }
  for (const candidate of order) {
    const place = placeFor(candidate, taken, options)
    if (place === 'quota') sample.quotaFull += 1
    else if (place === 'sample') sample.beyondSample += 1
    else {
      sample.ids.push(candidate.id)
      takePlace(candidate, taken, options.quotas)
    }
  }
  return sample
}

/** Places that are taken: in all, and under each quota in its order. */
export interface Taken {
  total: number
  quotas: number[]
}

/** Counts a customer in where they have a place. */
export function takePlace(candidate: Candidate, taken: Taken, quotas: readonly Quota[]): void {
  taken.total += 1
  for (const [q, quota] of quotas.entries()) if (isAbout(quota, candidate)) taken.quotas[q]! += 1
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
