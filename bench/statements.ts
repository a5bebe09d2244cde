import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { listCases } from '../features/cases/list-cases.ts'
import { caseListQuery } from '../features/cases/schema.ts'
import { getCustomerCard } from '../features/customers/card.ts'
import { searchCustomers } from '../features/customers/search-customers.ts'
import { grants } from '../features/people/permissions.ts'
import type { Context } from '../server/lib/context.ts'
import type { DB } from '../server/lib/db-types.ts'
import type { Plan } from './bare-server.ts'
import type { Prepared } from './data.ts'

/** The statements our own actions send, taken down while they run once: the bare server answers with the same. */
export async function takeStatements(
  connection: pg.ClientConfig,
  prepared: Prepared,
  searches: readonly string[],
): Promise<Omit<Plan, 'connection'>> {
  const pool = new pg.Pool({ ...connection, max: 1 })
  const sent: { text: string; values: unknown[] }[] = []
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => void sent.push({ text: event.query.sql, values: [...event.query.parameters] }),
  })
  const ctx = {
    db,
    now: new Date(),
    actor: {
      kind: 'person',
      id: prepared.personId,
      role: 'administrator',
      branchId: prepared.branchId,
      permissions: grants.administrator,
    },
  } as never as Context
  const only = async (work: () => Promise<unknown>) => {
    sent.length = 0
    await work()
    if (sent.length !== 1) throw new Error(`One statement was expected, ${sent.length} were sent.`)
    return sent[0]!
  }
  try {
    const list = await only(() => listCases(ctx, caseListQuery.parse({ 'filter[status]': 'open' })))
    const id = prepared.customerIds[0]!
    const card = { ...(await only(() => getCustomerCard(ctx, id))), id }
    const search: Plan['search'] = { text: {}, values: {} }
    for (const term of searches) {
      const one = await only(() => searchCustomers(ctx, term, 20))
      search.text[term] = one.text
      search.values[term] = one.values
    }
    return { list, card, search, plainCard: { text: PLAIN_CARD }, branchId: prepared.branchId }
  } finally {
    await db.destroy()
  }
}

const PLAIN_CARD = `select c.id, c.full_name, c.tier, c.stage, c.branch_id, (select open_case_count from customer_activity where customer_id = c.id) as open_case_count,
  (select json_agg(k) from (select id, code, kind, status, turn, subject, channel, severity, opened_at from cases where customer_id = c.id order by opened_at desc, id desc limit 20) k) as cases,
  (select json_agg(i) from (select id, kind, direction, channel, author_name, body, occurred_at from interactions where customer_id = c.id order by occurred_at desc, id desc limit 20) i) as timeline
  from customers c where c.id = $1`
