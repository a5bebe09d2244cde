import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { postgresProcessesIn } from '../server/lib/embedded/processes.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** Proportional set size in MB of processes: shared pages are counted once, however many share them. Linux only. */
export function memoryOf(pids: readonly number[]): number | undefined {
  try {
    let kB = 0
    for (const pid of pids)
      kB += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1])
    return kB / 1024
  } catch {
    return undefined
  }
}

/** CPU milliseconds each process has used, by pid; in ticks of 10 ms. Linux only (elsewhere empty). */
export function cpuOf(pids: readonly number[]): Map<number, number> {
  const used = new Map<number, number>()
  for (const pid of pids)
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      used.set(pid, (Number(fields[11]) + Number(fields[12])) * 10)
    } catch {}
  return used
}

/** CPU milliseconds used between two looks; processes born in between count from zero. */
export const cpuBetween = (before: Map<number, number>, after: Map<number, number>): number =>
  [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0)

export const databaseProcesses = (dataDir: string): number[] => postgresProcessesIn(join(dataDir, 'postgres'))

/** Bytes (gzip) of the JavaScript that the desk's first page asks for: the entry and what it preloads. */
export function firstScreenBytes(): number {
  const dist = join(ROOT, 'dist/web')
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const files = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]!))
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0)
}

/** Bytes of the portal's form page with its style sheets, as sent and without compression; no font, no script. */
export async function portalBytes(port: number): Promise<{ plain: number; gzip: number }> {
  const base = `http://127.0.0.1:${port}`
  const page = await (await fetch(`${base}/portal/new`)).text()
  const assets = join(ROOT, 'portal/assets')
  const styles = readdirSync(assets).filter((name) => name.endsWith('.css') && page.includes(name))
  const parts = [Buffer.from(page), ...styles.map((name) => readFileSync(join(assets, name)))]
  return {
    plain: parts.reduce((sum, part) => sum + part.length, 0),
    gzip: parts.reduce((sum, part) => sum + gzipSync(part).length, 0),
  }
}
