#!/usr/bin/env node
// The launcher: plain JavaScript for the host's Node ≥ 18. Installs what is missing, finds Node 26, hands over.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './install.mjs'
import { fail, say, usage } from './messages.mjs'
import { findNode } from './node-binary.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const [command, ...rest] = process.argv.slice(2)

const commands = {
  start: ['server/main.ts'],
  demo: ['server/main.ts', '--demo'],
  dev: ['server/dev.ts'],
  test: ['tools/test.ts'],
  check: ['tools/test.ts', '--quick'],
  backup: ['tools/backup.ts'],
  restore: ['tools/restore.ts'],
}

if (Number.parseInt(process.versions.node, 10) < 18) {
  fail(
    `این نسخهٔ Node (${process.version}) قدیمی است. Node نسخهٔ ۱۸ یا تازه‌تر نصب کنید.`,
    `Node ${process.version} is too old. Install Node 18 or newer.`,
  )
}
if (command === undefined || command === 'help' || command === '--help') {
  process.stdout.write(usage)
  process.exit(command === undefined ? 1 : 0)
}
const script = command === 'run' ? rest.splice(0, 1) : commands[command]
if (!Array.isArray(script) || script.length === 0) {
  process.stdout.write(usage)
  const known = Object.keys(commands).join(', ')
  fail(
    `دستور «${command}» کامل نیست یا وجود ندارد.`,
    `Unknown or incomplete command "${command}". Known: ${known}, run <file>.`,
  )
}

await ensureInstalled(root)
handOver(findNode(root), [...script, ...rest])

function handOver(node, args) {
  const child = spawn(node, args, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      HAMDEL_LAUNCHER_PID: String(process.pid),
      // Relative file names in arguments mean the folder the person stands in, not ours.
      HAMDEL_CWD: process.env.HAMDEL_CWD ?? process.env.INIT_CWD ?? process.cwd(),
    },
  })

  child.on('error', (error) => {
    fail(
      `Node 26 اجرا نشد (${error.code}). پوشهٔ node_modules را پاک و دوباره اجرا کنید؛ روی Alpine/musl خودتان Node 26 نصب کنید.`,
      `Could not run ${node} (${error.code}). Delete node_modules and try again; on Alpine/musl or with an old glibc (< 2.28) install Node 26 yourself.`,
    )
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 1)
    process.exit()
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself; a second SIGINT would look like impatience.
      if (signal === 'SIGINT' && process.stdin.isTTY) setTimeout(() => child.kill('SIGTERM'), 1000).unref()
      else child.kill(signal)
    })
  }
  watchParent(() => {
    say('برنامهٔ آغازگر بسته شد؛ همدل می‌ایستد.', 'The program that started Hamdel is gone; stopping.')
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref()
  })
}

/** npm does not always pass signals on; a parent that is gone is the only sure sign. */
function watchParent(onGone) {
  if (process.env.HAMDEL_KEEP_RUNNING === '1') return
  const parent = process.ppid
  // Between npm and us stands a shell, which survives a kill -9 of npm.
  const npm = process.env.npm_lifecycle_event === undefined ? undefined : parentOf(parent)
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && (npm === undefined || parentOf(parent) === npm)) return
    clearInterval(timer)
    onGone()
  }, 500)
  timer.unref()
}

/** Linux only; elsewhere undefined. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
