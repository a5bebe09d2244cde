import process from 'node:process'
import { isAlive } from './embedded/processes.ts'

/**
 * Calls `onGone` once when the process that started us goes away, even by kill -9.
 * HAMDEL_KEEP_RUNNING=1 switches it off for people who put the server in the background themselves.
 */
export function stopWhenParentDies(onGone: () => void, intervalMs = 500): () => void {
  if (process.env.HAMDEL_KEEP_RUNNING === '1') return () => {}
  const parent = process.ppid
  const launcher = Number(process.env.HAMDEL_LAUNCHER_PID ?? Number.NaN)
  const look = () => {
    // The launcher may die before this line runs for the first time: then our parent never was the launcher.
    const launcherGone = Number.isInteger(launcher) && !isAlive(launcher)
    if (process.ppid === parent && isAlive(parent) && !launcherGone) return
    clearInterval(timer)
    onGone()
  }
  const timer = setInterval(look, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
