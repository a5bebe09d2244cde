import { sql } from 'kysely'
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

/** Every customer in reach, page after page by id: no long transaction, no growing memory. */
export async function* eachCustomer(db: Db, branchId: string | undefined): AsyncGenerator<ExportedCustomer> {
  let after = NOBODY
  for (;;) {
    const { rows } = await sql<ExportedCustomer>`
      select c.id, c.external_code, c.kind, c.honorific, c.full_name, c.identifier, c.city, c.born_on, c.tags, c.note,
        b.name as branch_name, c.purchase_count, c.purchase_total_rials, c.last_purchase_on,
        ${points('phone', 'normalised')} as phones, ${points('email', 'value')} as emails, ${points('address', 'value')} as addresses
      from customers c join branches b on b.id = c.branch_id
      where c.id > ${after}::uuid and c.deleted_at is null and ${branchId ? sql`c.branch_id = ${branchId}::uuid` : sql`true`}
      order by c.id limit ${PAGE}`.execute(db)
    yield* rows
    if (rows.length < PAGE) return
    after = rows.at(-1)!.id
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

export async function* eachPurchase(db: Db, branchId: string | undefined): AsyncGenerator<ExportedPurchase> {
  let after = [NOBODY, NOBODY]
  for (;;) {
    const { rows } = await sql<ExportedPurchase>`
      select p.customer_id, p.id, c.external_code, c.full_name, c.identifier, p.source, p.number, p.purchased_on, p.total_rials,
        (select x.normalised from contact_points x where x.customer_id = c.id and x.kind = 'phone' order by x.is_primary desc, x.created_at, x.id limit 1) as phone,
        (select jsonb_agg(jsonb_build_object('product', i.product, 'quantity', i.quantity, 'amount', i.amount_rials) order by i.position)
          from purchase_items i where i.customer_id = p.customer_id and i.purchase_id = p.id) as items
      from purchases p join customers c on c.id = p.customer_id
      where (p.customer_id, p.id) > (${after[0]}::uuid, ${after[1]}::uuid) and c.deleted_at is null
        and ${branchId ? sql`c.branch_id = ${branchId}::uuid` : sql`true`}
      order by p.customer_id, p.id limit ${PAGE}`.execute(db)
    yield* rows
    if (rows.length < PAGE) return
    const last = rows.at(-1)!
    after = [last.customer_id, last.id]
  }
}

/** Are there more rows than a sheet holds? Counts no further than that. */
export async function exceedsSheet(db: Db, table: 'customers' | 'purchases'): Promise<boolean> {
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from (
      ${table === 'customers' ? sql`select 1 from customers limit ${MAX_SHEET_ROWS + 1}` : sql`select 1 from (select 1 from purchases limit ${MAX_SHEET_ROWS + 1}) p union all (select 1 from purchase_items limit ${MAX_SHEET_ROWS + 1})`}
    ) x`.execute(db)
  return Number(rows[0]!.n) > MAX_SHEET_ROWS
}
