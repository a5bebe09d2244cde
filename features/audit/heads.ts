import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { formatHead, type Head, parseHeads } from './chain.ts'

const HOUR_MS = 3_600_000
export const headsFile = (dataDir: string): string => join(dataDir, 'audit-heads.log')

/** All heads written so far; none when there is no log yet. */
export function readHeads(dataDir: string): Head[] {
  try {
    return parseHeads(readFileSync(headsFile(dataDir), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Appends the head once an hour, and never twice the same. The log lies outside the database, so that whoever can
 * rewrite the database can not quietly cut the chain's end off; copy it elsewhere to be safe from the machine's owner.
 */
export function appendHead(dataDir: string, head: Head): boolean {
  const file = openSync(headsFile(dataDir), 'a+', 0o600)
  try {
    // The last two lines are enough, however long the log.
    const { size } = fstatSync(file)
    const tail = Buffer.alloc(Math.min(size, 400))
    readSync(file, tail, 0, tail.length, size - tail.length)
    const text = tail.toString('utf8')
    const last = parseHeads(text).at(-1)
    const hourOf = (at: string) => Math.floor(Date.parse(at) / HOUR_MS)
    if (last && (last.seq === head.seq || hourOf(last.at) >= hourOf(head.at))) return false
    writeSync(file, (text === '' || text.endsWith('\n') ? '' : '\n') + formatHead(head))
    return true
  } finally {
    closeSync(file)
  }
}
