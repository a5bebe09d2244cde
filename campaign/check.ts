import pg from 'pg'
import { readHeads } from '../features/audit/heads.ts'
import { verifyAudit } from '../features/audit/verify.ts'
import { openDatabase } from '../server/lib/database.ts'
import { type Entry, readLedger } from './ledger.ts'

export interface Findings {
  /** Acknowledged and not there, or there with another content. */
  lost: Finding
  /** One marker, one key, two effects. */
  doubled: Finding
  /** A budget that was overdrawn, or whose sum is not its ledger's. */
  overLimit: Finding
  /** Acknowledged without exactly one audit entry. */
  unaudited: Finding
  /** Halves of a write without the other half. */
  orphans: Finding
  auditChain: Finding
}

export interface Finding {
  count: number
  examples: string[]
}

/** Each query gives the rows that must not exist, with a text for each. `a` is the ledger. */
const LOST: Record<string, string> = {
  open: `select a.marker from acks a where a.kind = 'open' and not exists (
    select 1 from cases c join interactions i on i.customer_id = c.customer_id and i.case_id = c.id
    join case_codes k on k.code = c.code and k.case_id = c.id
    where c.customer_id = a.customer_id and c.id = a.case_id and i.body = a.marker and i.direction = 'inbound')`,
  said: `select a.marker from acks a where a.kind in ('reply', 'hear') and not exists (
    select 1 from interactions i where i.customer_id = a.customer_id and i.case_id = a.case_id and i.body = a.marker
      and (a.id is null or i.id = a.id))`,
  'promise in a reply': `select a.marker from acks a where a.kind = 'reply' and a.promise is not null and not exists (
    select 1 from promises p where p.customer_id = a.customer_id and p.interaction_id = a.id and p.text = a.promise)`,
  promise: `select a.marker from acks a where a.kind = 'promise' and not exists (
    select 1 from promises p where p.customer_id = a.customer_id and p.id = a.id and p.text = a.marker)`,
  keep: `select a.marker from acks a where a.kind = 'keep' and not exists (
    select 1 from promises p where p.customer_id = a.customer_id and p.id = a.id and p.status = a.status)`,
  compensation: `select a.marker from acks a where a.kind = 'grant' and not exists (
    select 1 from compensations x where x.customer_id = a.customer_id and x.id = a.id and x.case_id = a.case_id
      and x.reason = a.marker and x.amount_rials = a.amount
      and (x.status = a.status or (a.status = 'pending' and x.status = 'approved')))`,
  approval: `select a.marker from acks a where a.kind = 'approve' and not exists (
    select 1 from compensations x where x.customer_id = a.customer_id and x.id = a.id and x.status = 'approved')`,
  solve: `select a.marker from acks a where a.kind = 'solve' and not exists (
    select 1 from case_changes h where h.customer_id = a.customer_id and h.case_id = a.case_id and h.change = 'solved')`,
  verdict: `select a.marker from acks a where a.kind = 'verdict' and not exists (
    select 1 from verdicts v join cases c on c.customer_id = v.customer_id and c.id = v.case_id
    where v.customer_id = a.customer_id and v.case_id = a.case_id and v.comment = a.marker and v.score = a.score
      and c.status = 'judged' and c.verdict_score = a.score)`,
}

// Every text of the campaign is sent under one key: acknowledged or not, it may exist once.
const DOUBLED: Record<string, string> = {
  interactions: `select body from interactions where body like 'نشان %' group by body having count(*) > 1`,
  promises: `select text from promises group by text having count(*) > 1`,
  compensations: `select reason from compensations group by reason having count(*) > 1`,
  verdicts: `select comment from verdicts group by comment having count(*) > 1`,
  'kept promises': `select promise_id::text from promise_changes where status in ('kept', 'late') group by promise_id having count(*) > 1`,
  'solved cases': `select case_id::text from case_changes where change = 'solved' group by case_id having count(*) > 1`,
  'charges of one compensation': `select compensation_id::text from compensation_ledger group by compensation_id having count(*) > 1`,
}

const OVER_LIMIT: Record<string, string> = {
  'spent above the month': `select l.person_id || ': ' || sum(l.amount_rials) from compensation_ledger l join people p on p.id = l.person_id
    group by l.person_id, l.month_on, p.monthly_budget_rials having sum(l.amount_rials) > p.monthly_budget_rials`,
  'month and ledger differ': `select coalesce(m.person_id, l.person_id) || ': ' || coalesce(m.spent_rials, 0) || ' ≠ ' || coalesce(l.sum, 0)
    from budget_months m full join (select person_id, month_on, sum(amount_rials) as sum from compensation_ledger group by 1, 2) l
      on l.person_id = m.person_id and l.month_on = m.month_on
    where coalesce(m.spent_rials, 0) <> coalesce(l.sum, 0)`,
}

const UNAUDITED = `
  with wanted as (
    select a.marker, a.customer_id, w.action, w.entity_id, w.interaction from acks a
    cross join lateral (values
      ('open', 'openCase', a.case_id, null), ('reply', 'replyToCase', a.case_id, a.id), ('hear', 'receiveMessage', a.case_id, a.id),
      ('promise', 'makePromise', a.id, null), ('keep', 'keepPromise', a.id, null), ('grant', 'grantCompensation', a.id, null),
      ('approve', 'approveCompensation', a.id, null), ('solve', 'solveCase', a.case_id, null), ('verdict', 'giveVerdict', a.case_id, null)
    ) as w (kind, action, entity_id, interaction) where w.kind = a.kind
  )
  select w.marker from wanted w where (
    select count(*) from audit_entries e where e.entity_id = w.entity_id::text and e.action = w.action and e.customer_id = w.customer_id
      and (w.interaction is null or e.after ->> 'interactionId' = w.interaction::text)
  ) <> 1 and not (w.action = 'receiveMessage' and w.interaction is null and exists (
    select 1 from audit_entries e where e.entity_id = w.entity_id::text and e.action = w.action))`

const ORPHANS: Record<string, string> = {
  'case without its first message, code, history or two clocks': `select c.id::text from cases c where
    not exists (select 1 from interactions i where i.customer_id = c.customer_id and i.case_id = c.id)
    or not exists (select 1 from case_codes k where k.case_id = c.id and k.code = c.code)
    or not exists (select 1 from case_changes h where h.customer_id = c.customer_id and h.case_id = c.id and h.change = 'opened')
    or (select count(*) from clocks k where k.customer_id = c.customer_id and k.case_id = c.id) <> 2`,
  'given compensation without a charge, or a charge without it': `select x.id::text from compensations x where (x.status in ('granted', 'approved'))
    <> exists (select 1 from compensation_ledger l where l.customer_id = x.customer_id and l.compensation_id = x.id)`,
  'charge of another amount': `select x.id::text from compensations x join compensation_ledger l on l.customer_id = x.customer_id and l.compensation_id = x.id
    where l.amount_rials <> x.amount_rials`,
  'promise without history': `select p.id::text from promises p where not exists (
    select 1 from promise_changes h where h.customer_id = p.customer_id and h.promise_id = p.id)`,
  'customer without a phone': `select c.id::text from customers c where not exists (select 1 from contact_points p where p.customer_id = c.id)`,
  'customer without activity': `select c.id::text from customers c where not exists (select 1 from customer_activity a where a.customer_id = c.id)`,
  'wrong count of open cases': `select c.customer_id::text from customer_activity c where c.open_case_count <> (
    select count(*) from cases k where k.customer_id = c.customer_id and k.status <> 'judged')`,
  'idempotency key without an answer': `select key from idempotency_keys where status is null`,
  'running clock of a judged case': `select k.id::text from clocks k join cases c on c.customer_id = k.customer_id and c.id = k.case_id
    where c.status = 'judged' and k.stopped_at is null and k.metric = 'resolution'`,
  'job that nobody does': `select name from jobs where failed_at is not null or run_at < now() - interval '15 seconds'`,
}

/** Compares the ledger with the database, by SQL on a connection of its own. */
export async function check(
  connection: pg.ClientConfig,
  ledgerFile: string,
  dataDir: string,
): Promise<Findings> {
  const entries = readLedger(ledgerFile)
  const client = new pg.Client(connection)
  await client.connect()
  const ask = async (queries: Record<string, string>): Promise<Finding> => {
    const finding: Finding = { count: 0, examples: [] }
    for (const [name, text] of Object.entries(queries)) {
      const { rows } = await client.query({ text, rowMode: 'array' })
      finding.count += rows.length
      for (const row of rows.slice(0, 3)) finding.examples.push(`${name}: ${row[0]}`)
    }
    return finding
  }
  try {
    await load(client, entries)
    return {
      lost: await ask(LOST),
      doubled: await ask(DOUBLED),
      overLimit: await ask(OVER_LIMIT),
      unaudited: await ask({ 'not audited once': UNAUDITED }),
      orphans: await ask(ORPHANS),
      auditChain: await checkChain(connection, dataDir),
    }
  } finally {
    await client.end()
  }
}

async function load(client: pg.Client, entries: readonly Entry[]): Promise<void> {
  await client.query(`create temp table acks (kind text, key text, marker text, customer_id uuid, case_id uuid, id uuid,
    amount bigint, status text, score int, promise text)`)
  for (let i = 0; i < entries.length; i += 5_000)
    await client.query(
      `insert into acks select kind, key, marker, "customerId", "caseId", id, amount, status, score, promise
        from jsonb_to_recordset($1::jsonb) as r (kind text, key text, marker text, "customerId" uuid, "caseId" uuid, id uuid,
          amount bigint, status text, score int, promise text)`,
      [JSON.stringify(entries.slice(i, i + 5_000))],
    )
  await client.query('create index on interactions (body); analyze acks')
}

async function checkChain(connection: pg.ClientConfig, dataDir: string): Promise<Finding> {
  const database = openDatabase(connection, { max: 1 })
  try {
    const report = await verifyAudit(database.db, { heads: readHeads(dataDir) })
    return {
      count: report.problemCount,
      examples: report.problems.slice(0, 3).map((one) => `${one.kind} ${one.seq ?? ''} ${one.entryId ?? ''}`),
    }
  } finally {
    await database.close()
  }
}
