import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answersOf, modelOf, parseNumbers } from '../fixtures/tables.ts'
import { bootstrap } from '../src/bootstrap/bootstrap.ts'
import { EngineError } from '../src/errors.ts'
import { compileModel } from '../src/indices/compile.ts'
import { bootstrapInWorkers } from './bootstrap-in-workers.ts'
import { openBootstrapPool } from './bootstrap-pool.ts'

const read = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
const compiled = compileModel(modelOf(JSON.parse(read('ecsi.ref.json')).model))
const answers = answersOf(parseNumbers(read('ecsi.csv')), compiled.items)
const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'Worker').length

describe('The bootstrap on worker threads', () => {
  test('gives the same bits as one thread, for any number of workers', async () => {
    const options = { resamples: 430, seed: 9, interval: 'bca', tolerance: 1e-7 } as const
    const alone = bootstrap(compiled, answers, options)
    for (const workers of [1, 2, 3]) {
      const together = await bootstrapInWorkers(compiled, answers, { ...options, workers })
      for (const key of Object.keys(alone) as (keyof typeof alone)[]) {
        const a = alone[key]
        const b = together[key]
        if (a instanceof Float64Array)
          expect(Buffer.compare(bytesOf(a), bytesOf(b as Float64Array)), `${key}, ${workers} workers`).toBe(0)
        else expect(b, key).toEqual(a)
      }
    }
  })

  test('runs again and again on the threads of a pool, in turn, also after an abort', async () => {
    const before = threads()
    const pool = openBootstrapPool(2)
    const options = { resamples: 120, tolerance: 1e-7 }
    const alone = bootstrap(compiled, answers, options)
    const controller = new AbortController()
    const aborted = pool.run(compiled, answers, {
      resamples: 60_000,
      signal: controller.signal,
      onProgress: (done) => done > 0 && controller.abort(new Error('enough')),
    })
    const refused = pool.run(compiled, answers, { level: 7 })
    const later = [pool.run(compiled, answers, options), pool.run(compiled, answers, options)]
    await expect(aborted).rejects.toThrow('enough')
    await expect(refused).rejects.toMatchObject({ code: 'bootstrap_option' })
    for (const result of await Promise.all(later))
      expect(Buffer.compare(bytesOf(result.replicates), bytesOf(alone.replicates))).toBe(0)
    await pool.close()
    expect(threads()).toBe(before)
  })

  test('rejects when the pool is closed meanwhile', async () => {
    const pool = openBootstrapPool(1)
    const running = pool.run(compiled, answers, {
      resamples: 60_000,
      onProgress: (done) => {
        if (done > 0) void pool.close()
      },
    })
    await expect(running).rejects.toThrow('ended early')
  })

  test('takes given resamples', async () => {
    const n = answers.length / compiled.items.length
    const indices = Int32Array.from({ length: 20 * n }, (_, i) => (i * 7919 + Math.floor(i / n)) % n)
    const alone = bootstrap(compiled, answers, { indices })
    const together = await bootstrapInWorkers(compiled, answers, { indices, workers: 2 })
    expect(together.replicates.every((value, i) => Object.is(value, alone.replicates[i]))).toBe(true)
  })

  test('leaves no thread behind when aborted, and rejects with the reason', async () => {
    const before = threads()
    const controller = new AbortController()
    const running = bootstrapInWorkers(compiled, answers, {
      resamples: 60_000,
      workers: 2,
      signal: controller.signal,
      onProgress: (done) => {
        if (done > 0) controller.abort(new Error('enough'))
      },
    })
    await expect(running).rejects.toThrow('enough')
    expect(threads()).toBe(before)
  })

  test('stops when told to and says how far it came', async () => {
    let started = false
    const result = await bootstrapInWorkers(compiled, answers, {
      resamples: 60_000,
      workers: 1,
      onProgress: (done) => {
        started = done > 0
      },
      shouldStop: () => started,
    })
    expect(result.stopped).toBe(true)
    expect(result.completed).toBeGreaterThan(0)
    expect(result.completed).toBeLessThan(60_000)
    expect(result.usable).toBe(result.completed)
  })

  test('passes the error of a thread on, with its code', async () => {
    const holed = answers.slice()
    holed[5] = Number.NaN
    const running = bootstrapInWorkers(compiled, holed, { resamples: 100, workers: 2 })
    await expect(running).rejects.toThrow(EngineError)
    await expect(running).rejects.toMatchObject({ code: 'bootstrap_answers', params: { cell: 5 } })
  })

  test('refuses impossible options before any thread starts', async () => {
    for (const [option, value] of [
      ['workers', 0],
      ['resamples', 0],
      ['level', 1],
      ['seed', -1],
      ['interval', 'studentised'],
    ] as const)
      await expect(bootstrapInWorkers(compiled, answers, { [option]: value })).rejects.toMatchObject({
        code: 'bootstrap_option',
        params: { option, value: String(value) },
      })
  })
})

const bytesOf = (values: Float64Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)
