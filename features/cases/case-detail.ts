import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { accessCase } from './access.ts'

// A text for JSON in the database's own format would lose the zone's colon; this one is ISO 8601 in UTC.
const iso = (column: string) =>
  sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** Everything of one case for its screen, in one round trip after the access check. */
export async function getCase(ctx: Context, customerId: string, caseId: string) {
  const kase = await accessCase(ctx, customerId, caseId, 'case.read')
  const where = (alias: string) =>
    sql`${sql.ref(`${alias}.customer_id`)} = ${customerId}::uuid and ${sql.ref(`${alias}.case_id`)} = ${caseId}::uuid`
  const { rows } = await sql<Record<string, never>>`
    select
      (select full_name from customers where id = ${customerId}::uuid) as "customerName",
      (select name from branches where id = ${kase.branch_id}::uuid) as "branchName",
      (select name from categories where id = ${kase.category_id}::uuid) as "categoryName",
      (select full_name from people where id = ${kase.owner_id}::uuid) as "ownerName",
      coalesce((select json_agg(json_build_object('id', i.id, 'kind', i.kind, 'direction', i.direction, 'channel', i.channel, 'personId', i.person_id, 'authorName', i.author_name, 'body', i.body, 'occurredAt', ${iso('i.occurred_at')}) order by i.occurred_at, i.id) from interactions i where ${where('i')}), '[]') as interactions,
      coalesce((select json_agg(json_build_object('id', a.id, 'interactionId', a.interaction_id, 'fileName', a.file_name, 'mediaType', a.media_type, 'byteSize', a.byte_size) order by a.id) from attachments a where ${where('a')}), '[]') as attachments,
      coalesce((select json_agg(json_build_object('id', h.id, 'at', ${iso('h.at')}, 'actorName', h.actor_name, 'change', h.change, 'before', h.before, 'after', h.after) order by h.at, h.id) from case_changes h where ${where('h')}), '[]') as changes,
      coalesce((select json_agg(json_build_object('id', r.id, 'status', r.status, 'reason', r.reason, 'message', r.message, 'requestedBy', r.requested_by, 'requestedByName', q.full_name, 'requestedAt', ${iso('r.requested_at')}, 'decidedByName', d.full_name, 'decidedAt', ${iso('r.decided_at')}, 'decisionNote', r.decision_note) order by r.requested_at) from refusals r join people q on q.id = r.requested_by left join people d on d.id = r.decided_by where ${where('r')}), '[]') as refusals,
      coalesce((select json_agg(json_build_object('id', v.id, 'round', v.round, 'score', v.score, 'comment', v.comment, 'via', v.via, 'givenAt', ${iso('v.given_at')}) order by v.round) from verdicts v where ${where('v')}), '[]') as verdicts,
      coalesce((select json_agg(json_build_object('id', k.id, 'metric', k.metric, 'startedAt', ${iso('k.started_at')}, 'dueAt', ${iso('k.due_at')}, 'nearAt', ${iso('k.near_at')}, 'pausedAt', ${iso('k.paused_at')}, 'stoppedAt', ${iso('k.stopped_at')}, 'breachedAt', ${iso('k.breached_at')}, 'targetSeconds', k.target_seconds, 'elapsedSeconds', k.elapsed_seconds, 'elapsedBusinessSeconds', k.elapsed_business_seconds) order by k.started_at, k.metric) from clocks k where ${where('k')}), '[]') as clocks,
      coalesce((select json_agg(json_build_object('id', m.id, 'text', m.text, 'keeperId', m.keeper_id, 'keeperName', p.full_name, 'dueAt', ${iso('m.due_at')}, 'status', m.status, 'reason', m.reason, 'version', m.version) order by m.due_at) from promises m join people p on p.id = m.keeper_id where ${where('m')}), '[]') as promises,
      coalesce((select json_agg(json_build_object('id', x.id, 'kind', x.kind, 'amountRials', x.amount_rials, 'reason', x.reason, 'status', x.status, 'requestedBy', x.requested_by, 'requestedByName', q.full_name, 'decidedByName', d.full_name) order by x.requested_at) from compensations x join people q on q.id = x.requested_by left join people d on d.id = x.decided_by where ${where('x')}), '[]') as compensations`.execute(
    ctx.db,
  )
  return {
    id: kase.id,
    customerId,
    code: kase.code,
    kind: kase.kind as never,
    status: kase.status as never,
    turn: kase.turn as never,
    turnSince: kase.turn_since,
    subject: kase.subject,
    channel: kase.channel as never,
    branchId: kase.branch_id,
    categoryId: kase.category_id,
    severity: kase.severity as never,
    mood: kase.mood as never,
    ownerId: kase.owner_id,
    openedAt: kase.opened_at,
    firstRepliedAt: kase.first_replied_at,
    lastMessageAt: kase.last_message_at,
    solvedAt: kase.solved_at,
    judgedAt: kase.judged_at,
    reopenedCount: kase.reopened_count,
    outcome: kase.outcome as never,
    rootCause: kase.root_cause as never,
    verdictScore: kase.verdict_score,
    tags: kase.tags,
    version: kase.version,
    ...rows[0]!,
  } as never
}
