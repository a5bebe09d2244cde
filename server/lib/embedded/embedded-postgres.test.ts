import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { afterEach, describe, expect, test } from 'vitest'
import { postgresProcessesIn, waitUntilGone } from './processes.ts'
import { query, testBench } from './test-helpers.ts'

const bench = testBench()
afterEach(() => bench.clear(), 30_000)

describe('embedded PostgreSQL', { timeout: 30_000 }, () => {
  test('starts, keeps rows over a restart, finds Persian trigrams and opens no TCP port', async () => {
    const folder = bench.folder()
    const first = await bench.start(folder)
    await query(first.connection, `create table story (line text); insert into story values ('همدل')`)
    await first.stop()
    expect(existsSync(first.connection.host)).toBe(false)

    const started = performance.now()
    const second = await bench.start(folder)
    expect(performance.now() - started).toBeLessThan(1000) // 60–70 ms on a quiet machine
    const [row] = await query(
      second.connection,
      `select line, show_trgm('علی') <> '{}' as trigrams from story`,
    )
    expect(row).toEqual({ line: 'همدل', trigrams: true })
    const [setting] = await query(
      second.connection,
      `select current_setting('listen_addresses') as listen, current_setting('data_checksums') as sums, current_setting('fsync') as fsync`,
    )
    expect(setting).toEqual({ listen: '', sums: 'on', fsync: 'on' })
    expect(tcpSocketsOf(second.pid)).toEqual([])
    expect(statSync(second.connection.host).mode & 0o777).toBe(0o700)
  })

  test('works in a folder deeper than a socket address can be long', async () => {
    const deep = path.join(bench.folder(), 'پوشهٔ بسیار عمیق '.repeat(3), 'x'.repeat(90), 'داده')
    mkdirSync(deep, { recursive: true })
    const server = await bench.start(deep)
    expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('refuses a second start on the same folder and leaves the first one alone', async () => {
    const folder = bench.folder()
    const first = await bench.start(folder)
    await expect(bench.start(folder)).rejects.toMatchObject({ code: 'folder_in_use' })
    expect((await bench.startInChild(folder)).code).toBe('folder_in_use')
    expect(await query(first.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('starts although the pid file names a dead, a foreign or a zombie process', async () => {
    const folder = bench.folder()
    const first = await bench.start(folder)
    await first.stop()
    const pidFile = path.join(folder, 'postgres', 'postmaster.pid')
    const stranger = spawn('sleep', ['60'])
    bench.remember(stranger.pid!)
    // The inner sleep becomes a zombie: its parent, replaced by another sleep, never asks for it.
    const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    bench.remember(parent.pid!)
    const zombie = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
    await new Promise((resolve) => setTimeout(resolve, 100))
    for (const pid of [4_000_000, stranger.pid!, zombie]) {
      writeFileSync(
        pidFile,
        `${pid}\n${folder}/postgres\n1790000000\n5432\n/tmp\n\n  5432001         1\nready   \n`,
      )
      const server = await bench.start(folder)
      expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
      await server.stop()
    }
  })

  test('a kill -9 of our process leaves no PostgreSQL, loses nothing and the next start works', async () => {
    const folder = bench.folder()
    const { child, pid, connection } = await bench.startInChild(folder)
    await query(connection, 'create table kept (id int); insert into kept values (7)')
    child.kill('SIGKILL')
    expect(await waitUntilGone(pid, 5000)).toBe(true)
    const next = await bench.start(folder)
    expect(await query(next.connection, 'select id from kept')).toEqual([{ id: 7 }])
  })

  test('without setpriv the watchdog closes PostgreSQL after a kill -9', async () => {
    const folder = bench.folder()
    const { child, pid } = await bench.startInChild(folder, { env: { HAMDEL_NO_SETPRIV: '1' } })
    child.kill('SIGKILL')
    expect(await waitUntilGone(pid, 5000)).toBe(true)
  })

  test('SIGTERM to our process closes PostgreSQL cleanly', async () => {
    const folder = bench.folder()
    const { child, pid } = await bench.startInChild(folder)
    child.kill('SIGTERM')
    expect(await waitUntilGone(pid, 5000)).toBe(true)
    expect(existsSync(path.join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  test('recovers after a kill -9 of PostgreSQL itself', async () => {
    const folder = bench.folder()
    const { child, pid, connection } = await bench.startInChild(folder)
    await query(connection, 'create table kept (id int); insert into kept values (7)')
    process.kill(pid, 'SIGKILL')
    child.kill('SIGKILL')
    await waitUntilGone(child.pid!, 2000)
    const next = await bench.start(folder)
    expect(await query(next.connection, 'select id from kept')).toEqual([{ id: 7 }])
    expect(postgresProcessesIn(path.join(folder, 'postgres')).length).toBeGreaterThan(0)
  })

  test('throws away an unfinished initdb, but never touches a folder it does not understand', async () => {
    const folder = bench.folder()
    mkdirSync(path.join(folder, 'postgres.unfinished', 'base'), { recursive: true })
    const server = await bench.start(folder)
    await server.stop()
    expect(readdirSync(folder).join()).not.toContain('unfinished')

    writeFileSync(path.join(folder, 'postgres', 'PG_VERSION'), '17\n')
    await expect(bench.start(folder)).rejects.toMatchObject({ code: 'other_major' })
    rmSync(path.join(folder, 'postgres', 'PG_VERSION'))
    await expect(bench.start(folder)).rejects.toMatchObject({ code: 'folder_not_a_cluster' })
    expect(existsSync(path.join(folder, 'postgres', 'base'))).toBe(true)
  })

  test.runIf(process.getuid?.() === 0)('works as an ordinary user', async (context) => {
    const folder = path.join(bench.folder(), 'data')
    const user = { uid: 65534, gid: 65534 }
    if (!(await canRead(user))) return context.skip('the program folder is closed to other users')
    mkdirSync(folder)
    const { chownSync } = await import('node:fs')
    chownSync(folder, user.uid, user.gid)
    const { child, connection, error, pid } = await bench.startInChild(folder, user)
    expect(error).toBeUndefined()
    expect(await query(connection, `select show_trgm('علی') <> '{}' as works`)).toEqual([{ works: true }])
    expect(statSync(path.join(folder, 'postgres')).uid).toBe(user.uid)
    child.kill('SIGKILL')
    expect(await waitUntilGone(pid, 5000)).toBe(true)
    // Root opens the same data later and leaves it to its owner.
    const next = await bench.start(folder)
    expect(statSync(path.join(folder, 'postgres', 'postmaster.pid')).uid).toBe(user.uid)
    await next.stop()
  })
})

function canRead(user: { uid: number; gid: number }): Promise<boolean> {
  const child = spawn(process.execPath, ['--check', import.meta.filename], { ...user, stdio: 'ignore' })
  return new Promise((resolve) => {
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** Listening TCP sockets among the open files of a process (state 0A in /proc/net/tcp). */
function tcpSocketsOf(pid: number): string[] {
  const listening = ['tcp', 'tcp6'].flatMap((name) =>
    readFileSync(`/proc/${pid}/net/${name}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A')
      .map((fields) => `socket:[${fields[9]}]`),
  )
  const open = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
  return open.filter((target) => listening.includes(target))
}
