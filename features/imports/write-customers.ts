import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { column } from './columns.ts'
import type { CustomerRow } from './customers-rows.ts'
import type { Draft, NewPoint } from './match.ts'

interface FoundRow {
  id: string
  branch_id: string
  version: number
  import_id: string | null
  external_code: string | null
  identifier: string | null
  kind: 'person' | 'organisation'
  full_name: string
  search_key: string
  joined_key: string
  honorific: string
  city: string
  born_on: string | null
  note: string
  tags: string[]
  points: string[] | null
}

export interface Candidates {
  drafts: Draft[]
  /** Phone or e-mail, and who has it. */
  contacts: [string, string][]
  /** Customers made by earlier imports of the same file, for rows with nothing but a name. */
  sameFile: string[]
}

/** Everyone the rows could mean; locked, when they may be changed. */
export async function findCandidates(
  ctx: Context,
  imported: { id: string; file_sha256: string },
  rows: readonly CustomerRow[],
  options: { lock: boolean; withPoints: boolean },
): Promise<Candidates> {
  const codes = [...new Set(rows.map((row) => row.code).filter(Boolean))]
  const identifiers = [...new Set(rows.map((row) => row.identifier).filter(Boolean))]
  const asked = [...new Set(rows.flatMap((row) => [...row.phones.map((phone) => phone.e164), ...row.emails]))]
  const contacts =
    asked.length === 0
      ? []
      : (
          await sql<{ customer_id: string; normalised: string }>`
            select p.customer_id, p.normalised from contact_points p
            where p.kind in ('phone', 'email') and p.normalised = any(${column(asked, 'text')})`.execute(
            ctx.db,
          )
        ).rows.map((row): [string, string] => [row.normalised, row.customer_id])
  const sameFile = await findSameFile(ctx, imported, rows)
  const ids = [...new Set([...contacts.map(([, id]) => id), ...sameFile])]
  if (codes.length + identifiers.length + ids.length === 0) return { drafts: [], contacts, sameFile }
  const points = options.withPoints
    ? sql`(select array_agg(p.kind || ' ' || p.normalised) from contact_points p where p.customer_id = c.id)`
    : sql`null::text[]`
  const { rows: found } = await sql<FoundRow>`
    select c.id, c.branch_id, c.version, c.import_id, c.external_code, c.identifier, c.kind, c.full_name, c.search_key,
      c.joined_key, c.honorific, c.city, c.born_on, c.note, c.tags, ${points} as points
    from customers c
    where c.deleted_at is null and c.id in (
      select id from customers where external_code = any(${column(codes, 'text')}) and deleted_at is null
      union all
      select id from customers where kind in ('person', 'organisation') and identifier = any(${column(identifiers, 'text')}) and deleted_at is null
      union all
      select unnest(${column(ids, 'uuid')})
    )
    ${options.lock ? sql`order by c.id for no key update of c` : sql``}`.execute(ctx.db)
  return {
    contacts,
    sameFile,
    drafts: found.map((row) => ({
      id: row.id,
      isNew: false,
      branchId: row.branch_id,
      version: row.version,
      importId: row.import_id,
      code: row.external_code,
      identifier: row.identifier,
      kind: row.kind,
      name: row.full_name,
      searchKey: row.search_key,
      joinedKey: row.joined_key,
      honorific: row.honorific,
      city: row.city,
      bornOn: row.born_on,
      note: row.note,
      tags: row.tags,
      points: new Set(row.points ?? []),
      isChanged: false,
    })),
  }
}

async function findSameFile(
  ctx: Context,
  imported: { id: string; file_sha256: string },
  rows: readonly CustomerRow[],
): Promise<string[]> {
  const bare = rows.filter(
    (row) => !row.code && !row.identifier && row.phones.length + row.emails.length === 0,
  )
  const names = [...new Set(bare.map((row) => row.joinedKey).filter(Boolean))]
  if (names.length === 0) return []
  const { rows: earlier } = await sql<{ id: string }>`
    select id from imports where file_sha256 = ${imported.file_sha256} and id <> ${imported.id}::uuid and inserted > 0`.execute(
    ctx.db,
  )
  if (earlier.length === 0) return []
  const { rows: found } = await sql<{ id: string }>`
    select id from customers where import_id = any(${column(
      earlier.map((row) => row.id),
      'uuid',
    )})
      and joined_key = any(${column(names, 'text')}) and external_code is null and identifier is null and deleted_at is null
    order by id`.execute(ctx.db)
  return found.map((row) => row.id)
}

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

export interface Change {
  entity: 'customer' | 'contact_point' | 'purchase' | 'purchase_item' | 'survey_answer'
  customerId: string
  entityId: string
  before: Record<string, unknown> | null
}

/** Keeps the first image of each row; of later changes by the same import only where it was left. */
export async function rememberChanges(
  ctx: Context,
  importId: string,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return
  await sql`
    insert into import_changes (import_id, entity, customer_id, entity_id, before)
    select ${importId}::uuid, u.entity, u.customer_id, u.entity_id, u.before
    from unnest(
      ${column(
        changes.map((c) => c.entity),
        'text',
      )}, ${column(
        changes.map((c) => c.customerId),
        'uuid',
      )},
      ${column(
        changes.map((c) => c.entityId),
        'uuid',
      )},
      ${column(
        changes.map((c) => (c.before === null ? null : JSON.stringify(c.before))),
        'jsonb',
      )}
    ) as u (entity, customer_id, entity_id, before)
    on conflict (import_id, entity, customer_id, entity_id) do update set before = import_changes.before
      || jsonb_strip_nulls(jsonb_build_object('leftVersion', excluded.before -> 'leftVersion', 'leftAt', excluded.before -> 'leftAt'))
    where import_changes.before is not null`.execute(ctx.db)
}
