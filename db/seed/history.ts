// What changed on a case, when, by whose hand.
import type { Staff } from './content/company.ts'
import type { Keys } from './customers.ts'
import type { CaseStatus, DemoChange } from './types.ts'

type Facts = {
  status: CaseStatus
  opened: Date
  hasOwner: boolean
  first: Date | null
  last: Date
  solved: Date | null
  reopened: Date | null
  judgedAt: Date | null
  score: number
  refusal: { requestedAt: Date; reason: string } | null
}

export function history(
  keys: Keys,
  customerName: string,
  owner: Staff,
  lead: Staff,
  facts: Facts,
): DemoChange[] {
  const changes: DemoChange[] = []
  function add(
    at: Date,
    actor: Staff | null,
    change: DemoChange['change'],
    before: DemoChange['before'],
    after: DemoChange['after'],
  ) {
    changes.push({
      key: keys.next(),
      at,
      actorKey: actor?.key ?? null,
      actorName: actor?.fullName ?? customerName,
      change,
      before,
      after,
    })
  }
  add(facts.opened, null, 'opened', null, { status: 'new' })
  if (facts.hasOwner)
    add(facts.first ?? facts.opened, lead, 'assigned', { ownerKey: null }, { ownerKey: owner.key })
  if (facts.first) add(facts.first, owner, 'status', { status: 'new' }, { status: 'open' })
  if (facts.status === 'waiting') add(facts.last, owner, 'status', { status: 'open' }, { status: 'waiting' })
  if (facts.solved) add(facts.solved, owner, 'solved', { status: 'open' }, { status: 'solved' })
  if (facts.reopened) add(facts.reopened, null, 'reopened', { status: 'solved' }, { status: 'open' })
  if (facts.judgedAt)
    add(facts.judgedAt, null, 'judged', { status: 'solved' }, { status: 'judged', score: facts.score })
  if (facts.refusal)
    add(facts.refusal.requestedAt, owner, 'refusal_requested', null, { reason: facts.refusal.reason })
  return changes
}
