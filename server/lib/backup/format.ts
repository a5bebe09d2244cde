/** What is in a .hamdel file: a zip of tables/*.copy, files/ab/cd/<sha256>, secrets.sealed and, last, manifest.json. */
export const formatVersion = 1
export const manifestName = 'manifest.json'
export const secretsName = 'secrets.sealed'
export const tableEntry = (table: string) => `tables/${table}.copy`
export const fileEntry = (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`

export type TableRecord = {
  name: string
  columns: string[]
  rows: number
  /** Of the entry's bytes. */
  sha256: string
  /** Of the set of rows, in whatever order a database gives them. */
  rowsDigest: string
}

export type SequenceRecord = { name: string; lastValue: string; isCalled: boolean }

export type Manifest = {
  format: number
  appVersion: string
  madeAt: string
  serverVersion: string
  migrations: string[]
  tables: TableRecord[]
  sequences: SequenceRecord[]
  files: { count: number; bytes: number; missing: string[] }
  hasSecrets: boolean
}

/** An error the person at the terminal reads: one Persian line, one English line. */
export function backupError(fa: string, en: string, cause?: unknown): Error {
  return new Error(`${fa}\n${en}`, { cause })
}

export const isSha256 = (text: string) => /^[0-9a-f]{64}$/.test(text)
