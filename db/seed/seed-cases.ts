import type { Db } from '../../server/lib/database.ts'
import { demoId, insertRows } from './rows.ts'
import type { DemoCase, DemoCompany } from './types.ts'

export interface Ids {
  branch(key: number): string
  staff(key: number): string
  customer(key: number): string
  team(key: number): string
  category(code: string): string
}

const list = <T>(
  cases: readonly DemoCase[],
  pick: (kase: DemoCase) => readonly T[],
  row: (item: T, kase: DemoCase, own: { customer_id: string; case_id: string }) => Record<string, unknown>,
  ids: Ids,
) =>
  cases.flatMap((kase) => {
    const own = { customer_id: ids.customer(kase.customerKey), case_id: caseId(kase) }
    return pick(kase).map((item) => row(item, kase, own))
  })

const caseId = (kase: DemoCase) => demoId('case', kase.key, kase.openedAt)

/** Cases with everything that hangs on them. */
export async function seedCases(db: Db, demo: DemoCompany, ids: Ids): Promise<void> {
  const { cases } = demo
  await insertRows(
    db,
    'cases',
    cases.map((k) => ({
      customer_id: ids.customer(k.customerKey),
      id: caseId(k),
      code: k.code,
      kind: k.kind,
      status: k.status,
      turn: k.turn,
      turn_since: k.turnSince,
      subject: k.subject,
      channel: k.channel,
      branch_id: ids.branch(k.branchKey),
      category_id: ids.category(k.category),
      severity: k.severity,
      mood: k.mood,
      owner_id: k.ownerKey === null ? null : ids.staff(k.ownerKey),
      team_id: k.teamKey === null ? null : ids.team(k.teamKey),
      opened_at: k.openedAt,
      first_replied_at: k.firstRepliedAt,
      last_message_at: k.lastMessageAt,
      solved_at: k.solvedAt,
      judged_at: k.judgedAt,
      reopened_count: k.reopenedCount,
      outcome: k.outcome,
      root_cause: k.rootCause,
      verdict_score: k.verdictScore,
      tags: k.tags,
      updated_at: k.lastMessageAt,
      version: 1,
    })),
  )
  await insertRows(
    db,
    'case_codes',
    cases.map((k) => ({ code: k.code, customer_id: ids.customer(k.customerKey), case_id: caseId(k) })),
  )
  await insertRows(
    db,
    'interactions',
    list(
      cases,
      (k) => k.interactions,
      (i, _k, own) => ({
        ...own,
        id: demoId('interaction', i.key, i.occurredAt),
        kind: i.kind,
        direction: i.direction,
        channel: i.channel,
        person_id: i.staffKey === null ? null : ids.staff(i.staffKey),
        author_name: i.authorName,
        body: i.body,
        occurred_at: i.occurredAt,
      }),
      ids,
    ),
  )
  await insertRows(
    db,
    'case_changes',
    list(
      cases,
      (k) => k.changes,
      (c, _k, own) => ({
        ...own,
        id: demoId('change', c.key, c.at),
        at: c.at,
        actor_id: c.actorKey === null ? null : ids.staff(c.actorKey),
        actor_name: c.actorName,
        change: c.change,
        before: c.before,
        after: c.after,
      }),
      ids,
    ),
  )
  await insertRows(
    db,
    'clocks',
    list(
      cases,
      (k) => k.clocks,
      (c, k, own) => ({
        ...own,
        id: demoId('clock', c.key, c.startedAt),
        metric: c.metric,
        branch_id: ids.branch(k.branchKey),
        target_seconds: c.targetSeconds,
        near_ratio: c.nearRatio,
        started_at: c.startedAt,
        due_at: c.dueAt,
        near_at: c.nearAt,
        paused_at: c.pausedAt,
        paused_seconds: c.pausedSeconds,
        paused_business_seconds: c.pausedBusinessSeconds,
        stopped_at: c.stoppedAt,
        near_noticed_at: c.nearNoticedAt,
        breached_at: c.breachedAt,
        elapsed_seconds: c.elapsedSeconds,
        elapsed_business_seconds: c.elapsedBusinessSeconds,
      }),
      ids,
    ),
  )
  await seedCommitments(db, demo, ids)
}

async function seedCommitments(db: Db, demo: DemoCompany, ids: Ids): Promise<void> {
  const { cases } = demo
  const messageTimes = new Map(
    cases.flatMap((k) => k.interactions.map((i) => [i.key, i.occurredAt] as const)),
  )
  await insertRows(
    db,
    'promises',
    list(
      cases,
      (k) => k.promises,
      (p, k, own) => ({
        ...own,
        id: demoId('promise', p.key, p.madeAt),
        interaction_id:
          p.interactionKey === null
            ? null
            : demoId('interaction', p.interactionKey, messageTimes.get(p.interactionKey)!),
        text: p.text,
        keeper_id: ids.staff(p.keeperKey),
        branch_id: ids.branch(k.branchKey),
        due_at: p.dueAt,
        status: p.status,
        made_by: ids.staff(p.madeByKey),
        made_at: p.madeAt,
        closed_at: p.closedAt,
        closed_by: p.closedByKey === null ? null : ids.staff(p.closedByKey),
        reason: p.reason,
        version: 1,
      }),
      ids,
    ),
  )
  await insertRows(
    db,
    'promise_changes',
    list(
      cases,
      (k) => k.promises,
      (p, _k, own) => ({
        customer_id: own.customer_id,
        promise_id: demoId('promise', p.key, p.madeAt),
        id: demoId('promise-made', p.key, p.madeAt),
        at: p.madeAt,
        actor_id: ids.staff(p.madeByKey),
        status: 'open',
        reason: '',
      }),
      ids,
    ),
  )
  await insertRows(
    db,
    'promise_changes',
    list(
      cases,
      (k) => k.promises.filter((p) => p.closedAt !== null),
      (p, _k, own) => ({
        customer_id: own.customer_id,
        promise_id: demoId('promise', p.key, p.madeAt),
        id: demoId('promise-closed', p.key, p.closedAt!),
        at: p.closedAt,
        actor_id: p.closedByKey === null ? null : ids.staff(p.closedByKey),
        status: p.status,
        reason: p.reason,
      }),
      ids,
    ),
  )
  await insertRows(
    db,
    'compensations',
    list(
      cases,
      (k) => k.compensations,
      (c, k, own) => ({
        ...own,
        id: demoId('compensation', c.key, c.requestedAt),
        kind: c.kind,
        amount_rials: c.amountRials,
        reason: c.reason,
        status: c.status,
        branch_id: ids.branch(k.branchKey),
        requested_by: ids.staff(c.requestedByKey),
        requested_at: c.requestedAt,
        decided_by: c.decidedByKey === null ? null : ids.staff(c.decidedByKey),
        decided_at: c.decidedAt,
        decision_note: c.decisionNote,
      }),
      ids,
    ),
  )
  const charged = cases.flatMap((k) =>
    k.compensations
      .filter((c) => c.charge !== null && c.amountRials > 0)
      .map((c) => ({ kase: k, c, charge: c.charge! })),
  )
  await insertRows(
    db,
    'compensation_ledger',
    charged.map(({ kase, c, charge }) => ({
      customer_id: ids.customer(kase.customerKey),
      id: demoId('ledger', c.key, c.requestedAt),
      compensation_id: demoId('compensation', c.key, c.requestedAt),
      person_id: ids.staff(charge.staffKey),
      month_on: charge.monthOn,
      amount_rials: c.amountRials,
      at: c.decidedAt ?? c.requestedAt,
    })),
  )
  const months = new Map<string, { person_id: string; month_on: string; spent_rials: number }>()
  for (const { c, charge } of charged) {
    const key = `${charge.staffKey}|${charge.monthOn}`
    const row = months.get(key) ?? {
      person_id: ids.staff(charge.staffKey),
      month_on: charge.monthOn,
      spent_rials: 0,
    }
    row.spent_rials += c.amountRials
    months.set(key, row)
  }
  await insertRows(db, 'budget_months', [...months.values()])
  await insertRows(
    db,
    'verdicts',
    list(
      cases,
      (k) => k.verdicts,
      (v, k, own) => ({
        ...own,
        id: demoId('verdict', v.key, v.givenAt),
        round: v.round,
        score: v.score,
        comment: v.comment,
        via: v.via,
        recorded_by: v.recordedByKey === null ? null : ids.staff(v.recordedByKey),
        branch_id: ids.branch(k.branchKey),
        category_id: ids.category(k.category),
        owner_id: k.ownerKey === null ? null : ids.staff(k.ownerKey),
        given_at: v.givenAt,
      }),
      ids,
    ),
  )
  await insertRows(
    db,
    'refusals',
    list(
      cases,
      (k) => (k.refusal ? [k.refusal] : []),
      (r, _k, own) => ({
        ...own,
        id: demoId('refusal', r.key, r.requestedAt),
        reason: r.reason,
        message: r.message,
        status: 'pending',
        requested_by: ids.staff(r.requestedByKey),
        requested_at: r.requestedAt,
        decision_note: '',
      }),
      ids,
    ),
  )
  await insertRows(
    db,
    'needs',
    list(
      cases,
      (k) => k.needs,
      (n, _k, own) => ({
        ...own,
        id: demoId('need', n.key, n.createdAt),
        text: n.text,
        kind: n.kind,
        is_want: n.isWant,
        status: n.status,
        recorded_by: ids.staff(n.recordedByKey),
        created_at: n.createdAt,
        closed_at: n.closedAt,
      }),
      ids,
    ),
  )
}
