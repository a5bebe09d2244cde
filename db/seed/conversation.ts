// Puts a written conversation on the calendar: who said what when, up to the state the case has reached.
import type { BusinessTime } from './business-time.ts'
import type { Staff } from './content/company.ts'
import { ASKS, CLOSINGS, FAILED_AGAIN, FOLLOW_UPS, REOPENINGS } from './content/phrases.ts'
import { questionIndex, type Turn } from './content/scripts/script.ts'
import type { Keys } from './customers.ts'
import type { Plan } from './plan.ts'
import { awake, policyFor } from './plan.ts'
import type { Random } from './random.ts'
import { customerText, employeeText, type Words } from './text.ts'
import type { Channel, DemoInteraction, Mood } from './types.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

export type Cast = { owner: Staff; colleague: Staff; customerName: string; channel: Channel }
type Timed = Turn & { at: number; isFirstSolution?: boolean }

/** Texts of a conversation as far as the state of the case lets it go. */
export function turnsFor(
  random: Random,
  plan: Plan,
  finalScoreIsLow: boolean,
): { turns: Turn[]; solutionIndex: number } {
  const { script, status } = plan
  const opening: Turn = {
    by: 'customer',
    text: plan.variant === 0 ? script.turns[0]!.text : script.variants[plan.variant - 1]!,
  }
  const full = [opening, ...script.turns.slice(1)]
  if (status === 'new') return { turns: [opening], solutionIndex: -1 }
  if (status === 'waiting') {
    const question = questionIndex(full)
    if (question > 0) return { turns: full.slice(0, question + 1), solutionIndex: -1 }
    return { turns: [opening, { by: 'employee', text: random.pick(ASKS) }], solutionIndex: -1 }
  }
  if (status === 'open' && !plan.isReopened) {
    if (plan.isRefusalPending) return { turns: full, solutionIndex: -1 }
    // It is our move: the part shown ends with a customer, or with a note of someone who is on it.
    const ends = full.flatMap((turn, i) =>
      i > 1 && i < full.length - 1 && turn.by !== 'employee' ? [i] : [],
    )
    if (ends.length > 0 && random.chance(0.8))
      return { turns: full.slice(0, random.pick(ends) + 1), solutionIndex: -1 }
    return {
      turns: [...full.slice(0, 2), { by: 'customer', text: random.pick(FOLLOW_UPS) }],
      solutionIndex: -1,
    }
  }
  const turns = [...full]
  if (finalScoreIsLow) {
    const last = turns.findLastIndex((turn, i) => i > 0 && turn.by === 'customer')
    if (last > 0)
      turns[last] = {
        by: 'customer',
        text: random.pick([
          'باشه. ولی انتظار بیشتری داشتم.',
          'خب، بالاخره یه جوابی گرفتیم.',
          'خیلی طول کشید. همین.',
          'چی بگم. دفعهٔ بعد زودتر جواب بدید.',
        ]),
      }
  }
  if (turns.at(-1)!.by !== 'employee') turns.push({ by: 'employee', text: random.pick(CLOSINGS) })
  const solutionIndex = turns.length - 1
  if (plan.isReopened) {
    const isTechnical = ['defect', 'warranty', 'installation'].includes(script.category)
    turns.push({ by: 'customer', text: random.pick(isTechnical ? FAILED_AGAIN : REOPENINGS) })
    if (random.chance(0.5))
      turns.push({ by: 'note', text: 'پرونده باز شد. این بار پیش از ثبت حل، با خود مشتری تماس گرفته شود.' })
  }
  return { turns, solutionIndex }
}

/** Median share of the limit that a first answer takes: it has been falling for two years, not alike in all branches. */
const PACE: Record<number, number> = { 1: 0.85, 2: 1.2, 3: 0.9, 4: 1.4 }

export function schedule(
  random: Random,
  plan: Plan,
  turns: readonly Turn[],
  solutionIndex: number,
  branchKey: number,
  time: BusinessTime,
  now: number,
): Timed[] {
  const yearsAgo = (now - plan.openedAt) / (365 * 24 * HOUR)
  const target = policyFor('first_reply', plan.script.severity).businessSeconds * 1000
  const isLive = plan.script.channel === 'phone' || plan.script.channel === 'in_person'
  let at = plan.openedAt
  let replies = 0
  const timed = turns.map((turn, i): Timed => {
    if (plan.isReopened && turn.by === 'customer' && i === solutionIndex + 1)
      at = awake(at + (26 + 40 * random.next()) * HOUR)
    else if (i > 0) {
      if (turn.by === 'employee' && replies++ === 0) {
        const share = (0.28 + 0.14 * yearsAgo) * PACE[branchKey]! * Math.exp(random.normal(0, 0.75))
        at = isLive && random.chance(0.8) ? at + random.int(1, 6) * MINUTE : time.later(at, share * target)
      } else if (turn.by === 'employee') at = time.later(at, (10 + random.exponential(170)) * MINUTE)
      else if (turn.by === 'note') at = time.later(at, (4 + random.exponential(35)) * MINUTE)
      else if (isLive && i <= 2) at += random.int(1, 4) * MINUTE
      else at = Math.max(at + 2 * MINUTE, awake(at + (6 + random.exponential(260)) * MINUTE))
    }
    return { ...turn, at }
  })
  const latest =
    plan.status === 'judged' ? now - 40 * HOUR : plan.status === 'solved' ? now - 3 * HOUR : now - 8 * MINUTE
  const last = timed.at(-1)!.at
  if (last > latest) {
    // It must have been said by now: the same rhythm, faster; staff then write inside opening hours where that fits.
    const squeeze = Math.max(latest - plan.openedAt, MINUTE) / (last - plan.openedAt)
    let previous = plan.openedAt
    timed.forEach((turn, i) => {
      if (i === 0) return
      turn.at = Math.max(plan.openedAt + (turn.at - plan.openedAt) * squeeze, previous + 1000)
      const open = time.timeAt(time.openAt(turn.at) - 2 * MINUTE)
      if (turn.by !== 'customer' && !time.isOpen(turn.at) && open > previous) turn.at = open
      previous = turn.at
    })
  }
  return timed
}

export function speak(
  random: Random,
  timed: readonly Timed[],
  cast: Cast,
  words: Words,
  keys: Keys,
  mood: Mood,
  isPraise: boolean,
): DemoInteraction[] {
  const { owner, colleague, channel } = cast
  const live = channel === 'phone' ? 'call' : channel === 'in_person' ? 'visit' : 'message'
  return timed.map(({ by, text, at }, i): DemoInteraction => {
    const key = keys.next()
    const occurredAt = new Date(Math.floor(at))
    if (by === 'customer') {
      const named = isPraise ? colleague.fullName : owner.fullName
      const body = customerText(random, text, words, named, channel, i === 0 ? mood : null)
      return {
        key,
        kind: live,
        direction: 'inbound',
        channel,
        staffKey: null,
        authorName: cast.customerName,
        body,
        occurredAt,
      }
    }
    const author = by === 'note' && random.chance(0.45) ? colleague : owner
    const body = employeeText(random, text, words, author.fullName)
    return {
      key,
      kind: by === 'note' ? 'note' : live,
      direction: by === 'note' ? 'internal' : 'outbound',
      channel,
      staffKey: author.key,
      authorName: author.fullName,
      body,
      occurredAt,
    }
  })
}
