import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { describeProcess, isAlive } from './embedded/processes.ts'
import type { EmbeddedConnection } from './embedded-postgres.ts'

/** Where a running server can be reached; tools on the same machine read it. */
export type RunFile = { pid: number; started?: string; url?: string; connection?: EmbeddedConnection }

const fileIn = (dataDir: string) => path.join(dataDir, 'run.json')

export function writeRunFile(dataDir: string, run: Omit<RunFile, 'pid' | 'started'>): void {
  const file = fileIn(dataDir)
  const me: RunFile = { pid: process.pid, started: describeProcess(process.pid)?.started, ...run }
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(me, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.${process.pid}`, file)
}

/** Undefined when no server runs here, also when one was killed and left its file. */
export function readRunFile(dataDir: string): RunFile | undefined {
  let run: RunFile
  try {
    run = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as RunFile
  } catch {
    return undefined
  }
  const found = isAlive(run.pid) ? describeProcess(run.pid) : undefined
  if (found === undefined || found.zombie) return undefined
  return run.started === undefined || found.started === run.started ? run : undefined
}

export function removeRunFile(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}
