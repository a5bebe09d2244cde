import { randomUUID } from 'node:crypto'
import {
  linkSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import process from 'node:process'
import { errorCode, failure, sleep } from './failure.ts'
import { describeProcess, isAlive } from './processes.ts'

type Holder = { pid: number; started: string | undefined; space: string; id: string }

const beatMs = 4000
const silentMs = 15_000

/**
 * One Hamdel per data folder. The holder is known by pid and start time; a holder in another container or machine,
 * whose pids mean nothing here, by the lock's age, which the holder keeps young.
 */
export async function lockFolder(file: string, log: (line: string) => void): Promise<() => void> {
  const me: Holder = {
    pid: process.pid,
    started: describeProcess(process.pid)?.started,
    space: pidSpace(),
    id: randomUUID(),
  }
  const text = JSON.stringify(me)
  let told = false
  while (!create(file, text, me.id)) {
    const found = readOr(file)
    if (found === undefined) continue
    const state = stateOf(found, file, me)
    if (state === 'alive') throw inUse(file, found)
    if (state === 'dead') clearAway(file, found, me.id)
    else {
      if (!told)
        log(
          'قفل پوشهٔ داده از دستگاه یا محفظهٔ دیگری مانده؛ صبر می‌کنیم… / Waiting for a lock left by another container…',
        )
      told = true
      await sleep(500)
      if (Date.now() - waitStart(me.id) > silentMs * 2) throw inUse(file, found)
    }
  }
  waits.delete(me.id)
  const beat = setInterval(() => touch(file), beatMs)
  beat.unref()
  return () => {
    clearInterval(beat)
    if (readOr(file) === text) rmSync(file, { force: true })
  }
}

const waits = new Map<string, number>()

function waitStart(id: string): number {
  const start = waits.get(id) ?? Date.now()
  waits.set(id, start)
  return start
}

function stateOf(text: string, file: string, me: Holder): 'alive' | 'dead' | 'unknown' {
  let holder: Holder
  try {
    holder = JSON.parse(text) as Holder
  } catch {
    return 'dead' // locks appear whole; this is damage
  }
  if (holder.space === me.space) {
    if (!isAlive(holder.pid)) return 'dead'
    const found = describeProcess(holder.pid)
    if (found?.zombie) return 'dead'
    return found?.started === undefined || found.started === holder.started ? 'alive' : 'dead'
  }
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats === undefined || Date.now() - stats.mtimeMs > silentMs ? 'dead' : 'unknown'
}

/** Within one pid space pids can be compared: same boot, same machine, same container. */
function pidSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return os.hostname()
  }
}

function create(file: string, text: string, id: string): boolean {
  const draft = `${file}.${id}`
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    linkSync(draft, file) // appears whole or not at all, for one of several
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function clearAway(file: string, judged: string, id: string) {
  const aside = `${file}.${id}.old`
  try {
    renameSync(file, aside)
    // Another start may have cleared it and taken the lock between our look and our move: give it back.
    if (readOr(aside) !== judged) linkSync(aside, file)
  } catch {
  } finally {
    rmSync(aside, { force: true })
  }
}

function inUse(file: string, text: string): Error {
  const pid = /"pid":(\d+)/.exec(text)?.[1] ?? '?'
  return failure(
    'folder_in_use',
    `همدل هم‌اکنون با همین پوشهٔ داده در حال اجراست (شمارهٔ پردازش ${pid}). همان را به کار ببرید، آن را ببندید، یا با HAMDEL_DATA پوشهٔ دیگری بدهید.`,
    `Hamdel is already running on this data folder (process ${pid}, ${file}). Use it, stop it, or choose another folder with HAMDEL_DATA.`,
  )
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function touch(file: string) {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {}
}
