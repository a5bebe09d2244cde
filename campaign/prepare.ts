import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import { newId } from '../server/lib/id.ts'
import { send } from './client.ts'
import type { ServerChild } from './server-child.ts'

export interface Employee {
  id: string
  /** Cookies of several screens of the same person. */
  cookies: string[]
}

export interface Cast {
  branchId: string
  staff: Employee[]
  leads: Employee[]
  /** People whose month is soon spent. */
  tight: Employee[]
}

export const SINGLE_RIALS = 4_000_000
export const TIGHT_MONTH_RIALS = 12_000_000
const WIDE_MONTH_RIALS = 10_000_000_000
const SESSIONS = 4

/** Sets the company up through the API, then hires by SQL (hashing hundreds of passwords is not what is tested). */
export async function prepare(server: ServerChild, tightCount: number): Promise<Cast> {
  const reply = await send(
    server.port,
    {
      method: 'POST',
      path: '/api/v1/set-up',
      key: newId(),
      body: {
        companyName: 'فروشگاه آزمون',
        branch: { name: 'شعبهٔ مرکزی', city: 'تهران' },
        administrator: { fullName: 'مدیر آزمون', phone: '09120000000', password: 'campaign-only-1404' },
      },
    },
    '10.0.0.1',
  )
  if (reply.status !== 201)
    throw new Error(`Set-up was answered ${reply.status} ${JSON.stringify(reply.body)}`)
  const client = new pg.Client(server.connection())
  await client.connect()
  try {
    const branchId = await firstBranch(client)
    let count = 0
    const hire = async (role: 'employee' | 'lead', month: number): Promise<Employee> => {
      const id = newId()
      count += 1
      await client.query(
        `insert into people (id, full_name, phone, role, branch_id, max_single_rials, monthly_budget_rials)
          values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, `کارمند ${count}`, `+98913${1_000_000 + count}`, role, branchId, SINGLE_RIALS, month],
      )
      const cookies = Array.from({ length: SESSIONS }, () => randomBytes(32).toString('base64url'))
      for (const token of cookies)
        await client.query(
          `insert into sessions (id, token_digest, person_id, expires_at) values ($1, $2, $3, now() + interval '12 hours')`,
          [newId(), createHash('sha256').update(token).digest(), id],
        )
      return { id, cookies: cookies.map((token) => `sid=${token}`) }
    }
    const hireMany = async (n: number, role: 'employee' | 'lead', month: number) => {
      const people: Employee[] = []
      for (let i = 0; i < n; i++) people.push(await hire(role, month))
      return people
    }
    return {
      branchId,
      staff: await hireMany(8, 'employee', WIDE_MONTH_RIALS),
      leads: await hireMany(3, 'lead', WIDE_MONTH_RIALS),
      tight: await hireMany(tightCount, 'employee', TIGHT_MONTH_RIALS),
    }
  } finally {
    await client.end()
  }
}

/** A build that answers before it commits (a planted bug) needs a moment more. */
async function firstBranch(client: pg.Client): Promise<string> {
  for (let i = 0; i < 50; i++) {
    const { rows } = await client.query('select id from branches')
    if (rows[0]) return rows[0].id
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Set-up was acknowledged, and there is no branch.')
}
