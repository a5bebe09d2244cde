import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../server/lib/database.ts'
import { auditDigest } from '../../server/lib/outbox.ts'
import { GENESIS, type Head, linkHash } from './chain.ts'

export type AuditProblemKind =
  /** The entry's content no longer gives its digest: it was altered. */
  | 'digest'
  /** The link does not follow from the one before it, or differs from a head kept outside. */
  | 'chain'
  /** The chain or the waiting list names an entry that is gone. */
  | 'missing_entry'
  /** Numbers of the chain are missing. */
  | 'gap'
  /** An entry is neither in the chain nor waiting for it: it was added, or its link was removed. */
  | 'unchained'
  /** An entry has waited for the chain longer than the sealer ever takes. */
  | 'unsealed_old'
  /** A head kept outside the database is not in the chain: its end was cut off (or a backup was restored). */
  | 'truncated'

export interface AuditProblem {
  kind: AuditProblemKind
  seq?: number
  entryId?: string
}

export interface AuditReport {
  entries: number
  sealed: number
  unsealed: number
  /** The first thousand. */
  problems: AuditProblem[]
  problemCount: number
}

const PAGE = 2_000
const MAX_PROBLEMS = 1_000
const OLD_SECONDS = 300

type EntryRow = Omit<Parameters<typeof auditDigest>[0], 'at'> & { at: Date; digest: Buffer }
type MaybeEntry = { [K in keyof EntryRow]: EntryRow[K] | null }

const entryColumns = sql`e.id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.session_id, e.ip, e.action, e.entity,
  e.entity_id, e.customer_id, e.branch_id, e.before, e.after, e.digest`

/**
 * Recomputes every digest and every link of the audit chain, page by page (memory does not grow with the entries), and
 * compares it with the heads kept outside the database. Reads only; safe while the company works.
 */
export async function verifyAudit(
  db: Db,
  options: { heads?: readonly Head[]; now?: Date } = {},
): Promise<AuditReport> {
  const problems: AuditProblem[] = []
  let problemCount = 0
  const report = (problem: AuditProblem) => {
    problemCount += 1
    if (problems.length < MAX_PROBLEMS) problems.push(problem)
  }
  const heads = new Map((options.heads ?? []).map((head) => [head.seq, head]))

  const sealed = await walkChain(db, heads, report)
  for (const head of heads.values()) report({ kind: 'truncated', seq: Number(head.seq) })
  const unsealed = await walkWaiting(db, options.now ?? new Date(), report)
  await eachPage<{ id: string }>(
    db,
    (after) => sql`select e.id from audit_entries e where e.id > ${after}::uuid
      and not exists (select 1 from audit_chain c where c.entry_id = e.id)
      and not exists (select 1 from audit_unsealed u where u.entry_id = e.id)
      order by e.id limit ${PAGE}`,
    (row) => report({ kind: 'unchained', entryId: row.id }),
  )
  const { rows } = await sql<{ n: bigint }>`select count(*) as n from audit_entries`.execute(db)
  return { entries: Number(rows[0]!.n), sealed, unsealed, problems, problemCount }
}

/** Heads met and right are taken out of `heads`. */
async function walkChain(
  db: Db,
  heads: Map<bigint, Head>,
  report: (problem: AuditProblem) => void,
): Promise<number> {
  let expected = 1n
  let previous: Buffer = GENESIS
  let count = 0
  for (;;) {
    const { rows } = await sql<{ seq: bigint; entry_id: string; hash: Buffer } & MaybeEntry>`
      select c.seq, c.entry_id, c.hash, ${entryColumns}
      from audit_chain c left join audit_entries e on e.id = c.entry_id
      where c.seq >= ${expected}::bigint order by c.seq limit ${PAGE}`.execute(db)
    for (const row of rows) {
      const at = { seq: Number(row.seq), entryId: row.entry_id }
      if (row.seq !== expected) report({ kind: 'gap', seq: Number(expected) })
      if (row.id === null) report({ kind: 'missing_entry', ...at })
      else {
        if (!digestOf(row as EntryRow).equals(row.digest!)) report({ kind: 'digest', ...at })
        // After a gap the link before is unknown: the gap is already told.
        if (row.seq === expected && !linkHash(previous, row.digest!, row.seq).equals(row.hash))
          report({ kind: 'chain', ...at })
      }
      const head = heads.get(row.seq)
      if (head) {
        if (head.hash !== row.hash.toString('hex')) report({ kind: 'chain', ...at })
        heads.delete(row.seq)
      }
      previous = row.hash
      expected = row.seq + 1n
      count += 1
    }
    if (rows.length < PAGE) return count
  }
}

async function walkWaiting(db: Db, now: Date, report: (problem: AuditProblem) => void): Promise<number> {
  let count = 0
  await eachPage<{ entry_id: string } & MaybeEntry>(
    db,
    (
      after,
    ) => sql`select u.entry_id, ${entryColumns} from audit_unsealed u left join audit_entries e on e.id = u.entry_id
      where u.entry_id > ${after}::uuid order by u.entry_id limit ${PAGE}`,
    (row) => {
      count += 1
      const entryId = row.entry_id
      if (row.id === null) return report({ kind: 'missing_entry', entryId })
      const entry = row as EntryRow
      if (!digestOf(entry).equals(entry.digest)) report({ kind: 'digest', entryId })
      if (now.getTime() - entry.at.getTime() > OLD_SECONDS * 1000) report({ kind: 'unsealed_old', entryId })
    },
  )
  return count
}

async function eachPage<R extends { id: string | null } | { entry_id: string }>(
  db: Db,
  page: (after: string) => RawBuilder<unknown>,
  visit: (row: R) => void,
): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = (await page(after).execute(db)).rows as R[]
    for (const row of rows) visit(row)
    if (rows.length < PAGE) return
    const last = rows.at(-1)!
    after = 'entry_id' in last ? last.entry_id : last.id!
  }
}

const digestOf = (row: EntryRow): Buffer => auditDigest({ ...row, at: row.at.toISOString() })
