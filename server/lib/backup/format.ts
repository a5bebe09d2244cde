/**
 * What is in a .hamdel file: a zip of tables/*.copy, files/ab/cd/<sha256>, imports/<sha256>, secrets.sealed and, last,
 * manifest.json.
 */
export const formatVersion = 1
export const manifestName = 'manifest.json'
export const secretsName = 'secrets.sealed'
export const tableEntry = (table: string) => `tables/${table}.copy`
export const fileEntry = (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`

/** The file of an import as it came; what is made of it is made again. */
export const importEntry = (sha256: string) => `imports/${sha256}`

/**
 * Columns that name files, and where these lie in the data folder. An import's file goes along as long as the import may
 * still need it: it may be read again, checked, run, or go on where it stopped.
 */
export const fileColumns = [
  { table: 'attachments', column: 'sha256', needed: 'true', entry: fileEntry },
  {
    table: 'imports',
    column: 'file_sha256',
    needed: `status in ('uploaded', 'checking', 'checked', 'running', 'cancelled', 'failed')`,
    entry: importEntry,
  },
] as const

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
