// What this very day asks of the desk: promises that fall due, amends that wait for a second person.
import { addDays, tehranDay, tehranMidnight } from '@hamdel/persian'
import { STAFF } from './content/company.ts'
import { DAY_PROMISES } from './content/phrases.ts'
import type { Keys } from './customers.ts'
import type { Random } from './random.ts'
import type { DemoCase } from './types.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const roleOf = (key: number | null) => STAFF.find((person) => person.key === key)?.role

export function endOfToday(now: Date): number {
  return tehranMidnight(addDays(tehranDay(now), 1)).getTime()
}

export function fillToday(random: Random, now: Date, cases: readonly DemoCase[], keys: Keys) {
  const at = now.getTime()
  const main = STAFF.find((person) => person.role === 'employee' && person.isDemoSignIn)!
  const evening = endOfToday(now) - 3 * HOUR
  const later = () => {
    const from = at + 2.2 * HOUR
    return from < evening ? from + (evening - from) * random.next() : at + (2.5 + 3 * random.next()) * HOUR
  }
  // One late, three within two hours, four later in the day.
  const dueTimes = [
    at - 95 * MINUTE,
    at + 25 * MINUTE,
    at + 65 * MINUTE,
    at + 110 * MINUTE,
    later(),
    later(),
    later(),
    later(),
  ]
  const active = cases.filter(
    (item) =>
      (item.status === 'open' || item.status === 'waiting') && !item.refusal && item.ownerKey !== null,
  )
  const able = active.filter(
    (item) =>
      item.firstRepliedAt &&
      item.firstRepliedAt.getTime() < at - 4 * HOUR &&
      !item.promises.some((promise) => promise.status === 'open'),
  )
  // The employee of the sign-in block has some of them, so that the first desk anybody sees is alive.
  const mine = able.filter((item) => item.ownerKey === main.key)
  const chosen = [
    mine[0],
    ...able.filter((item) => item.ownerKey !== main.key).slice(0, 1),
    ...mine.slice(1, 3),
    ...able.filter((item) => item.ownerKey !== main.key).slice(1),
  ].filter((item) => item !== undefined)
  dueTimes.forEach((dueAt, i) => {
    const item = chosen[i]
    if (!item) return
    const message = item.interactions.findLast(
      (row) => row.direction === 'outbound' && row.occurredAt.getTime() < Math.min(at, dueAt) - 30 * MINUTE,
    )!
    item.promises.push({
      key: keys.next(),
      text: DAY_PROMISES[i]!,
      keeperKey: item.ownerKey!,
      madeByKey: item.ownerKey!,
      madeAt: message.occurredAt,
      dueAt: new Date(Math.floor(dueAt)),
      status: 'open',
      closedAt: null,
      closedByKey: null,
      reason: '',
      interactionKey: message.key,
    })
  })

  const pending = [
    ['refund', 8_500_000, 'هزینهٔ رفت‌وآمد و دو روز مرخصی مشتری برای تحویلی که نیامد'],
    ['replacement', 24_000_000, 'تعویض به جای تعمیر؛ دستگاه بار دوم است که ایراد می‌دهد'],
    ['refund', 68_000_000, 'خسارت کابینت بر اثر نشتی دستگاه نو'],
  ] as const
  const candidates = active.filter(
    (item) =>
      roleOf(item.ownerKey) === 'employee' &&
      (item.kind === 'complaint' || item.kind === 'warranty_claim') &&
      item.status === 'open' &&
      item.firstRepliedAt,
  )
  pending.forEach(([kind, amountRials, reason], i) => {
    const item = candidates[Math.floor(((i + 0.5) * candidates.length) / pending.length)]
    if (!item) return
    const requestedAt = new Date(Math.max(item.firstRepliedAt!.getTime() + MINUTE, at - (1 + 2.4 * i) * HOUR))
    item.compensations.push({
      key: keys.next(),
      kind,
      amountRials,
      reason,
      status: 'pending',
      requestedByKey: item.ownerKey!,
      requestedAt: requestedAt.getTime() < at ? requestedAt : new Date(at - MINUTE),
      decidedByKey: null,
      decidedAt: null,
      decisionNote: '',
      charge: null,
    })
  })
}
