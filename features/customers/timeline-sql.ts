import type { Permission } from '../people/permissions.ts'
import type { TimelineKind } from './timeline-schema.ts'

/** What the text of the statement depends on; everything else is a value. */
export interface TimelineShape {
  /** Permissions that reach every branch; the others only `:branch`. */
  reachesAll: (permission: Permission) => boolean
  hasCursor: boolean
  kind?: TimelineKind | undefined
}

/** Longest piece of a message in the timeline; the case shows all of it. */
const EXCERPT = 1_200
const ANSWERED_AT = `(s.answered_on::timestamp at time zone 'Asia/Tehran')`
const PURCHASED_AT = `(b.purchased_on::timestamp at time zone 'Asia/Tehran')`

/**
 * One page of everything that happened with a customer, newest first, as a scalar JSON array: of each table the newest
 * rows by an index range scan, then the newest of those. Values: `customer`, `limit`; `branch` unless everything is
 * reached; `at`, `id`, `n` of the cursor. `n` tells apart two facts of one row (a promise made, a promise kept).
 */
export function timelineText(shape: TimelineShape): string {
  const before = (at: string, id: string, n: 0 | 1) =>
    shape.hasCursor
      ? `and (${at}, ${id}) <= (:at::timestamptz, :id::uuid) and (${at}, ${id}, ${n}) < (:at::timestamptz, :id::uuid, :n::int)`
      : ''
  const own = (column: string, permission: Permission) =>
    shape.reachesAll(permission) ? 'true' : `${column} = :branch::uuid`
  const last = (at: string, id: string) => `order by ${at} desc, ${id} desc limit :limit::int`

  const parts: Record<TimelineKind, string[]> = {
    interaction: [
      `select i.occurred_at as at, i.id, 0 as n, 'interaction' as kind, json_build_object(
        'interactionKind', i.kind, 'direction', i.direction, 'channel', i.channel, 'authorName', i.author_name,
        'text', left(i.body, ${EXCERPT}), 'isExcerpt', length(i.body) > ${EXCERPT}, 'caseId', i.case_id, 'caseCode', k.code) as data
      from interactions i left join cases k on k.customer_id = i.customer_id and k.id = i.case_id
      where i.customer_id = :customer::uuid and (i.case_id is null or ${own('k.branch_id', 'case.read')}) ${before('i.occurred_at', 'i.id', 0)}
      ${last('i.occurred_at', 'i.id')}`,
    ],
    case: [
      `select k.opened_at as at, k.id, 0 as n, 'case' as kind, json_build_object(
        'change', 'opened', 'actorName', null, 'caseId', k.id, 'caseCode', k.code, 'caseKind', k.kind, 'subject', k.subject, 'severity', k.severity) as data
      from cases k where k.customer_id = :customer::uuid and ${own('k.branch_id', 'case.read')} ${before('k.opened_at', 'k.id', 0)}
      ${last('k.opened_at', 'k.id')}`,
      `select h.at, h.id, 0 as n, 'case' as kind, json_build_object(
        'change', h.change, 'actorName', h.actor_name, 'caseId', k.id, 'caseCode', k.code, 'caseKind', k.kind, 'subject', k.subject, 'severity', k.severity) as data
      from case_changes h join cases k on k.customer_id = h.customer_id and k.id = h.case_id
      where h.customer_id = :customer::uuid and h.change in ('solved', 'judged', 'reopened', 'refused') and ${own('k.branch_id', 'case.read')} ${before('h.at', 'h.id', 0)}
      ${last('h.at', 'h.id')}`,
    ],
    promise: [promise('p.made_at', 0, `'made'`, `''`), promise('p.closed_at', 1, 'p.status', 'p.reason')],
    compensation: [
      `select m.requested_at as at, m.id, 0 as n, 'compensation' as kind, json_build_object(
        'compensationKind', m.kind, 'amountRials', m.amount_rials, 'status', m.status, 'reason', m.reason, 'requestedByName', w.full_name, 'caseId', m.case_id) as data
      from compensations m join people w on w.id = m.requested_by
      where m.customer_id = :customer::uuid and ${own('m.branch_id', 'compensation.read')} ${before('m.requested_at', 'm.id', 0)}
      ${last('m.requested_at', 'm.id')}`,
    ],
    verdict: [
      `select v.given_at as at, v.id, 0 as n, 'verdict' as kind, json_build_object(
        'score', v.score, 'comment', v.comment, 'via', v.via, 'round', v.round, 'caseId', v.case_id, 'caseCode', k.code) as data
      from verdicts v join cases k on k.customer_id = v.customer_id and k.id = v.case_id
      where v.customer_id = :customer::uuid and ${own('k.branch_id', 'case.read')} ${before('v.given_at', 'v.id', 0)}
      ${last('v.given_at', 'v.id')}`,
    ],
    // A purchase has a day and no hour: it stands at that day's first moment in Tehran.
    purchase: [
      `select ${PURCHASED_AT} as at, b.id, 0 as n, 'purchase' as kind, json_build_object(
        'purchasedOn', b.purchased_on, 'number', b.number, 'totalRials', b.total_rials,
        'products', (select coalesce(json_agg(f.product), '[]') from (
          select i.product from purchase_items i where i.customer_id = b.customer_id and i.purchase_id = b.id order by i.position limit 3) f)) as data
      from purchases b where b.customer_id = :customer::uuid
      ${shape.hasCursor ? `and b.purchased_on <= (:at::timestamptz at time zone 'Asia/Tehran')::date ${before(PURCHASED_AT, 'b.id', 0)}` : ''}
      ${last('b.purchased_on', 'b.id')}`,
    ],
    // The answers of one day to one instrument are one fact.
    survey: [
      `select g.at, g.id, 0 as n, 'survey' as kind, json_build_object(
        'answeredOn', g.answered_on, 'survey', g.survey, 'answers', (select json_agg(a) from (
          select s.question, s.answer, s.score from survey_answers s
          where s.customer_id = :customer::uuid and s.survey = g.survey and s.answered_on = g.answered_on order by s.id limit 50) a)) as data
      from (select ${ANSWERED_AT} as at, (array_agg(s.id order by s.id))[1] as id, s.survey, s.answered_on
        from survey_answers s where s.customer_id = :customer::uuid group by s.survey, s.answered_on) g
      where true ${before('g.at', 'g.id', 0)} ${last('g.at', 'g.id')}`,
    ],
    facet: [
      `select f.created_at as at, f.id, 0 as n, 'facet' as kind, json_build_object(
        'facetKind', f.kind, 'value', f.value, 'source', f.source, 'observedOn', f.observed_on) as data
      from facets f where f.customer_id = :customer::uuid ${before('f.created_at', 'f.id', 0)} ${last('f.created_at', 'f.id')}`,
    ],
    need: [need('d.created_at', 0, `'recorded'`), need('d.closed_at', 1, 'd.status')],
  }
  function promise(at: string, n: 0 | 1, change: string, reason: string): string {
    return `select ${at} as at, p.id, ${n} as n, 'promise' as kind, json_build_object(
        'change', ${change}, 'text', p.text, 'keeperName', w.full_name, 'dueAt', p.due_at, 'reason', ${reason}, 'caseId', p.case_id) as data
      from promises p join people w on w.id = p.keeper_id
      where p.customer_id = :customer::uuid and ${at} is not null and ${own('p.branch_id', 'promise.read')} ${before(at, 'p.id', n)}
      ${last(at, 'p.id')}`
  }
  function need(at: string, n: 0 | 1, change: string): string {
    return `select ${at} as at, d.id, ${n} as n, 'need' as kind, json_build_object('change', ${change}, 'text', d.text, 'isWant', d.is_want) as data
      from needs d where d.customer_id = :customer::uuid and ${at} is not null ${before(at, 'd.id', n)} ${last(at, 'd.id')}`
  }
  const wanted = shape.kind ? parts[shape.kind] : Object.values(parts).flat()
  return `(select json_agg(t) from (
    select at, id, n, kind, data from (${wanted.map((part) => `(${part})`).join(' union all ')}) everything
    order by at desc, id desc, n desc limit :limit::int) t)`
}
