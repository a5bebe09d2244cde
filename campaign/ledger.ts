import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs'

export type Kind = 'open' | 'reply' | 'hear' | 'promise' | 'keep' | 'grant' | 'approve' | 'solve' | 'verdict'

/** One acknowledged write, as the client saw it. `marker` is the unique text that was sent. */
export interface Entry {
  kind: Kind
  key: string
  marker: string
  customerId: string
  caseId: string
  /** The id the answer named: interaction, promise or compensation. */
  id?: string | undefined
  /** What else must be found: amount, status, score, text of a promise. */
  amount?: number | undefined
  status?: string | undefined
  score?: number | undefined
  promise?: string | undefined
}

export interface Ledger {
  /** Resolves when the line is on the disk: the client goes on only then. */
  append(entry: Entry): Promise<void>
  count(): number
  close(): void
}

/** A file outside the system under test. Lines that come during one fdatasync share the next. */
export function openLedger(file: string): Ledger {
  const descriptor = openSync(file, 'a', 0o600)
  let waiting: { resolve(): void; reject(error: Error): void }[] = []
  let isSyncing = false
  let count = 0
  const sync = () => {
    if (isSyncing || waiting.length === 0) return
    isSyncing = true
    const mine = waiting
    waiting = []
    fdatasync(descriptor, (error) => {
      isSyncing = false
      for (const one of mine) error ? one.reject(error) : one.resolve()
      sync()
    })
  }
  return {
    append(entry) {
      writeSync(descriptor, `${JSON.stringify(entry)}\n`)
      count += 1
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        sync()
      })
    },
    count: () => count,
    close: () => closeSync(descriptor),
  }
}

export const readLedger = (file: string): Entry[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry)
