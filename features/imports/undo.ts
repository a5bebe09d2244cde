import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import type { JobRun } from '../../server/lib/jobs.ts'
import { addJob, audit, emit } from '../../server/lib/outbox.ts'
import { refreshPurchaseTotals } from '../purchases/actions.ts'
import { jobKey } from './actions.ts'
import { column } from './columns.ts'
import { findImport, updateImport } from './queries.ts'
import { noUndo, type UndoState } from './state.ts'

const STEP = 2_000
const MAX_KEPT_ROWS = 200

/**
 * Takes back one piece of an import. Each step works on what is left and removes its traces, so the next one, or the
 * first one after a crash, goes on by itself: answers, purchase lines, purchases, contact points, then customers.
 */
export async function undoChunk(ctx: Context, job: JobRun): Promise<void> {
  const id = String(job.payload.importId)
  const row = await findImport(ctx, id, true)
  if (row?.status !== 'undoing') return
  const state = row.options.undo ?? noUndo()
  let done = 0
  for (const step of [
    undoAnswers,
    undoLines,
    undoPurchases,
    removePurchases,
    undoPoints,
    undoCustomers,
    removeCustomers,
  ]) {
    done = await step(ctx, id, state)
    if (done > 0) break
  }
  const fact = { branchId: row.branch_id, personId: row.created_by, payload: { importId: id } }
  if (done > 0) {
    await updateImport(ctx, id, { options: { undo: state } })
    emit(ctx, { name: 'import.progress', ...fact })
    addJob(ctx, { name: 'imports.undoChunk', key: jobKey(id), payload: { importId: id } })
    return
  }
  await updateImport(ctx, id, { status: 'undone', finishedAt: ctx.now, options: { undo: state } })
  emit(ctx, { name: 'import.done', ...fact })
  const { deleted, restored, kept, keptReasons } = state
  audit(ctx, {
    action: 'import.undone',
    entity: 'import',
    entityId: id,
    branchId: row.branch_id,
    after: { deleted, restored, kept, keptReasons },
  })
}

interface Undone {
  customer_id: string
  id: string
  result: 'deleted' | 'restored' | 'kept'
}

function tell(state: UndoState, entity: string, rows: readonly Undone[], reason: string): void {
  for (const row of rows) {
    state[row.result] += 1
    if (row.result !== 'kept') continue
    state.keptReasons[reason] = (state.keptReasons[reason] ?? 0) + 1
    if (state.keptRows.length < MAX_KEPT_ROWS)
      state.keptRows.push({ entity, customerId: row.customer_id, id: row.id, reason })
  }
}

/** The next remembered changes of one kind, taken off the list. */
const taken = (id: string, entity: string) => sql`
  next as materialized (
    select customer_id, entity_id, before from import_changes where import_id = ${id}::uuid and entity = ${entity}
    order by customer_id, entity_id limit ${STEP} for update
  ), cleared as (
    delete from import_changes c using next where c.import_id = ${id}::uuid and c.entity = ${entity}
      and c.customer_id = next.customer_id and c.entity_id = next.entity_id
  )`

async function undoAnswers(ctx: Context, id: string, state: UndoState): Promise<number> {
  const { rows } = await sql<Undone>`
    with ${taken(id, 'survey_answer')}, gone as (
      delete from survey_answers a using next where next.before is null and a.customer_id = next.customer_id and a.id = next.entity_id
    ), back as (
      update survey_answers a set answer = next.before ->> 'answer', score = (next.before ->> 'score')::numeric
      from next where next.before is not null and a.customer_id = next.customer_id and a.id = next.entity_id
    )
    select customer_id, entity_id as id, case when before is null then 'deleted' else 'restored' end as result from next`.execute(
    ctx.db,
  )
  tell(state, 'survey_answer', rows, '')
  return rows.length
}

/** Lines of purchases that were there before; a purchase changed since keeps its lines (it is told at the purchase). */
async function undoLines(ctx: Context, id: string, state: UndoState): Promise<number> {
  const { rows } = await sql<Undone>`
    with ${taken(id, 'purchase_item')}, mine as materialized (
      select next.* from next join purchase_items i on i.customer_id = next.customer_id and i.id = next.entity_id
      join purchases p on p.customer_id = i.customer_id and p.id = i.purchase_id
      join import_changes c on c.import_id = ${id}::uuid and c.entity = 'purchase' and c.customer_id = p.customer_id
        and c.entity_id = p.id and (c.before ->> 'leftAt')::timestamptz = p.updated_at
    ), gone as (
      delete from purchase_items i using mine where mine.before is null and i.customer_id = mine.customer_id and i.id = mine.entity_id
    ), back as (
      update purchase_items i set product = mine.before ->> 'product', quantity = (mine.before ->> 'quantity')::numeric,
        amount_rials = (mine.before ->> 'amount_rials')::bigint
      from mine where mine.before is not null and i.customer_id = mine.customer_id and i.id = mine.entity_id
    )
    select customer_id, entity_id as id, 'kept' as result from next`.execute(ctx.db)
  void state
  return rows.length
}

async function undoPurchases(ctx: Context, id: string, state: UndoState): Promise<number> {
  const { rows } = await sql<Undone>`
    with ${taken(id, 'purchase')}, back as (
      update purchases p set purchased_on = (next.before ->> 'purchased_on')::date,
        total_rials = (next.before ->> 'total_rials')::bigint, updated_at = (next.before ->> 'updated_at')::timestamptz
      from next where p.customer_id = next.customer_id and p.id = next.entity_id
        and p.updated_at = (next.before ->> 'leftAt')::timestamptz
      returning p.id
    )
    select next.customer_id, next.entity_id as id, case when back.id is null then 'kept' else 'restored' end as result
    from next left join back on back.id = next.entity_id`.execute(ctx.db)
  tell(state, 'purchase', rows, 'changed_since')
  await refreshPurchaseTotals(ctx, [...new Set(rows.map((row) => row.customer_id))])
  return rows.length
}

/** Purchases this import made. What was changed since stays and no longer belongs to the import. */
async function removePurchases(ctx: Context, id: string, state: UndoState): Promise<number> {
  const { rows } = await sql<Undone>`
    with next as materialized (
      select customer_id, id, updated_at = created_at as is_mine from purchases where import_id = ${id}::uuid limit ${STEP} for update
    ), gone as (
      delete from purchases p using next where next.is_mine and p.customer_id = next.customer_id and p.id = next.id
    ), kept as (
      update purchases p set import_id = null from next where not next.is_mine and p.customer_id = next.customer_id and p.id = next.id
    )
    select customer_id, id, case when is_mine then 'deleted' else 'kept' end as result from next`.execute(
    ctx.db,
  )
  tell(state, 'purchase', rows, 'changed_since')
  await refreshPurchaseTotals(ctx, [...new Set(rows.map((row) => row.customer_id))])
  return rows.length
}

async function undoPoints(ctx: Context, id: string, state: UndoState): Promise<number> {
  const { rows } = await sql<Undone>`
    with ${taken(id, 'contact_point')}, gone as (
      delete from contact_points p using next where p.customer_id = next.customer_id and p.id = next.entity_id and p.import_id = ${id}::uuid
    )
    select customer_id, entity_id as id, 'deleted' as result from next`.execute(ctx.db)
  void state
  return rows.length
}

/** Customers who were there before get back what they were, unless somebody changed them since. */
async function undoCustomers(ctx: Context, id: string, state: UndoState): Promise<number> {
  const { rows } = await sql<Undone & { is_old: boolean }>`
    with next as materialized (
      select customer_id, entity_id, before from import_changes where import_id = ${id}::uuid and entity = 'customer'
        and before ? 'full_name' order by customer_id, entity_id limit ${STEP} for update
    ), cleared as (
      delete from import_changes c using next where c.import_id = ${id}::uuid and c.entity = 'customer'
        and c.customer_id = next.customer_id and c.entity_id = next.entity_id
    ), back as (
      update customers c set kind = b.kind, full_name = b.full_name, search_key = b.search_key, joined_key = b.joined_key,
        honorific = b.honorific, identifier = b.identifier, external_code = b.external_code, city = b.city,
        born_on = b.born_on, note = b.note, tags = b.tags, updated_at = b.updated_at, version = c.version + 1
      from next, jsonb_to_record(next.before) as b (kind text, full_name text, search_key text, joined_key text, honorific text,
        identifier text, external_code text, city text, born_on date, note text, tags text[], updated_at timestamptz, "leftVersion" int)
      where c.id = next.customer_id and c.version = b."leftVersion" and c.deleted_at is null
        -- Somebody else may have been given the code or the identifier meanwhile.
        and not exists (select 1 from customers o where o.external_code = b.external_code and o.id <> c.id and o.deleted_at is null)
        and not exists (select 1 from customers o where o.kind = b.kind and o.identifier = b.identifier and o.id <> c.id and o.deleted_at is null)
      returning c.id
    )
    select next.customer_id, next.customer_id as id, case when back.id is null then 'kept' else 'restored' end as result
    from next left join back on back.id = next.customer_id`.execute(ctx.db)
  tell(state, 'customer', rows, 'changed_since')
  return rows.length
}

/** Customers this import made, unless they were changed since or anything refers to them. */
async function removeCustomers(ctx: Context, id: string, state: UndoState): Promise<number> {
  const { rows: next } = await sql<{ id: string; is_changed: boolean }>`
    select c.id, c.version <> coalesce((i.before ->> 'leftVersion')::int, 1) as is_changed
    from (select id, version from customers where import_id = ${id}::uuid limit ${STEP} for update) c
    left join import_changes i on i.import_id = ${id}::uuid and i.entity = 'customer' and i.customer_id = c.id and i.entity_id = c.id`.execute(
    ctx.db,
  )
  if (next.length === 0) return 0
  const ids = column(
    next.map((row) => row.id),
    'uuid',
  )
  const { rows: used } = await sql<{ id: string }>`
    select c.id from unnest(${ids}) as c (id) where ${await isReferred(ctx, id)}`.execute(ctx.db)
  const usedIds = new Set(used.map((row) => row.id))
  const results = next.map((row) => ({
    customer_id: row.id,
    id: row.id,
    reason: row.is_changed ? 'changed_since' : usedIds.has(row.id) ? 'in_use' : '',
  }))
  const gone = results.filter((row) => row.reason === '').map((row) => row.id)
  const kept = results.filter((row) => row.reason !== '').map((row) => row.id)
  if (gone.length) await sql`delete from customers where id = any(${column(gone, 'uuid')})`.execute(ctx.db)
  if (kept.length)
    await sql`update customers set import_id = null where id = any(${column(kept, 'uuid')})`.execute(ctx.db)
  for (const row of results)
    tell(state, 'customer', [{ ...row, result: row.reason === '' ? 'deleted' : 'kept' }], row.reason)
  return next.length
}

/** Does anything but this import's own contact points refer to customer c? Asked of every table that can. */
async function isReferred(ctx: Context, importId: string): Promise<RawBuilder<boolean>> {
  const { rows } = await sql<{ table: string; column: string }>`
    select r.relname as table, a.attname as column
    from pg_constraint k
    join pg_class r on r.oid = k.conrelid
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'customers'::regclass and cardinality(k.conkey) = 1
      -- A part of every customer, made and gone with them.
      and r.relname <> 'customer_activity'
    order by 1, 2`.execute(ctx.db)
  const asked = rows.map(({ table, column: name }) =>
    table === 'contact_points'
      ? sql`exists (select 1 from contact_points x where x.customer_id = c.id and x.import_id is distinct from ${importId}::uuid)`
      : sql`exists (select 1 from ${sql.table(table)} x where ${sql.ref(`x.${name}`)} = c.id)`,
  )
  return sql<boolean>`(${sql.join(asked, sql` or `)})`
}
