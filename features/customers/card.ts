import { maskIdentifier, tehranDay } from '@hamdel/persian'
import { type Context, personOf } from '../../server/lib/context.ts'
import { notFound } from '../../server/lib/errors.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import type { Permission } from '../people/permissions.ts'
import { requireCustomer } from './access.ts'
import { daysBetween, suggestStage } from './rules.ts'
import { onceEach, reachOf, type TimelineRow, timelinePage } from './timeline.ts'
import { timelineText } from './timeline-sql.ts'

const TIMELINE_LENGTH = 30

interface CardRow {
  id: string
  kind: string
  full_name: string
  honorific: string
  identifier: string | null
  external_code: string | null
  stage: string
  tier: string
  mood: string
  mood_at: Date | null
  owner_id: string | null
  owner_name: string | null
  branch_id: string
  branch_name: string
  tags: string[]
  city: string
  born_on: string | null
  note: string
  works_here: 'self' | 'relative' | null
  purchase_count: number
  purchase_total_rials: bigint
  first_purchase_on: string | null
  last_purchase_on: string | null
  open_case_count: number
  last_contact_at: Date | null
  created_at: Date
  updated_at: Date
  version: number
  lists: Record<string, never>
  timeline: TimelineRow[] | null
}

/** Every column of a customer's own answer; `c`, `a`, `b` and `o` are the customer, their activity, the branch and the owner. */
export const CUSTOMER_COLUMNS = `c.id, c.kind, c.full_name, c.honorific, c.identifier, c.external_code, c.stage, c.tier, a.mood, a.mood_at,
  c.owner_id, o.full_name as owner_name, c.branch_id, b.name as branch_name, c.tags, c.city, c.born_on, c.note,
  (select w.kind from customer_people w where w.customer_id = c.id order by w.kind desc limit 1) as works_here,
  c.purchase_count, c.purchase_total_rials, c.last_purchase_on, c.created_at, c.updated_at, c.version`

export function toCustomer(
  row: Omit<CardRow, 'lists' | 'timeline' | 'first_purchase_on' | 'open_case_count' | 'last_contact_at'>,
) {
  return {
    id: row.id,
    kind: row.kind as never,
    fullName: row.full_name,
    honorific: row.honorific,
    identifierMasked: row.identifier === null ? null : maskIdentifier(row.identifier),
    externalCode: row.external_code,
    stage: row.stage as never,
    tier: row.tier as never,
    mood: row.mood as never,
    moodAt: row.mood_at,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    branchId: row.branch_id,
    branchName: row.branch_name,
    tags: row.tags,
    city: row.city,
    bornOn: row.born_on,
    note: row.note,
    worksHere: row.works_here,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  }
}

const cardText = onceEach((ctx) => {
  const reachesAll = reachOf(ctx)
  const own = (column: string, permission: Permission) =>
    reachesAll(permission) ? 'true' : `${column} = :branch::uuid`
  return `select ${CUSTOMER_COLUMNS}, a.open_case_count, nullif(a.last_contact_at, '-infinity') as last_contact_at,
      (select min(p.purchased_on) from purchases p where p.customer_id = c.id) as first_purchase_on,
      json_build_object(
        'contactPoints', (select coalesce(json_agg(json_build_object('id', p.id, 'kind', p.kind, 'value', p.value, 'normalised', p.normalised, 'label', p.label, 'isPrimary', p.is_primary)
            order by p.kind = 'phone' desc, p.is_primary desc, p.created_at, p.id), '[]') from contact_points p where p.customer_id = c.id),
        'consents', (select coalesce(json_agg(s), '[]') from (
            select distinct on (s.channel, s.purpose) s.id, s.channel, s.purpose, s.is_granted as "isGranted", s.proof, w.full_name as "recordedByName", s.recorded_at as "recordedAt"
            from consents s left join people w on w.id = s.recorded_by where s.customer_id = c.id
            order by s.channel, s.purpose, s.recorded_at desc, s.id desc) s),
        'relations', (select coalesce(json_agg(r), '[]') from (
            select r.id, 'outgoing' as direction, r.kind, r.other_customer_id as "otherCustomerId", x.full_name as "otherName", r.note
            from customer_relations r join customers x on x.id = r.other_customer_id and x.deleted_at is null where r.customer_id = c.id
            union all
            select r.id, 'incoming', r.kind, r.customer_id, x.full_name, r.note
            from customer_relations r join customers x on x.id = r.customer_id and x.deleted_at is null where r.other_customer_id = c.id
            limit 100) r),
        'facets', (select coalesce(json_agg(f), '[]') from (
            select f.id, f.kind, f.value, f.source, f.observed_on as "observedOn", w.full_name as "recordedByName"
            from facets f left join people w on w.id = f.recorded_by where f.customer_id = c.id order by f.observed_on desc, f.id desc limit 100) f),
        'needs', (select coalesce(json_agg(d), '[]') from (
            select d.id, d.text, d.kind, d.is_want as "isWant", d.status, d.case_id as "caseId", d.created_at as "createdAt", d.closed_at as "closedAt"
            from needs d where d.customer_id = c.id order by d.status <> 'open', d.created_at desc, d.id desc limit 50) d),
        'openCases', (select coalesce(json_agg(k), '[]') from (
            select k.id, k.code, k.kind, k.status, k.severity, k.turn, k.turn_since as "turnSince", k.subject, w.full_name as "ownerName", k.opened_at as "openedAt",
              (select coalesce(json_agg(json_build_object('metric', t.metric, 'dueAt', t.due_at, 'nearAt', t.near_at, 'pausedAt', t.paused_at, 'breachedAt', t.breached_at) order by t.due_at), '[]')
                from clocks t where t.customer_id = k.customer_id and t.case_id = k.id and t.stopped_at is null) as clocks
            from cases k left join people w on w.id = k.owner_id
            where k.customer_id = c.id and k.status <> 'judged' and ${own('k.branch_id', 'case.read')} order by k.opened_at desc, k.id desc limit 20) k),
        'promises', (select coalesce(json_agg(p), '[]') from (
            select p.id, p.case_id as "caseId", p.text, p.keeper_id as "keeperId", w.full_name as "keeperName", p.due_at as "dueAt", p.status, p.made_at as "madeAt", p.closed_at as "closedAt"
            from promises p join people w on w.id = p.keeper_id where p.customer_id = c.id and ${own('p.branch_id', 'promise.read')}
            order by p.status <> 'open', case when p.status = 'open' then p.due_at end, p.made_at desc limit 20) p),
        'compensations', (select json_build_object(
              'grantedCount', count(*) filter (where m.status in ('granted', 'approved')),
              'grantedTotalRials', coalesce(sum(m.amount_rials) filter (where m.status in ('granted', 'approved')), 0),
              'pendingCount', count(*) filter (where m.status = 'pending'),
              'lastGrantedAt', max(coalesce(m.decided_at, m.requested_at)) filter (where m.status in ('granted', 'approved')))
            from compensations m where m.customer_id = c.id and ${own('m.branch_id', 'compensation.read')})
      ) as lists,
      ${timelineText({ reachesAll, hasCursor: false })} as timeline
    from customers c join customer_activity a on a.customer_id = c.id join branches b on b.id = c.branch_id left join people o on o.id = c.owner_id
    where c.id = :customer::uuid and c.deleted_at is null`
})

/**
 * The whole card in one round trip: the customer, what hangs on them as JSON lists, and the first page of the story.
 * Cases, promises and compensations only within the scope in which the asker reads them.
 */
export async function getCustomerCard(ctx: Context, customerId: string) {
  const [row] = await runFixed<CardRow>(ctx.db, cardText(ctx), {
    customer: customerId,
    limit: TIMELINE_LENGTH + 1,
    branch: personOf(ctx).branchId,
  })
  if (!row) throw notFound('customer_not_found')
  requireCustomer(ctx, row, 'customer.read')
  const today = tehranDay(ctx.now)
  const bought = {
    purchaseCount: row.purchase_count,
    firstPurchaseOn: row.first_purchase_on,
    lastPurchaseOn: row.last_purchase_on,
  }
  return {
    ...(row.lists as never as Lists),
    customer: toCustomer(row),
    suggestedStage: suggestStage(bought, today),
    value: {
      ...bought,
      purchaseTotalRials: row.purchase_total_rials,
      averageBasketRials:
        row.purchase_count > 0 ? row.purchase_total_rials / BigInt(row.purchase_count) : null,
      daysSinceLastPurchase: row.last_purchase_on ? daysBetween(row.last_purchase_on, today) : null,
    },
    openCaseCount: row.open_case_count,
    lastContactAt: row.last_contact_at,
    timeline: timelinePage(row.timeline, TIMELINE_LENGTH),
  }
}

/** Checked by the schema of the answer. */
interface Lists {
  contactPoints: never[]
  consents: never[]
  relations: never[]
  facets: never[]
  needs: never[]
  openCases: never[]
  promises: never[]
  compensations: {
    grantedCount: number
    grantedTotalRials: number
    pendingCount: number
    lastGrantedAt: string | null
  }
}
