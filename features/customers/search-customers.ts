import { escapeLike } from '@hamdel/persian'
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { inScope } from './scope.ts'
import { afterPrefix, readSearch, type Search } from './search-rules.ts'

/**
 * How many names each way of looking may bring before they are ranked: a name that half of the customers have must not
 * make the search slow.
 */
const POOL = 200
/** Trigrams need three letters; a shorter word is looked for where words begin. */
const TRIGRAM = 3

/** The condition that every word of the name occurs in `c.search_key`, by the trigram index. */
export function nameHasWords(search: Search): RawBuilder<boolean> {
  const conditions = search.words.map((word) => {
    const text = escapeLike(word)
    return [...word].length >= TRIGRAM
      ? sql`c.search_key like ${`%${text}%`}`
      : sql`(c.search_key like ${`${text}%`} or c.search_key like ${`% ${text}%`})`
  })
  return sql`(${sql.join(conditions, sql` and `)})`
}

const joinedHas = (search: Search) => sql`c.joined_key like ${`%${escapeLike(search.joined)}%`}`

/** The condition that the name fits what was typed, whatever its spaces. */
export function nameFits(search: Search): RawBuilder<boolean> {
  if ([...search.joined].length < TRIGRAM) return nameHasWords(search)
  return sql`(${nameHasWords(search)} or ${joinedHas(search)})`
}

/** Rows of contact points that fit: the whole number or address, or part of a number. */
export function contactFits(search: Search): RawBuilder<boolean> | undefined {
  const exact = [search.phone, search.email, search.messenger].filter((value) => value !== undefined)
  const conditions = [
    ...exact.map((value) => sql`p.normalised = ${value}`),
    ...search.phonePatterns.map((pattern) => sql`p.normalised like ${pattern}`),
    ...(search.email ? [sql`p.normalised like ${`%${escapeLike(search.email)}%`}`] : []),
  ]
  return conditions.length ? sql`(${sql.join(conditions, sql` or `)})` : undefined
}

/**
 * Finds customers by name (Arabic or Persian letters, any spaces, words in any order), part of a phone, e-mail,
 * identifier or external code, and cases by tracking code; only what the asker may read. Exact finds come first. Each
 * way of looking is an index scan with a bound.
 */
export async function searchCustomers(ctx: Context, typed: string, limit: number) {
  const search = readSearch(typed)
  if (!search) return { items: [] }
  const [cases, customers] = await Promise.all([
    search.trackingCode ? findCase(ctx, search.trackingCode) : [],
    findCustomers(ctx, search, limit),
  ])
  return { items: [...cases, ...customers].slice(0, limit) }
}

async function findCase(ctx: Context, code: string) {
  const { rows } = await sql<Record<string, string>>`
    select 'case' as kind, k.customer_id as "customerId", k.id as "caseId", k.code, k.kind as "caseKind", k.status, k.subject, c.full_name as "customerName"
    from case_codes x join cases k on k.customer_id = x.customer_id and k.id = x.case_id join customers c on c.id = k.customer_id
    where x.code = ${code} and c.deleted_at is null and ${inScope(ctx, 'case.read', 'k')}`.execute(ctx.db)
  return rows as never[]
}

async function findCustomers(ctx: Context, search: Search, limit: number) {
  const mine = sql`c.deleted_at is null and ${inScope(ctx, 'customer.read', 'c')}`
  const contact = contactFits(search)
  const whole = search.phone ?? search.email ?? search.messenger ?? ''
  const ways: RawBuilder<unknown>[] = [
    sql`select c.id, 'externalCode' as matched, true as exact, 0 as rank, null::text as value from customers c where c.external_code = any(${search.externalCodes}::text[]) and ${mine} limit 10`,
  ]
  if (search.identifiers.length)
    ways.push(
      sql`select c.id, 'identifier', true, 0, null from customers c where c.kind in ('person', 'organisation') and c.identifier = any(${search.identifiers}::text[]) and ${mine} limit 10`,
    )
  if (contact)
    ways.push(
      sql`select c.id, p.kind, p.normalised = ${whole}, case when p.normalised = ${whole} then 0 else 3 end, p.normalised from contact_points p join customers c on c.id = p.customer_id
        where p.kind <> 'address' and ${contact} and ${mine} limit ${POOL}::int`,
    )
  // By itself: among thousands of numbers that hold three digits, those that end with them must not be cut off.
  if (search.phoneEnd)
    ways.push(
      sql`select c.id, p.kind, false, 2, p.normalised from contact_points p join customers c on c.id = p.customer_id
        where p.kind = 'phone' and p.normalised like ${search.phoneEnd} and ${mine} limit ${POOL}::int`,
    )
  if (search.words.length) {
    const isExact = sql`c.joined_key = ${search.joined}`
    const wholeWords = sql.join(
      search.words.map((word) => sql`' ' || c.search_key || ' ' like ${`% ${escapeLike(word)} %`}`),
      sql` and `,
    )
    const rank = sql`case when ${isExact} then 0 when ${wholeWords} then 1 when c.search_key like ${`${escapeLike(search.key)}%`} then 2 else 3 end`
    ways.push(
      // Range operators instead of LIKE: a prepared plan can use the index without knowing the pattern.
      sql`select c.id, 'name', ${isExact}, ${rank}, null from customers c
        where c.joined_key ~>=~ ${search.joined} and c.joined_key ~<~ ${afterPrefix(search.joined)} and ${mine} limit ${POOL}::int`,
      sql`select c.id, 'name', ${isExact}, ${rank}, null from customers c where ${nameHasWords(search)} and ${mine} limit ${POOL}::int`,
    )
    if ([...search.joined].length >= TRIGRAM)
      ways.push(
        sql`select c.id, 'name', ${isExact}, ${rank}, null from customers c where ${joinedHas(search)} and ${mine} limit ${POOL}::int`,
      )
  }
  const { rows } = await sql<Record<string, unknown>>`
    with ways as (${sql.join(
      ways.map((way) => sql`(${way})`),
      sql` union all `,
    )}), best as (
      select distinct on (id) id, matched, exact, rank, value from ways order by id, rank
    ), shown as (
      select c.id, c.kind, c.full_name, c.honorific, c.stage, c.tier, c.city, best.matched, best.exact, best.rank, best.value
      from best join customers c on c.id = best.id
      order by best.rank, length(c.search_key), c.search_key, c.id limit ${limit}::int
    )
    select 'customer' as kind, s.id as "customerId", s.kind as "customerKind", s.full_name as "fullName", s.honorific, s.stage, s.tier, a.mood, s.city,
      ${primaryPhone('s.id')} as "primaryPhone", a.open_case_count as "openCaseCount", s.matched as "matchedOn", s.value as "matchedValue", s.exact as "isExact"
    from shown s join customer_activity a on a.customer_id = s.id order by s.rank, length(s.full_name), s.full_name, s.id`.execute(
    ctx.db,
  )
  return rows as never[]
}

/** The phone to show in a list: the primary one, else the oldest. */
export function primaryPhone(customerId: string): RawBuilder<string | null> {
  return sql`(select p.normalised from contact_points p where p.customer_id = ${sql.ref(customerId)} and p.kind = 'phone' order by p.is_primary desc, p.created_at, p.id limit 1)`
}
