import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { rememberChanges } from './changes.ts'
import { column } from './columns.ts'
import type { Draft, NewPoint } from './match.ts'

const TAG_SEPARATOR = '\u001d'
const tagsText = (draft: Draft) => draft.tags.join(TAG_SEPARATOR)

export interface Totals {
  count: number
  rials: bigint
  lastOn: string
}

/** Adds new customers; with `totals` they come with the sums of the purchases written beside them. */
export async function insertCustomers(
  ctx: Context,
  drafts: readonly Draft[],
  totals?: ReadonlyMap<string, Totals>,
): Promise<void> {
  if (drafts.length === 0) return
  const of = <T extends string | number | null>(pick: (draft: Draft) => T) => drafts.map(pick)
  await sql`
    insert into customers (id, kind, full_name, honorific, search_key, joined_key, identifier, external_code, branch_id,
      tags, city, born_on, note, import_id, purchase_count, purchase_total_rials, last_purchase_on, created_at, updated_at)
    select u.id, u.kind, u.name, u.honorific, u.search_key, u.joined_key, u.identifier, u.code, u.branch_id,
      string_to_array(u.tags, ${TAG_SEPARATOR}), u.city, u.born_on, u.note, u.import_id, u.n, u.rials, u.last_on,
      ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
    from unnest(
      ${column(
        of((d) => d.id),
        'uuid',
      )}, ${column(
        of((d) => d.kind),
        'text',
      )}, ${column(
        of((d) => d.name),
        'text',
      )},
      ${column(
        of((d) => d.honorific),
        'text',
      )}, ${column(
        of((d) => d.searchKey),
        'text',
      )},
      ${column(
        of((d) => d.joinedKey),
        'text',
      )}, ${column(
        of((d) => d.identifier),
        'text',
      )},
      ${column(
        of((d) => d.code),
        'text',
      )}, ${column(
        of((d) => d.branchId),
        'uuid',
      )}, ${column(of(tagsText), 'text')},
      ${column(
        of((d) => d.city),
        'text',
      )}, ${column(
        of((d) => d.bornOn),
        'date',
      )}, ${column(
        of((d) => d.note),
        'text',
      )},
      ${column(
        of((d) => d.importId),
        'uuid',
      )}, ${column(
        drafts.map((d) => totals?.get(d.id)?.count ?? 0),
        'int',
      )},
      ${column(
        drafts.map((d) => totals?.get(d.id)?.rials ?? 0n),
        'bigint',
      )},
      ${column(
        drafts.map((d) => totals?.get(d.id)?.lastOn ?? null),
        'date',
      )}
    ) as u (id, kind, name, honorific, search_key, joined_key, identifier, code, branch_id, tags, city, born_on, note,
      import_id, n, rials, last_on)`.execute(ctx.db)
}

/** Writes changed customers and remembers what they were, and the version they were left at. */
export async function updateCustomers(
  ctx: Context,
  importId: string,
  drafts: readonly Draft[],
): Promise<void> {
  if (drafts.length === 0) return
  const of = <T extends string | number | null>(pick: (draft: Draft) => T) => drafts.map(pick)
  const { rows } = await sql<{ id: string; version: number; updated_at: Date }>`
    with old as materialized (
      select id, updated_at from customers where id = any(${column(
        of((d) => d.id),
        'uuid',
      )})
    ), changed as (
      update customers c set kind = u.kind, full_name = u.name, honorific = u.honorific, search_key = u.search_key,
        joined_key = u.joined_key, identifier = u.identifier, external_code = u.code,
        tags = string_to_array(u.tags, ${TAG_SEPARATOR}), city = u.city, born_on = u.born_on, note = u.note,
        updated_at = ${ctx.now}::timestamptz, version = c.version + 1
      from unnest(
        ${column(
          of((d) => d.id),
          'uuid',
        )}, ${column(
          of((d) => d.kind),
          'text',
        )}, ${column(
          of((d) => d.name),
          'text',
        )},
        ${column(
          of((d) => d.honorific),
          'text',
        )}, ${column(
          of((d) => d.searchKey),
          'text',
        )},
        ${column(
          of((d) => d.joinedKey),
          'text',
        )}, ${column(
          of((d) => d.identifier),
          'text',
        )},
        ${column(
          of((d) => d.code),
          'text',
        )}, ${column(of(tagsText), 'text')}, ${column(
          of((d) => d.city),
          'text',
        )},
        ${column(
          of((d) => d.bornOn),
          'date',
        )}, ${column(
          of((d) => d.note),
          'text',
        )}
      ) as u (id, kind, name, honorific, search_key, joined_key, identifier, code, tags, city, born_on, note)
      where c.id = u.id
      returning c.id, c.version
    )
    select changed.id, changed.version, old.updated_at from changed join old on old.id = changed.id`.execute(
    ctx.db,
  )
  const left = new Map(rows.map((row) => [row.id, row]))
  await rememberChanges(
    ctx,
    importId,
    drafts.map((draft) => {
      const row = left.get(draft.id)
      // A customer this import made is removed by undo, not put back: only the version it was left at matters.
      const image =
        draft.importId === importId ? {} : { ...draft.before, updated_at: row?.updated_at.toISOString() }
      return {
        entity: 'customer' as const,
        customerId: draft.id,
        entityId: draft.id,
        before: { ...image, leftVersion: row?.version },
      }
    }),
  )
}

/** Adds contact points; those of customers who were there before are remembered. */
export async function insertPoints(
  ctx: Context,
  importId: string,
  points: readonly NewPoint[],
): Promise<void> {
  if (points.length === 0) return
  const rows = points.map((point) => ({ ...point, id: newId() }))
  await sql`
    insert into contact_points (customer_id, id, kind, value, normalised, is_primary, import_id, created_at)
    select u.customer_id, u.id, u.kind, u.value, u.normalised, u.is_primary, ${importId}::uuid, ${ctx.now}::timestamptz
    from unnest(
      ${column(
        rows.map((p) => p.customerId),
        'uuid',
      )}, ${column(
        rows.map((p) => p.id),
        'uuid',
      )},
      ${column(
        rows.map((p) => p.kind),
        'text',
      )}, ${column(
        rows.map((p) => p.value),
        'text',
      )},
      ${column(
        rows.map((p) => p.normalised),
        'text',
      )}, ${column(
        rows.map((p) => p.isPrimary),
        'boolean',
      )}
    ) as u (customer_id, id, kind, value, normalised, is_primary)
    on conflict (customer_id, kind, normalised) do nothing`.execute(ctx.db)
  await rememberChanges(
    ctx,
    importId,
    rows
      .filter((point) => !point.ofNewCustomer)
      .map((point) => ({
        entity: 'contact_point',
        customerId: point.customerId,
        entityId: point.id,
        before: null,
      })),
  )
}
