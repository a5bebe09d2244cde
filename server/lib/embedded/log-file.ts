import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs'

const limit = 10 * 1024 * 1024

/** PostgreSQL writes straight into the file, so the last words of a crash survive us; we only keep it small. */
export function openLog(file: string) {
  if (existsSync(file) && statSync(file).size > limit / 2) renameSync(file, `${file}.1`)
  const descriptor = openSync(file, 'a', 0o600)
  const start = statSync(file).size
  const timer = setInterval(() => shrink(file), 60_000)
  timer.unref()
  return {
    descriptor,
    /** What was written since the start. */
    tail: () => readFrom(file, start),
    /** PostgreSQL has its own copy of the descriptor. */
    closeOurs: () => closeSync(descriptor),
    stop: () => clearInterval(timer),
  }
}

function shrink(file: string) {
  try {
    if (statSync(file).size < limit) return
    copyFileSync(file, `${file}.1`)
    truncateSync(file) // opened for appending, so writing goes on at the new end
  } catch {}
}

function readFrom(file: string, start: number): string {
  const descriptor = openSync(file, 'r')
  try {
    const size = statSync(file).size
    const from = Math.max(start > size ? 0 : start, size - 8000)
    const buffer = Buffer.alloc(Math.max(0, size - from))
    readSync(descriptor, buffer, 0, buffer.length, from)
    return buffer.toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}
