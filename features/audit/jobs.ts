import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { type JobHandler, runAgain } from '../../server/lib/jobs.ts'
import { GENESIS, linkHash } from './chain.ts'
import { appendHead } from './heads.ts'

const SEAL = { name: 'audit.seal', key: 'audit.seal', everySeconds: 1 }
const BATCH = 5_000
const SEALER_LOCK = 72_172_002

export const recurringJobs = [SEAL]

/**
 * Moves up to 5,000 waiting entries into the chain, ordered by (at, id), and says how many. One sealer at a time: the
 * lock is held until commit, so the next one sees this one's head.
 */
export async function sealEntries(ctx: Context, limit = BATCH): Promise<number> {
  const lock = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as got`.execute(
    ctx.db,
  )
  if (!lock.rows[0]!.got) return 0
  const { rows } = await sql<{ id: string; digest: Buffer }>`
    with waiting as (select entry_id from audit_unsealed order by entry_id limit ${limit})
    select e.id, e.digest from waiting w join audit_entries e on e.id = w.entry_id order by e.at, e.id`.execute(
    ctx.db,
  )
  if (rows.length === 0) return 0
  const head = (
    await sql<{
      seq: bigint
      hash: Buffer
    }>`select seq, hash from audit_chain order by seq desc limit 1`.execute(ctx.db)
  ).rows[0]
  let seq = head?.seq ?? 0n
  let hash = head?.hash ?? GENESIS
  const links = rows.map(({ id, digest }) => {
    seq += 1n
    hash = linkHash(hash, digest, seq)
    return { seq, id, hash }
  })
  await sql`
    with sealed as (
      insert into audit_chain (seq, entry_id, hash)
      select * from unnest(${links.map((l) => l.seq)}::bigint[], ${links.map((l) => l.id)}::uuid[], ${links.map((l) => l.hash)}::bytea[])
      returning entry_id
    )
    delete from audit_unsealed u using sealed where u.entry_id = sealed.entry_id`.execute(ctx.db)
  // Only a committed head may be kept: one of a rolled-back transaction would look like a cut chain.
  const { dataDir } = ctx.services.config
  const newest = { at: ctx.now.toISOString(), seq, hash: hash.toString('hex') }
  ctx.outbox.afterCommit.push(() => {
    try {
      appendHead(dataDir, newest)
    } catch (error) {
      ctx.services.log.error({ reason: (error as Error).message }, 'audit head could not be written')
    }
  })
  return rows.length
}

const seal: JobHandler = async (ctx) => {
  const isBehind = (await sealEntries(ctx)) === BATCH
  runAgain(ctx, SEAL, isBehind ? 0 : SEAL.everySeconds)
}

export const auditJobs: Readonly<Record<string, JobHandler>> = { [SEAL.name]: seal }
