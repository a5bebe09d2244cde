import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import type { Permission } from '../people/permissions.ts'
import type { customerListQuery } from './schema.ts'
import { inScope } from './scope.ts'
import { contactFits, nameFits, primaryPhone } from './search-customers.ts'
import { readSearch } from './search-rules.ts'

type Query = z.output<typeof customerListQuery>
/** Which customers: the list's question without its order and place. */
export type CustomerFilters = Omit<Query, 'sort' | 'cursor' | 'limit'>

interface Order {
  /** The sorted expression, exactly as in its index, of the customer `c` or their activity `a`. */
  by: RawBuilder<unknown>
  /** What the index sorts by among equals. */
  id: RawBuilder<unknown>
  cast: RawBuilder<unknown>
  /** A cursor's value must look like this. */
  looks: RegExp
}

const id = sql`c.id`
const orders: Record<string, Order> = {
  name: {
    by: sql`c.full_name collate "fa-x-icu"`,
    id,
    cast: sql`::text collate "fa-x-icu"`,
    looks: /^[^\0]*$/,
  },
  updated: { by: sql`c.updated_at`, id, cast: sql`::timestamptz`, looks: /^[\d:. +-]{19,40}$/ },
  total: { by: sql`c.purchase_total_rials`, id, cast: sql`::bigint`, looks: /^-?\d{1,18}$/ },
  // Never bought, never spoken with: before every day.
  lastPurchase: {
    by: sql`coalesce(c.last_purchase_on, '-infinity'::date)`,
    id,
    cast: sql`::date`,
    looks: /^(-infinity|\d{4}-\d\d-\d\d)$/,
  },
  lastContact: {
    by: sql`a.last_contact_at`,
    id: sql`a.customer_id`,
    cast: sql`::timestamptz`,
    looks: /^(-infinity|[\d:. +-]{19,40})$/,
  },
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface ListRow {
  id: string
  sort_key: string
  last_contact_at: Date | null
  [column: string]: unknown
}

/** A page of the customers the asker may read. */
export async function listCustomers(ctx: Context, query: Query) {
  const { order, isDown, direction } = orderOf(query.sort)
  const conditions: RawBuilder<unknown>[] = [fittingCustomers(ctx, query, 'customer.read')]
  const [sort, key, id] = decodeCursor(query.cursor, 3) ?? []
  if (sort === query.sort && order.looks.test(String(key)) && UUID.test(String(id)))
    conditions.push(
      sql`(${order.by}, ${order.id}) ${isDown ? sql`<` : sql`>`} (${String(key)}${order.cast}, ${String(id)}::uuid)`,
    )
  const { rows } = await sql<ListRow>`
    select c.id, c.kind, c.full_name as "fullName", c.honorific, c.stage, c.tier, a.mood, c.branch_id as "branchId", b.name as "branchName",
      c.owner_id as "ownerId", o.full_name as "ownerName", ${primaryPhone('c.id')} as "primaryPhone", c.city, c.tags, c.purchase_count as "purchaseCount",
      c.purchase_total_rials as "purchaseTotalRials", c.last_purchase_on as "lastPurchaseOn", a.open_case_count as "openCaseCount",
      nullif(a.last_contact_at, '-infinity') as "lastContactAt", c.updated_at as "updatedAt", (${order.by})::text as sort_key
    from customers c join customer_activity a on a.customer_id = c.id join branches b on b.id = c.branch_id left join people o on o.id = c.owner_id
    where ${sql.join(conditions, sql` and `)}
    order by ${order.by} ${direction}, ${order.id} ${direction} limit ${query.limit + 1}::int`.execute(ctx.db)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items as never[],
    nextCursor: rows.length > query.limit && last ? encodeCursor([query.sort, last.sort_key, last.id]) : null,
  }
}

function orderOf(sort: Query['sort']) {
  const isDown = sort.startsWith('-')
  return { order: orders[sort.replace('-', '')]!, isDown, direction: isDown ? sql`desc` : sql`asc` }
}

/** The condition that leaves the customers `c` who fit the filters and lie within reach of the permission. */
export function fittingCustomers(
  ctx: Context,
  filters: CustomerFilters,
  permission: Permission,
): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    [sql`c.deleted_at is null`, inScope(ctx, permission, 'c'), ...conditionsOf(ctx, filters)],
    sql` and `,
  )}`
}

/** The list's order, to sort `c` and its activity `a` by. */
export function listOrder(sort: Query['sort']): RawBuilder<unknown> {
  const { order, direction } = orderOf(sort)
  return sql`${order.by} ${direction}, ${order.id} ${direction}`
}

/** How many fit; the list itself never counts. */
export async function countCustomers(
  ctx: Context,
  filters: CustomerFilters,
  permission: Permission,
): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from customers c where ${fittingCustomers(ctx, filters, permission)}`.execute(ctx.db)
  return Number(rows[0]!.n)
}

function conditionsOf(ctx: Context, query: CustomerFilters): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = []
  const oneOf = (column: string, values: string[] | undefined) => {
    if (values) found.push(sql`${sql.ref(column)} = any(${values}::text[])`)
  }
  if (query['filter[kind]']) oneOf('c.kind', [query['filter[kind]']])
  oneOf('c.stage', query['filter[stage]'])
  oneOf('c.tier', query['filter[tier]'])
  const mood = query['filter[mood]']
  if (mood)
    found.push(
      sql`exists (select 1 from customer_activity x where x.customer_id = c.id and x.mood = any(${mood}::text[]))`,
    )
  const owner = query['filter[owner]']
  if (owner === 'nobody') found.push(sql`c.owner_id is null`)
  else if (owner) found.push(sql`c.owner_id = ${owner === 'me' ? personOf(ctx).id : owner}::uuid`)
  if (query['filter[branch]']) found.push(sql`c.branch_id = ${query['filter[branch]']}::uuid`)
  if (query['filter[tag]']) found.push(sql`c.tags @> array[${query['filter[tag]']}::text]`)
  const hasOpenCase = query['filter[hasOpenCase]']
  if (hasOpenCase)
    found.push(
      sql`${hasOpenCase === 'yes' ? sql`exists` : sql`not exists`} (select 1 from customer_activity x where x.customer_id = c.id and x.open_case_count > 0)`,
    )
  const before = query['filter[lastPurchaseBefore]']
  // The indexed expression; people who never bought are not "last bought before".
  if (before)
    found.push(
      sql`coalesce(c.last_purchase_on, '-infinity'::date) < ${before}::date and c.last_purchase_on is not null`,
    )
  const after = query['filter[lastPurchaseAfter]']
  if (after) found.push(sql`coalesce(c.last_purchase_on, '-infinity'::date) > ${after}::date`)
  if (query.q) found.push(searched(query.q))
  return found
}

/** Everybody who fits, by name or by a number of theirs. */
function searched(q: string): RawBuilder<unknown> {
  const search = readSearch(q)
  if (!search) return sql`true`
  const { externalCodes, identifiers } = search
  const contact = contactFits(search)
  // Names alone: an "or" of the customer's own columns, which one bitmap of three indexes answers.
  if (search.words.length && !contact)
    return sql`(${nameFits(search)} or c.external_code = any(${externalCodes}::text[]))`
  const ways = [
    sql`select x.id from customers x where x.deleted_at is null and x.external_code = any(${externalCodes}::text[])`,
    sql`select x.id from customers x where x.deleted_at is null and x.kind in ('person', 'organisation') and x.identifier = any(${identifiers}::text[])`,
    ...(contact
      ? [sql`select p.customer_id from contact_points p where p.kind <> 'address' and ${contact}`]
      : []),
  ]
  return sql`c.id in (${sql.join(ways, sql` union all `)})`
}
