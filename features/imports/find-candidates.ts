import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { column } from './columns.ts'
import type { CustomerRow } from './customers-rows.ts'
import type { Draft } from './match.ts'

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
