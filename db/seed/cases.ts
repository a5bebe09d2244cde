// One case from its plan: the conversation, what it promised and paid, and how the customer judged it.
import { makeTrackingCode } from '@hamdel/persian'
import type { BusinessTime } from './business-time.ts'
import { clock, promiseOf, roundRials, type treasury } from './commitments.ts'
import { BRANCHES, STAFF } from './content/company.ts'
import { bandOf, COMMENTS, REFUSALS } from './content/phrases.ts'
import { promiseIndex } from './content/scripts/script.ts'
import { schedule, speak, turnsFor } from './conversation.ts'
import type { Keys } from './customers.ts'
import { history } from './history.ts'
import type { Match } from './matching.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { employeeText, type Words } from './text.ts'
import type { Channel, DemoCase, Outcome } from './types.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Branches differ, and everybody has been improving for two years. */
const BRANCH_BIAS: Record<number, number> = { 1: 0.5, 2: -0.7, 3: 0.2, 4: -1.1 }

export type Stage = {
  random: Random
  time: BusinessTime
  keys: Keys
  now: number
  endOfToday: number
  compensate: ReturnType<typeof treasury>
  codes: Set<string>
}

export function makeCase(stage: Stage, plan: Plan, match: Match): DemoCase {
  const { random, time, keys, now } = stage
  const { script, status } = plan
  const { customer, purchase } = match
  const branchKey = purchase.branchKey
  const branch = BRANCHES.find((row) => row.key === branchKey)!
  const desk = STAFF.filter(
    (person) => person.branchKey === branchKey && (person.role === 'employee' || person.role === 'lead'),
  )
  const lead = desk.find((person) => person.role === 'lead')!
  const isForLead = random.chance(script.severity === 'critical' ? 0.6 : 0.14)
  const owner = isForLead ? lead : random.pick(desk.filter((person) => person.role === 'employee'))
  const colleague = random.pick(desk.filter((person) => person !== owner))
  const channel: Channel = random.chance(0.84)
    ? script.channel
    : random.weighted([
        ['portal', 4],
        ['webchat', 3],
        ['bale', 2],
        ['email', 1],
      ])
  const closed = status === 'solved' || status === 'judged'

  const { compensation } = script
  const amountRials = !compensation
    ? 0
    : compensation.share !== undefined
      ? roundRials(match.unitRials * compensation.share)
      : compensation.kind === 'refund'
        ? compensation.amountRials!
        : roundRials(compensation.amountRials! * random.pick([0.8, 0.9, 1, 1, 1.1, 1.25]))
  const words: Words = {
    name: customer.addressName,
    honorific: customer.honorific,
    product: match.product,
    branch: branch.name,
    amountRials,
    orderNumber: purchase.number,
    date: new Date(plan.openedAt + (script.promise ? script.promise.dueInHours * HOUR : 6 * DAY)),
  }

  const trend = 0.6 - 1.5 * ((now - plan.openedAt) / (730 * DAY))
  let latentScore =
    (script.verdict?.score ?? 8) - 0.7 + BRANCH_BIAS[branchKey]! + trend + random.normal(0, 1.35)
  const { turns, solutionIndex } = turnsFor(
    random,
    plan,
    closed && Math.round(latentScore) <= 5 && (script.verdict?.score ?? 8) >= 7,
  )
  const timed = schedule(random, plan, turns, solutionIndex, branchKey, time, now)
  const interactions = speak(
    random,
    timed,
    { owner, colleague, customerName: customer.fullName, channel },
    words,
    keys,
    script.mood,
    script.kind === 'praise',
  )
  const outbound = interactions.filter((row) => row.direction === 'outbound')
  const first = outbound[0] ?? null
  const last = interactions.at(-1)!
  const solved = solutionIndex >= 0 ? interactions[solutionIndex]! : null
  const solvedAt = closed ? solved!.occurredAt : null
  const judgedAt =
    status === 'judged'
      ? new Date(Math.min(solvedAt!.getTime() + (2 + random.exponential(26)) * HOUR, now - 20 * 60_000))
      : null
  const hasOwner = status !== 'new' || random.chance(0.35)

  const firstReply = clock(time, keys, now, {
    metric: 'first_reply',
    severity: script.severity,
    startedAt: plan.openedAt,
    stoppedAt: first?.occurredAt.getTime() ?? null,
  })
  const clocks = [
    firstReply,
    clock(time, keys, now, {
      metric: 'resolution',
      severity: script.severity,
      startedAt: plan.openedAt,
      stoppedAt: solved?.occurredAt.getTime() ?? null,
      pausedAt: status === 'waiting' ? last.occurredAt.getTime() : null,
    }),
  ]
  const reopening = plan.isReopened ? interactions[solutionIndex + 1]! : null
  if (reopening)
    clocks.push(
      clock(time, keys, now, {
        metric: 'resolution',
        severity: script.severity,
        startedAt: reopening.occurredAt.getTime(),
        stoppedAt: null,
      }),
    )

  const promisedIn = interactions[promiseIndex(turns)]
  const promise =
    promisedIn && !plan.isRefusalPending
      ? promiseOf(
          random,
          script,
          {
            keeper: owner,
            madeAt: promisedIn.occurredAt.getTime(),
            interactionKey: promisedIn.key,
            isClosed: status === 'judged',
            endOfToday: stage.endOfToday,
            now,
          },
          keys,
        )
      : null
  const grantAt = (outbound[Math.min(1, outbound.length - 1)] ?? last).occurredAt.getTime()
  const grant =
    closed || plan.isReopened
      ? stage.compensate(
          random,
          script,
          { owner, at: grantAt, until: Math.max(solved!.occurredAt.getTime(), grantAt + 1000), amountRials },
          keys,
        )
      : null

  if (firstReply.breachedAt) latentScore -= 0.7
  if (promise?.status === 'late') latentScore -= 0.6
  if (promise?.status === 'broken') latentScore -= 1.8
  const score = Math.max(1, Math.min(10, Math.round(latentScore)))
  const outcome: Outcome =
    score >= 7
      ? script.outcome
      : score <= 3
        ? 'no_resolution'
        : random.pick(['customer_favoured', 'customer_favoured', 'company_favoured', 'win_win'])
  const verdicts: DemoCase['verdicts'] = []
  if (judgedAt) verdicts.push(verdict(score, judgedAt))
  else if (reopening && random.chance(0.65)) {
    const between =
      solved!.occurredAt.getTime() + (reopening.occurredAt.getTime() - solved!.occurredAt.getTime()) * 0.9
    verdicts.push(verdict(Math.min(score, random.int(2, 5)), new Date(Math.floor(between))))
  }
  function verdict(given: number, givenAt: Date): DemoCase['verdicts'][number] {
    const written = script.verdict
    const comment =
      written && Math.abs(written.score - given) <= 1 && random.chance(0.8)
        ? written.comment
        : random.chance(0.5)
          ? random.pick(COMMENTS[bandOf(given)])
          : ''
    const via = random.weighted([
      ['portal', 7],
      ['phone', 2],
      ['in_person', 1],
    ] as const)
    return {
      key: keys.next(),
      round: 1,
      score: given,
      comment,
      via,
      recordedByKey: via === 'portal' ? null : colleague.key,
      givenAt,
    }
  }

  const refusalText = plan.isRefusalPending ? REFUSALS[script.key === 'no-agreement' ? 0 : 1]! : null
  const requestedAt = new Date(Math.max(last.occurredAt.getTime(), now - (3 + 5 * random.next()) * HOUR))
  const opened = new Date(plan.openedAt)
  const changes = history(keys, customer.fullName, owner, lead, {
    status,
    opened,
    hasOwner,
    first: first?.occurredAt ?? null,
    last: last.occurredAt,
    solved: solved?.occurredAt ?? null,
    reopened: reopening?.occurredAt ?? null,
    judgedAt,
    score,
    refusal: refusalText && { requestedAt, reason: refusalText.reason },
  })

  const lastOutbound = interactions.findLastIndex((row) => row.direction === 'outbound')
  const waitingOnUs = interactions.slice(lastOutbound + 1).find((row) => row.direction === 'inbound')
  const turn =
    status === 'judged' ? 'nobody' : status === 'solved' || status === 'waiting' ? 'customer' : 'us'
  const turnSince =
    judgedAt ??
    (turn === 'customer'
      ? interactions[lastOutbound]!.occurredAt
      : (waitingOnUs?.occurredAt ?? last.occurredAt))
  return {
    key: keys.next(),
    scriptKey: script.key,
    code: newCode(stage),
    customerKey: customer.key,
    branchKey,
    purchaseKey: purchase.key,
    kind: script.kind,
    status,
    turn,
    turnSince,
    subject:
      random.chance(0.4) && script.turns[0]!.text.includes('{product}') && !script.subject.includes(':')
        ? `${script.subject} (${match.product})`
        : script.subject,
    channel,
    category: script.category,
    severity: script.severity,
    mood: script.mood,
    ownerKey: hasOwner ? owner.key : null,
    teamKey: owner.teamKey,
    openedAt: opened,
    firstRepliedAt: first?.occurredAt ?? null,
    lastMessageAt: interactions.filter((row) => row.direction !== 'internal').at(-1)!.occurredAt,
    solvedAt,
    judgedAt,
    reopenedCount: plan.isReopened ? 1 : 0,
    outcome: closed ? outcome : null,
    rootCause: closed ? (script.rootCause ?? null) : null,
    verdictScore: judgedAt ? score : null,
    tags: random.chance(0.06) ? [random.pick(['فوری', 'پیگیری تلفنی', 'مشتری ویژه'])] : [],
    interactions,
    changes,
    clocks,
    promises: promise ? [promise] : [],
    compensations: grant ? [grant] : [],
    verdicts,
    refusal: refusalText
      ? {
          key: keys.next(),
          reason: refusalText.reason,
          message: employeeText(random, refusalText.message, words, owner.fullName),
          requestedByKey: owner.key,
          requestedAt,
        }
      : null,
    needs:
      status === 'new'
        ? []
        : (script.needs ?? []).map((need) => ({
            key: keys.next(),
            text: need.text,
            kind: need.kind,
            isWant: need.kind === 'latent' && random.chance(0.3),
            status: !closed ? 'open' : score <= 4 ? 'declined' : 'fulfilled',
            recordedByKey: owner.key,
            createdAt: first!.occurredAt,
            closedAt: solvedAt,
          })),
  }
}

function newCode({ random, codes }: Stage): string {
  for (;;) {
    const code = makeTrackingCode(random.digits(9))
    if (codes.has(code)) continue
    codes.add(code)
    return code
  }
}
