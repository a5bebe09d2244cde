// One install at a time. The lock lies outside node_modules because `npm ci` empties that folder.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fail, say } from './messages.mjs'

const silentAfter = 10 * 60_000

export async function takeInstallLock(root) {
  const file = path.join(root, '.cache', 'install.lock')
  try {
    mkdirSync(path.dirname(file), { recursive: true })
  } catch (error) {
    fail(
      `پوشهٔ ${path.dirname(file)} ساخته نشد (${error.code}). اجازهٔ نوشتن و جای خالی دیسک را بررسی کنید.`,
      `Cannot create ${path.dirname(file)} (${error.code}). Check write permission and free disk space.`,
    )
  }
  const nonce = `${process.pid} ${Date.now()}-${Math.random()}`
  let told = false
  for (;;) {
    if (create(file, `${nonce}\n`)) {
      // Two launchers may both have cleared a dead lock; the one whose name stands has it.
      await sleep(100)
      if (read(file).startsWith(nonce)) return held(file, nonce)
    } else if (isAbandoned(file)) {
      clearAway(file)
    } else {
      if (!told)
        say('همدل در پنجره‌ای دیگر در حال نصب است؛ صبر می‌کنیم…', 'Another Hamdel is installing; waiting…')
      told = true
      await sleep(500)
    }
  }
}

function held(file, nonce) {
  const beat = setInterval(() => touch(file), 5000)
  beat.unref()
  return {
    /** npm outlives a launcher killed by force; while it runs nobody else may install. */
    alsoHeldBy: (pid) => pid && writeFileSync(file, `${nonce}\n${pid}\n`),
    release() {
      clearInterval(beat)
      if (read(file).startsWith(nonce)) rmSync(file, { force: true })
    },
  }
}

function create(file, text) {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    return fail(
      `نوشتن ${file} ممکن نیست (${error.code}). اجازهٔ نوشتن و جای خالی دیسک را بررسی کنید.`,
      `Cannot write ${file} (${error.code}). Check write permission and free disk space.`,
    )
  }
}

function isAbandoned(file) {
  try {
    const age = Date.now() - statSync(file).mtimeMs
    const pids = read(file)
      .split('\n')
      .map((line) => Number.parseInt(line, 10))
      .filter(Number.isInteger)
    if (pids.length === 0) return age > 2000 // created, not yet written
    return age > silentAfter || !pids.some(isAlive)
  } catch {
    return false // gone: try to create it again
  }
}

function clearAway(file) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside) // of several launchers exactly one moves it
    rmSync(aside, { force: true })
  } catch {}
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {}
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
