import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from './random.ts'
import type { ServerChild } from './server-child.ts'

export type Target = 'server' | 'database' | 'both'

export interface Kill {
  target: Target
  /** ms from the kill to the first acknowledged write that was sent after it. */
  recoveryMs: number | undefined
}

const PATIENCE_MS = 45_000

/** kill -9 of the server, of its postmaster, or of both in one breath. A killed server is started again at once. */
async function strike(server: ServerChild, target: Target): Promise<void> {
  const postmaster = target === 'server' ? undefined : server.postmaster()
  if (postmaster !== undefined)
    try {
      process.kill(postmaster, 'SIGKILL')
    } catch {}
  if (target === 'database') return
  await server.kill()
  server.start()
}

/**
 * Kills until `count` or until the time is over, each time after a random pause; now and then again while the system
 * is still getting up. `firstAnswerAfter` gives the time of the first acknowledged write sent after a moment.
 */
export async function wreak(input: {
  server: ServerChild
  random: Random
  count: number
  until: number
  pauseMs: [number, number]
  firstAnswerAfter(moment: number): number | undefined
}): Promise<Kill[]> {
  const { server, random } = input
  const kills: Kill[] = []
  const strikeOnce = async (target: Target) => {
    const kill: Kill = { target, recoveryMs: undefined }
    kills.push(kill)
    const at = performance.now()
    await strike(server, target)
    return { kill, at }
  }
  while (kills.length < input.count && performance.now() < input.until) {
    await sleep(random.int(...input.pauseMs))
    const draw = random.unit()
    let { kill, at } = await strikeOnce(draw < 0.45 ? 'server' : draw < 0.8 ? 'database' : 'both')
    if (random.chance(0.15) && kills.length < input.count) {
      await sleep(random.int(30, 900))
      ;({ kill, at } = await strikeOnce(random.pick(['server', 'database', 'both'] as const)))
    }
    for (;;) {
      // A backend may finish what it was doing in the moment after its postmaster is gone.
      const answered = input.firstAnswerAfter(at + 100)
      if (answered !== undefined) {
        kill.recoveryMs = answered - at
        break
      }
      // A server that gave up (its database died under its start) is started again, as an init system would.
      if (server.pid() === undefined) server.start()
      if (performance.now() - at > PATIENCE_MS)
        throw new Error(
          `No write was acknowledged for ${PATIENCE_MS / 1000} s after a kill of: ${kill.target}`,
        )
      await sleep(20)
    }
  }
  return kills
}
