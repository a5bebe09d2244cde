import { createHash } from 'node:crypto'

/** What the first entry follows. */
export const GENESIS = Buffer.alloc(32)

/**
 * A link of the chain: sha256(previous hash || digest of the entry || seq as 8 bytes, big-endian). Whoever changes,
 * removes, adds or reorders an entry must rewrite every later hash, and the heads kept outside the database show that.
 */
export function linkHash(previous: Buffer, digest: Buffer, seq: bigint): Buffer {
  const position = Buffer.alloc(8)
  position.writeBigUInt64BE(seq)
  return createHash('sha256').update(previous).update(digest).update(position).digest()
}

/** A head of the chain at a time, as kept in <dataDir>/audit-heads.log: `2026-11-24T18:00:00.000Z 1234 <hex>`. */
export interface Head {
  at: string
  seq: bigint
  hash: string
}

export const formatHead = (head: Head): string => `${head.at} ${head.seq} ${head.hash}\n`

/** Heads of a log; lines that are not heads (a torn last line after a power cut) are left out. */
export function parseHeads(text: string): Head[] {
  const heads: Head[] = []
  for (const line of text.split('\n')) {
    const match = /^(\S+) (\d+) ([0-9a-f]{64})$/.exec(line.trim())
    if (match) heads.push({ at: match[1]!, seq: BigInt(match[2]!), hash: match[3]! })
  }
  return heads
}
