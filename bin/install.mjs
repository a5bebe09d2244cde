// `npm ci` when node_modules is missing, half-made or belongs to another lock file.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import path from 'node:path'
import { takeInstallLock } from './install-lock.mjs'
import { fail, say } from './messages.mjs'
import { hostIsNewEnough, packagedNode } from './node-binary.mjs'

// Node 18 before 18.15 has no statfsSync, and a missing named import would not even start.
const { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } = fs
const spaceNeeded = 600 * 1024 * 1024

export async function ensureInstalled(root) {
  if (isInstalled(root)) return
  const lock = await takeInstallLock(root)
  try {
    if (isInstalled(root)) return // another launcher did it while we waited
    checkSpace(root)
    await npmCi(root, lock)
    finish(root)
  } finally {
    lock.release()
  }
}

/** On a full disk npm may report success over empty files, so the space is counted before. */
function checkSpace(root) {
  if (statfsSync === undefined) return // Node 18 before 18.15
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < spaceNeeded && !existsSync(npmRecordFile(root))) diskFull()
}

function finish(root) {
  const node = hostIsNewEnough() ? undefined : packagedNode(root)
  const missing = node !== undefined && !existsSync(node)
  try {
    if (missing) throw new Error(`${node} is missing`)
    writeFileSync(markerFile(root), fingerprint(root))
  } catch (error) {
    rmSync(npmRecordFile(root), { force: true }) // so that the next start installs again
    explain(String(error.message), error)
  }
}

const markerFile = (root) => path.join(root, 'node_modules', '.hamdel-lock')
const npmRecordFile = (root) => path.join(root, 'node_modules', '.package-lock.json')

function fingerprint(root) {
  const lock = readFileSync(path.join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`
}

function isInstalled(root) {
  // npm writes its record last, so an interrupted install has none.
  if (!existsSync(npmRecordFile(root))) return false
  const node = packagedNode(root)
  if (!hostIsNewEnough() && node !== undefined && !existsSync(node)) return false
  if (existsSync(markerFile(root)) && readFileSync(markerFile(root), 'utf8') === fingerprint(root))
    return true
  if (!npmRecordMatches(root)) return false
  try {
    writeFileSync(markerFile(root), fingerprint(root)) // someone ran npm by hand, and it fits
  } catch {} // a read-only node_modules is compared again next time
  return true
}

function npmRecordMatches(root) {
  try {
    const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
    const present = JSON.parse(readFileSync(npmRecordFile(root), 'utf8')).packages
    for (const [name, entry] of Object.entries(wanted)) {
      if (!name.includes('node_modules/') || entry.extraneous) continue
      const found = present[name]
      if (found === undefined ? !entry.optional && !entry.peer : found.version !== entry.version) return false
    }
    return true
  } catch {
    return false
  }
}

function npmCi(root, lock) {
  say('نصب بسته‌ها… (یک تا سه دقیقه، فقط بار اول)', 'Installing packages… (one to three minutes, only once)')
  const { file, args, shell } = npmCommand()
  // NODE_ENV=production or omit=optional in someone's settings would leave out Node itself or the tests.
  const child = spawn(file, [...args, 'ci', '--include=dev', '--include=optional', '--no-progress'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    shell,
  })
  lock.alsoHeldBy(child.pid)
  const stopInstall = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stopInstall)
  const started = Date.now()
  const progress = setInterval(() => showProgress(started), process.stderr.isTTY ? 1000 : 15_000)
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-20_000)
  })
  return new Promise((resolve) => {
    const done = (code, signal, error) => {
      clearInterval(progress)
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, stopInstall)
      if (code === 0) {
        say('بسته‌ها نصب شد.', 'Packages installed.')
        return resolve()
      }
      lock.release()
      explain(signal ? `interrupted by ${signal}` : errors, error)
    }
    child.on('error', (error) => done(undefined, undefined, error))
    child.on('close', (code, signal) => done(code, signal))
  })
}

function showProgress(started) {
  const seconds = Math.round((Date.now() - started) / 1000)
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K  ${seconds} s …`)
  else say(`هنوز در حال نصب (${seconds} ثانیه)…`, `still installing (${seconds} s)…`)
}

function npmCommand() {
  const near = path.dirname(process.execPath)
  const places = [
    process.env.npm_execpath,
    path.join(near, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(near, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const cli = places.find((place) => place?.endsWith('npm-cli.js') && existsSync(place))
  if (cli !== undefined) return { file: process.execPath, args: [cli], shell: false }
  return { file: 'npm', args: [], shell: process.platform === 'win32' }
}

function diskFull() {
  fail(
    'جای خالی دیسک کم است. نزدیک ۱ گیگابایت جا باز کنید و دوباره اجرا کنید.',
    'Not enough free disk space. Free about 1 GB and run again.',
  )
}

function explain(errors, spawnError) {
  if (errors !== '') process.stderr.write(`${errors.trimEnd()}\n`)
  if (spawnError?.code === 'ENOENT' || /is not recognized|npm: not found/.test(errors)) {
    fail(
      'برنامهٔ npm پیدا نشد. Node را همراه با npm از https://nodejs.org نصب کنید.',
      'npm was not found. Install Node together with npm from https://nodejs.org.',
    )
  }
  if (/interrupted by/.test(errors)) {
    fail(
      'نصب نیمه‌کاره ماند؛ دوباره اجرا کنید تا کامل شود.',
      'The install was interrupted; run again to complete it.',
      130,
    )
  }
  if (/ENOSPC|EDQUOT/.test(errors)) {
    diskFull()
  }
  if (/EACCES|EPERM|EROFS/.test(errors)) {
    fail(
      'اجازهٔ نوشتن در پوشهٔ برنامه نیست. مالک پوشه را خودتان کنید یا با کاربری اجرا کنید که اجازه دارد.',
      'No permission to write in the program folder. Make yourself its owner, or run as a user who may write there.',
    )
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|E50[0-9]/.test(
      errors,
    )
  ) {
    fail(
      'به مخزن بسته‌های npm دسترسی نیست. اینترنت یا پراکسی را بررسی کنید، یا نشانی یک آینه را بدهید: npm config set registry <نشانی>. سپس دوباره اجرا کنید.',
      'The npm registry cannot be reached. Check the network or proxy, or set a mirror: npm config set registry <address>. Then run again.',
    )
  }
  fail(
    'نصب بسته‌ها انجام نشد؛ پیام بالا را ببینید. پس از رفع آن دوباره اجرا کنید.',
    `Installing the packages failed; see the message above${spawnError ? ` (${spawnError.message})` : ''}. Fix it and run again.`,
  )
}
