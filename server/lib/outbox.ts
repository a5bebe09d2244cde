import { createHash } from 'node:crypto'
import type { Context } from './context.ts'
import { runFixed } from './fixed-sql.ts'
import { newId } from './id.ts'

export interface AuditInput {
  action: string
  entity: string
  entityId: string
  customerId?: string | null
  branchId?: string | null
  before?: unknown
  after?: unknown
}

export interface EventInput {
  name: string
  branchId?: string | null
  customerId?: string | null
  caseId?: string | null
  personId?: string | null
  payload?: Record<string, unknown>
}

export interface JobInput {
  name: string
  payload?: Record<string, unknown>
  /** At most one job with this key exists; adding it again moves it. */
  key?: string
  runAt?: Date
  maxAttempts?: number
}

interface AuditRow {
  id: string
  at: string
  actor_kind: 'person' | 'customer' | 'system'
  actor_id: string | null
  actor_name: string
  session_id: string | null
  ip: string
  action: string
  entity: string
  entity_id: string
  customer_id: string | null
  branch_id: string | null
  before: unknown
  after: unknown
}

/** What a transaction has to say besides its own rows; written in one statement just before it commits. */
export class Outbox {
  readonly audits: (AuditRow & { digest: string })[] = []
  readonly events: Record<string, unknown>[] = []
  readonly jobs = new Map<string, Record<string, unknown>>()
  readonly removedJobKeys = new Set<string>()
  readonly afterCommit: (() => void)[] = []
}

/** JSON with sorted keys, so that the digest does not depend on how the database keeps objects. */
export function canonicalJson(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

/** SHA-256 over every field of an audit entry but the digest itself. */
export function auditDigest(row: AuditRow): Buffer {
  const {
    id,
    at,
    actor_kind,
    actor_id,
    actor_name,
    session_id,
    ip,
    action,
    entity,
    entity_id,
    customer_id,
    branch_id,
    before,
    after,
  } = row
  return createHash('sha256')
    .update(
      canonicalJson([
        id,
        at,
        actor_kind,
        actor_id,
        actor_name,
        session_id,
        ip,
        action,
        entity,
        entity_id,
        customer_id,
        branch_id,
        before,
        after,
      ]),
    )
    .digest()
}

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(canonicalJson(value)))

/** Records who did what to whom, before and after, in the caller's transaction. */
export function audit(ctx: Context, entry: AuditInput): void {
  const { actor } = ctx
  const row: AuditRow = {
    id: newId(),
    at: ctx.now.toISOString(),
    actor_kind: actor.kind === 'anonymous' ? 'customer' : actor.kind,
    actor_id: actor.kind === 'person' ? actor.id : actor.kind === 'customer' ? actor.customerId : null,
    actor_name:
      actor.kind === 'person' || actor.kind === 'customer'
        ? actor.fullName
        : actor.kind === 'system'
          ? actor.name
          : 'portal',
    session_id: actor.kind === 'person' ? actor.sessionId : null,
    ip: ctx.ip,
    action: entry.action,
    entity: entry.entity,
    entity_id: entry.entityId,
    customer_id: entry.customerId ?? null,
    branch_id: entry.branchId ?? null,
    before: plain(entry.before),
    after: plain(entry.after),
  }
  ctx.outbox.audits.push({ ...row, digest: `\\x${auditDigest(row).toString('hex')}` })
}

/** Announces a fact in the past tense ('case.solved'); `server/events.ts` lists who reacts to it. */
export function emit(ctx: Context, event: EventInput): void {
  ctx.outbox.events.push({
    name: event.name,
    branch_id: event.branchId ?? null,
    customer_id: event.customerId ?? null,
    case_id: event.caseId ?? null,
    person_id: event.personId ?? null,
    payload: plain(event.payload ?? {}),
  })
  for (const job of ctx.services.reactions[event.name] ?? [])
    addJob(ctx, { name: job, payload: { ...event } })
}

/** Enqueues work in the caller's transaction. */
export function addJob(ctx: Context, job: JobInput): void {
  const id = newId()
  if (job.key) ctx.outbox.removedJobKeys.delete(job.key)
  ctx.outbox.jobs.set(job.key ?? id, {
    id,
    name: job.name,
    key: job.key ?? null,
    payload: plain(job.payload ?? {}),
    run_at: (job.runAt ?? ctx.now).toISOString(),
    max_attempts: job.maxAttempts ?? 12,
  })
}

/** Removes a keyed job that is no longer wanted. */
export function removeJob(ctx: Context, key: string): void {
  ctx.outbox.jobs.delete(key)
  ctx.outbox.removedJobKeys.add(key)
}

// The parameters are JSON texts so that the statement has one shape and is prepared once.
const flushed = (more: string) => `
    with audit_rows as (
      insert into audit_entries (id, at, actor_kind, actor_id, actor_name, session_id, ip, action, entity, entity_id, customer_id, branch_id, before, after, digest)
      select id, at, actor_kind, actor_id, actor_name, session_id, ip, action, entity, entity_id, customer_id, branch_id, nullif(before, 'null'::jsonb), nullif(after, 'null'::jsonb), digest
      from jsonb_to_recordset(:audits::jsonb) as r (id uuid, at timestamptz, actor_kind text, actor_id uuid, actor_name text, session_id uuid, ip text, action text, entity text, entity_id text, customer_id uuid, branch_id uuid, before jsonb, after jsonb, digest bytea)
      returning id
    ), unsealed as (
      insert into audit_unsealed (entry_id) select id from audit_rows
    ), event_rows as (
      insert into events (name, branch_id, customer_id, case_id, person_id, payload)
      select name, branch_id, customer_id, case_id, person_id, payload
      from jsonb_to_recordset(:events::jsonb) as r (name text, branch_id uuid, customer_id uuid, case_id uuid, person_id uuid, payload jsonb)
${more}    )
    update idempotency_keys set status = :status::int, response = :response::jsonb
    where actor_key = :actorKey and key = :key`

// Most writes enqueue nothing, and a table that is named in a statement is opened even when nothing goes into it.
const FLUSH = flushed('')
const FLUSH_JOBS = flushed(`    ), job_rows as (
      insert into jobs (id, name, key, payload, run_at, max_attempts)
      select id, name, key, payload, run_at, max_attempts
      from jsonb_to_recordset(:jobs::jsonb) as r (id uuid, name text, key text, payload jsonb, run_at timestamptz, max_attempts int)
      on conflict (key) do update set payload = excluded.payload, run_at = excluded.run_at, attempts = 0, failed_at = null
    ), job_removals as (
      delete from jobs where key = any(:removedJobKeys::text[])
`)

/**
 * Writes the outbox into the transaction. Called once, just before commit, which may follow without waiting: what fails
 * here before the statement is sent is therefore thrown at once, not a rejected promise that a commit would overtake.
 */
export function flushOutbox(
  ctx: Context,
  idempotency?: { actorKey: string; key: string; status: number; response: string },
): Promise<unknown> {
  const { audits, events, jobs, removedJobKeys } = ctx.outbox
  if (!audits.length && !events.length && !jobs.size && !removedJobKeys.size && !idempotency)
    return Promise.resolve()
  if (events.length || jobs.size) {
    const now = ctx.now.toISOString()
    const hasDueJobs = [...jobs.values()].some((job) => (job.run_at as string) <= now)
    ctx.outbox.afterCommit.push(() => ctx.services.live.poke({ hasDueJobs }))
  }
  return runFixed(ctx.db, jobs.size || removedJobKeys.size ? FLUSH_JOBS : FLUSH, {
    audits: JSON.stringify(audits),
    events: JSON.stringify(events),
    jobs: JSON.stringify([...jobs.values()]),
    removedJobKeys: [...removedJobKeys],
    status: idempotency?.status ?? 0,
    response: idempotency?.response ?? null,
    actorKey: idempotency?.actorKey ?? '',
    key: idempotency?.key ?? '',
  })
}
