import { randomInt } from 'node:crypto'
import { makeTrackingCode } from '@hamdel/persian'
import type { Context } from '../../server/lib/context.ts'
import { actorName } from '../../server/lib/context.ts'
import { AppError } from '../../server/lib/errors.ts'
import type { StoredFile } from '../../server/lib/files.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { newId } from '../../server/lib/id.ts'
import type { plannedClocks } from '../clocks/actions.ts'
import { START } from '../clocks/queries.ts'
import type { CaseKind, Mood, Severity } from './schema.ts'

export interface NewCase {
  id: string
  customerId: string
  kind: CaseKind
  subject: string
  text: string
  channel: string
  branchId: string
  categoryId: string | null
  severity: Severity
  mood: Mood
  ownerId: string | null
  interactionId: string
  direction: 'inbound' | 'internal'
  authorName: string
  clocks: Awaited<ReturnType<typeof plannedClocks>>
}

const randomCode = () => makeTrackingCode(String(randomInt(0, 1_000_000_000)).padStart(9, '0'))

const OPEN = `    with picked as (
      select c.code from unnest(:codes::text[]) as c (code)
      where not exists (select 1 from case_codes k where k.code = c.code) limit 1
    ), new_case as (
      insert into cases (customer_id, id, code, kind, status, turn, turn_since, subject, channel, branch_id, category_id, severity, mood, owner_id, opened_at, last_message_at, updated_at)
      select :customerId::uuid, :caseId::uuid, code, :kind, 'new', 'us', :now::timestamptz, :subject, :channel, :branchId::uuid, :categoryId::uuid, :severity, :mood, :ownerId::uuid, :now::timestamptz, :now::timestamptz, :now::timestamptz
      from picked returning code
    ), new_code as (
      insert into case_codes (code, customer_id, case_id) select code, :customerId::uuid, :caseId::uuid from new_case
    ), first_message as (
      insert into interactions (customer_id, id, case_id, kind, direction, channel, person_id, author_name, body, occurred_at)
      select :customerId::uuid, :interactionId::uuid, :caseId::uuid, 'message', :direction, :channel, :writerId::uuid, :authorName, :text, :now::timestamptz from new_case
    ), history as (
      insert into case_changes (customer_id, id, case_id, at, actor_id, actor_name, change, after)
      select :customerId::uuid, :changeId::uuid, :caseId::uuid, :now::timestamptz, :personId::uuid, :actorName, 'opened', jsonb_build_object('kind', :kind::text, 'severity', :severity::text) from new_case
    ), started as (
      ${START}
    ), counted as (
      update customer_activity set open_case_count = open_case_count + 1, last_contact_at = :now::timestamptz,
        mood = case when :mood::text = 'unknown' then mood else :mood::text end,
        mood_at = case when :mood::text = 'unknown' then mood_at else :now::timestamptz end
      where customer_id = :customerId::uuid
    )
    select code from new_case`

/**
 * A case with its public code, first message, clocks and first line of history, in one statement (one round trip; a front desk
 * opens thousands a day). Of four random codes the first free one is taken.
 */
export async function insertCase(ctx: Context, { clocks, ...row }: NewCase): Promise<{ code: string }> {
  const personId = ctx.actor.kind === 'person' ? ctx.actor.id : null
  const rows = await runFixed<{ code: string }>(ctx.db, OPEN, {
    ...row,
    ...clocks,
    codes: [randomCode(), randomCode(), randomCode(), randomCode()],
    changeId: newId(),
    personId,
    writerId: row.direction === 'inbound' ? null : personId,
    actorName: actorName(ctx.actor),
    now: ctx.now,
  })
  if (!rows[0]) throw new AppError(503, 'try_again')
  return { code: rows[0].code }
}

export async function insertInteraction(
  ctx: Context,
  row: {
    customerId: string
    caseId: string
    kind: 'message' | 'note' | 'call' | 'visit' | 'system'
    direction: 'inbound' | 'outbound' | 'internal'
    channel: string
    body: string
    authorName?: string
  },
): Promise<string> {
  const id = newId()
  await ctx.db
    .insertInto('interactions')
    .values({
      customer_id: row.customerId,
      id,
      case_id: row.caseId,
      kind: row.kind,
      direction: row.direction,
      channel: row.channel,
      body: row.body,
      occurred_at: ctx.now,
      person_id: ctx.actor.kind === 'person' && row.direction !== 'inbound' ? ctx.actor.id : null,
      author_name: row.authorName ?? actorName(ctx.actor),
    })
    .execute()
  return id
}

export async function insertAttachments(
  ctx: Context,
  customerId: string,
  caseId: string,
  interactionId: string,
  files: StoredFile[],
): Promise<void> {
  if (files.length === 0) return
  await ctx.db
    .insertInto('attachments')
    .values(
      files.map((file) => ({
        customer_id: customerId,
        id: newId(),
        case_id: caseId,
        interaction_id: interactionId,
        file_name: file.fileName,
        media_type: file.mediaType,
        byte_size: file.byteSize,
        sha256: file.sha256,
      })),
    )
    .execute()
}

/** One line of the case's history. */
export async function insertChange(
  ctx: Context,
  customerId: string,
  caseId: string,
  change: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  await ctx.db
    .insertInto('case_changes')
    .values({
      customer_id: customerId,
      id: newId(),
      case_id: caseId,
      at: ctx.now,
      actor_id: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      actor_name: actorName(ctx.actor),
      change,
      before: before === undefined ? null : JSON.stringify(before),
      after: after === undefined ? null : JSON.stringify(after),
    })
    .execute()
}

/** Open cases of a customer went up or down. */
export async function countOpenCases(ctx: Context, customerId: string, delta: 1 | -1): Promise<void> {
  await ctx.db
    .updateTable('customer_activity')
    .set((eb) => ({ open_case_count: eb('open_case_count', '+', delta) }))
    .where('customer_id', '=', customerId)
    .execute()
}

/** The customer and we spoke just now. */
export async function touchCustomer(ctx: Context, customerId: string): Promise<void> {
  await ctx.db
    .updateTable('customer_activity')
    .set({ last_contact_at: ctx.now })
    .where('customer_id', '=', customerId)
    .execute()
}
