// What remains when everything we add costs nothing: node:http and pg, the same SQL, one prepared statement a request.
// Started by bench/main.ts, which sends the statements and their parameters.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'

export interface Plan {
  connection: pg.PoolConfig
  list: { text: string; values: unknown[] }
  /** `values` has the customer's id wherever `id` stands. */
  card: { text: string; values: unknown[]; id: string }
  plainCard: { text: string }
  search: { text: Record<string, string>; values: Record<string, unknown[]> }
  branchId: string
}

const toNumber = (value: string) => Number(value)
pg.types.setTypeParser(pg.types.builtins.INT8, toNumber)

process.once('message', (plan: Plan) => {
  const pool = new pg.Pool({ ...plan.connection, max: 10 })
  const cardPlaces = plan.card.values.flatMap((value, i) => (value === plan.card.id ? [i] : []))

  async function answer(request: IncomingMessage): Promise<unknown> {
    const url = request.url ?? ''
    if (url === '/list') return (await pool.query({ name: 'list', ...plan.list })).rows
    if (url.startsWith('/card/')) {
      const values = [...plan.card.values]
      for (const place of cardPlaces) values[place] = url.slice(6)
      return (await pool.query({ name: 'card', text: plan.card.text, values })).rows[0]
    }
    if (url.startsWith('/plain-card/'))
      return (await pool.query({ name: 'plain-card', text: plan.plainCard.text, values: [url.slice(12)] }))
        .rows[0]
    if (url.startsWith('/search/')) {
      const term = decodeURIComponent(url.slice(8))
      const text = plan.search.text[term]!
      return (await pool.query({ name: `search${text.length}`, text, values: plan.search.values[term]! }))
        .rows
    }
    let body = ''
    for await (const chunk of request) body += chunk
    return create(JSON.parse(body) as { customerId: string; text: string })
  }

  async function create(input: { customerId: string; text: string }) {
    const client = await pool.connect()
    const id = randomUUID()
    try {
      await client.query('begin')
      await client.query({
        name: 'case',
        text: `insert into cases (customer_id, id, code, kind, subject, channel, branch_id) values ($1, $2, $3, 'complaint', $4, 'phone', $5)`,
        values: [input.customerId, id, id.slice(0, 10), input.text.slice(0, 70), plan.branchId],
      })
      await client.query({
        name: 'message',
        text: `insert into interactions (customer_id, id, case_id, kind, direction, channel, author_name, body) values ($1, $2, $3, 'message', 'inbound', 'phone', 'آزمون', $4)`,
        values: [input.customerId, randomUUID(), id, input.text],
      })
      await client.query('commit')
      return { id }
    } finally {
      client.release()
    }
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (value) => {
        const text = JSON.stringify(value)
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        })
        response.end(text)
      },
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }))
})
process.on('disconnect', () => process.exit(0))
