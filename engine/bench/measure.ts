import { loadavg } from 'node:os'

/**
 * Runs `work` once to warm up, then so many rounds, and prints one row: what, median, fastest–slowest, median of processor
 * time (the steadier figure on a busy machine), target, load average.
 */
export async function measureRow(
  what: string,
  rounds: number,
  target: string,
  work: () => unknown,
): Promise<void> {
  await work()
  const times: number[] = []
  const cpus: number[] = []
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage()
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
    const used = process.cpuUsage(cpu)
    cpus.push((used.user + used.system) / 1000)
  }
  times.sort((a, b) => a - b)
  const range = `${show(times[0]!)}–${show(times[times.length - 1]!)} ms`
  console.log(
    `  ${what.padEnd(60)} ${show(median(times)).padStart(6)} ms ${range.padStart(16)}  CPU ${show(median(cpus)).padStart(6)} ms  ${target.padEnd(20)} load ${loadavg()[0]!.toFixed(1)}`,
  )
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

function show(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 100 ? 1 : 0)
}
