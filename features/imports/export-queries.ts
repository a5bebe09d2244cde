import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'

const PAGE = 2_000
const NOBODY = '00000000-0000-0000-0000-000000000000'
export const MAX_SHEET_ROWS = 1_048_575

type Db = Context['db']

export interface ExportedCustomer {
  id: string
  external_code: string | null
  kind: string
  honorific: string
  full_name: string
  identifier: string | null
  city: string
  born_on: string | null
  tags: string[]
  note: string
  branch_name: string
  purchase_count: number
  purchase_total_rials: bigint
  last_purchase_on: string | null
  phones: string[] | null
  emails: string[] | null
  addresses: string[] | null
}

const points = (kind: string, what: string) => sql`(
  select array_agg(p.${sql.raw(what)} order by p.is_primary desc, p.created_at, p.id) from contact_points p
  where p.customer_id = c.id and p.kind = ${kind})`

/**
 * Who fits, in the list's order, sixteen bytes each. Taken at one moment: a customer who is changed while the file is
 * written neither slips out of it nor comes twice, and no transaction stays open for a slow line.
 */
export async function listFitting(
  db: Db,
  fits: RawBuilder<boolean>,
  orderBy: RawBuilder<unknown>,
): Promise<Buffer> {
  const { rows } = await sql<{ ids: Buffer | null }>`
    select string_agg(uuid_send(x.id), ''::bytea order by x.n) as ids
    from (select c.id, row_number() over (order by ${orderBy}) as n
      from customers c join customer_activity a on a.customer_id = c.id where ${fits}) x`.execute(db)
  return rows[0]?.ids ?? Buffer.alloc(0)
}

/** The customers of such a list, page after page. */
export async function* eachCustomer(db: Db, ids: Buffer): AsyncGenerator<ExportedCustomer> {
  for (let from = 0; from < ids.length; from += PAGE * 16) {
    const hex = ids.subarray(from, from + PAGE * 16).toString('hex')
    const { rows } = await sql<ExportedCustomer>`
      select c.id, c.external_code, c.kind, c.honorific, c.full_name, c.identifier, c.city, c.born_on, c.tags, c.note,
        b.name as branch_name, c.purchase_count, c.purchase_total_rials, c.last_purchase_on,
        ${points('phone', 'normalised')} as phones, ${points('email', 'value')} as emails, ${points('address', 'value')} as addresses
      from unnest(${hex.match(/.{32}/g)!}::uuid[]) with ordinality u (id, n)
      join customers c on c.id = u.id and c.deleted_at is null join branches b on b.id = c.branch_id
      order by u.n`.execute(db)
    yield* rows
  }
}

export interface ExportedPurchase {
  customer_id: string
  id: string
  external_code: string | null
  full_name: string
  identifier: string | null
  phone: string | null
  source: string
  number: string
  purchased_on: string
  total_rials: bigint
  items: { product: string; quantity: number; amount: number | null }[] | null
}

/** Every purchase of the customers who fit. */
export async function* eachPurchase(db: Db, fits: RawBuilder<boolean>): AsyncGenerator<ExportedPurchase> {
  let after = [NOBODY, NOBODY]
  for (;;) {
    const { rows } = await sql<ExportedPurchase>`
      select p.customer_id, p.id, c.external_code, c.full_name, c.identifier, p.source, p.number, p.purchased_on, p.total_rials,
        (select x.normalised from contact_points x where x.customer_id = c.id and x.kind = 'phone' order by x.is_primary desc, x.created_at, x.id limit 1) as phone,
        (select jsonb_agg(jsonb_build_object('product', i.product, 'quantity', i.quantity, 'amount', i.amount_rials) order by i.position)
          from purchase_items i where i.customer_id = p.customer_id and i.purchase_id = p.id) as items
      from purchases p join customers c on c.id = p.customer_id
      where (p.customer_id, p.id) > (${after[0]}::uuid, ${after[1]}::uuid) and ${fits}
      order by p.customer_id, p.id limit ${PAGE}`.execute(db)
    yield* rows
    if (rows.length < PAGE) return
    const last = rows.at(-1)!
    after = [last.customer_id, last.id]
  }
}

/** Are there more rows than a sheet holds? Counts no further than that. */
export async function exceedsSheet(
  db: Db,
  table: 'customers' | 'purchases',
  fits: RawBuilder<boolean>,
): Promise<boolean> {
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from (
      ${
        table === 'customers'
          ? sql`select 1 from customers c where ${fits}`
          : sql`select 1 from customers c join purchases p on p.customer_id = c.id
              left join purchase_items i on i.customer_id = p.customer_id and i.purchase_id = p.id where ${fits}`
      } limit ${MAX_SHEET_ROWS + 1}
    ) x`.execute(db)
  return Number(rows[0]!.n) > MAX_SHEET_ROWS
}
