import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterCall,
  type Candidate,
  chooseSample as choose,
  drawer,
  isAbout,
  isQuietHour,
  MAX_CALLS,
  mayMove,
  placeFor,
  type Quota,
} from './rules.ts'

const chooseSample = (
  all: readonly Candidate[],
  { seed, ...options }: { seed: bigint; sampleSize: number | null; quotas: readonly Quota[] },
) => {
  const draw = drawer(seed)
  return choose(
    all.map((c) => ({ ...c, draw: draw(c.id) })),
    options,
  )
}

const BRANCHES = ['b1', 'b2', 'b3']
const TIERS = ['normal', 'silver', 'gold']
const candidate: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  branchId: fc.constantFrom(...BRANCHES),
  tier: fc.constantFrom(...TIERS),
  stage: fc.constantFrom('new', 'loyal'),
})
const candidates = fc.uniqueArray(candidate, { selector: (c) => c.id, maxLength: 80 })
const quota: fc.Arbitrary<Quota> = fc.oneof(
  fc.record({
    by: fc.constant('branch' as const),
    value: fc.constantFrom(...BRANCHES),
    atMost: fc.nat(15),
  }),
  fc.record({ by: fc.constant('tier' as const), value: fc.constantFrom(...TIERS), atMost: fc.nat(15) }),
  fc.record({
    by: fc.constant('stage' as const),
    value: fc.constantFrom('new', 'loyal'),
    atMost: fc.nat(15),
  }),
)
const options = fc.record({
  seed: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  sampleSize: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
  quotas: fc.array(quota, { maxLength: 5 }),
})

describe('a sample', () => {
  test('fills no quota over, is no larger than asked, and asks nobody twice', () => {
    fc.assert(
      fc.property(candidates, options, (all, choice) => {
        const { ids, quotaFull, beyondSample } = chooseSample(all, choice)
        const chosen = all.filter((c) => ids.includes(c.id))
        expect(new Set(ids).size).toBe(ids.length)
        expect(chosen.length).toBe(ids.length)
        expect(ids.length + quotaFull + beyondSample).toBe(all.length)
        if (choice.sampleSize !== null) expect(ids.length).toBeLessThanOrEqual(choice.sampleSize)
        for (const q of choice.quotas)
          expect(chosen.filter((c) => isAbout(q, c)).length).toBeLessThanOrEqual(q.atMost)
      }),
    )
  })

  test('leaves nobody out for whom there was a place', () => {
    fc.assert(
      fc.property(candidates, options, (all, choice) => {
        const chosen = new Set(chooseSample(all, choice).ids)
        const inside = all.filter((c) => chosen.has(c.id))
        const taken = {
          total: inside.length,
          quotas: choice.quotas.map((q) => inside.filter((c) => isAbout(q, c)).length),
        }
        for (const c of all) if (!chosen.has(c.id)) expect(placeFor(c, taken, choice)).not.toBe('yes')
      }),
    )
  })

  test('is the same for the same seed, in whatever order the customers come', () => {
    fc.assert(
      fc.property(candidates, options, fc.infiniteStream(fc.nat()), (all, choice, numbers) => {
        const shuffled = all
          .map((c) => ({ c, n: numbers.next().value as number }))
          .sort((x, y) => x.n - y.n)
          .map(({ c }) => c)
        expect(chooseSample(shuffled, choice)).toEqual(chooseSample(all, choice))
      }),
    )
  })

  test('grows by adding to it: a larger sample of the same seed begins with the smaller one', () => {
    fc.assert(
      fc.property(candidates, options, fc.integer({ min: 1, max: 60 }), (all, choice, size) => {
        const small = chooseSample(all, { ...choice, sampleSize: size }).ids
        const large = chooseSample(all, { ...choice, sampleSize: size + 7 }).ids
        expect(large.slice(0, small.length)).toEqual(small)
      }),
    )
  })

  test('is drawn fairly: over many seeds every customer is in about as often as another', () => {
    const all: Candidate[] = Array.from({ length: 50 }, (_, i) => ({
      // Ids of one moment differ in a few bits only; the draw must not notice.
      id: `019abcde-0000-7000-8000-${i.toString(16).padStart(12, '0')}`,
      branchId: 'b1',
      tier: 'normal',
      stage: 'new',
    }))
    const counts = new Map<string, number>()
    const SEEDS = 4_000
    for (let seed = 0; seed < SEEDS; seed++)
      for (const id of chooseSample(all, { seed: BigInt(seed), sampleSize: 10, quotas: [] }).ids)
        counts.set(id, (counts.get(id) ?? 0) + 1)
    const expected = (SEEDS * 10) / 50
    // Chi square with 49 degrees of freedom (with replacement it would be a little larger): 99.9 % lie below 85.
    const chi = all.reduce((sum, c) => sum + ((counts.get(c.id) ?? 0) - expected) ** 2 / expected, 0)
    expect(chi).toBeLessThan(85)
    expect(chi).toBeGreaterThan(10)
  })

  test('does not change from one release to the next: this seed draws these numbers', () => {
    const id = '019abcde-1111-7222-8333-444455556666'
    expect(drawer(42n)(id)).toBe(DRAWN_42)
    expect(drawer(-42n)(id)).not.toBe(drawer(42n)(id))
    expect(Number.isSafeInteger(drawer(2n ** 63n - 1n)(id))).toBe(true)
  })
})
// Recorded when the sampler was written.
const DRAWN_42 = 620_895_270_946_304

test('a survey moves from draft to running, rests, and ends', () => {
  expect(mayMove('draft', 'start')).toBe(true)
  expect(mayMove('running', 'start')).toBe(false)
  expect(mayMove('running', 'pause')).toBe(true)
  expect(mayMove('paused', 'resume')).toBe(true)
  expect(mayMove('draft', 'close')).toBe(false)
  expect(mayMove('closed', 'resume')).toBe(false)
})

test('an unanswered call is tried again by anybody, the last of them ends it; a wish to talk later stays with who heard it', () => {
  const now = new Date('2026-11-25T08:00:00Z')
  expect(afterCall('no_answer', 1, now, null)).toEqual({
    status: 'sent',
    callAgainAt: new Date('2026-11-25T13:00:00Z'),
    staysMine: false,
  })
  expect(afterCall('no_answer', MAX_CALLS, now, null).status).toBe('unreachable')
  const at = new Date('2026-11-26T08:00:00Z')
  expect(afterCall('later', MAX_CALLS + 3, now, at)).toEqual({
    status: 'sent',
    callAgainAt: at,
    staysMine: true,
  })
  expect(afterCall('refused', 1, now, at)).toEqual({ status: 'refused', callAgainAt: null, staysMine: false })
})

test('quiet hours are before nine and from nine in the evening', () => {
  expect([8, 9, 20, 21].map(isQuietHour)).toEqual([true, false, false, true])
})
