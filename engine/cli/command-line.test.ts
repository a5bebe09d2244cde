import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))
const shared = fileURLToPath(new URL('../../../shared/', import.meta.url))
const hasShared = existsSync(join(shared, 'data/mobi.csv'))
if (!hasShared) console.info('command line: the published data sets are not here, their tests are skipped')

const folder = mkdtempSync(join(tmpdir(), 'engine-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs the command line as a person would, standing in `standing`. */
function run(words: readonly string[], standing = folder): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...words], { env: { ...process.env, HAMDEL_CWD: standing } })
    let out = ''
    let err = ''
    child.stdout.on('data', (part) => {
      out += part
    })
    child.stderr.on('data', (part) => {
      err += part
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

async function json(words: readonly string[], standing?: string) {
  const { code, out, err } = await run([...words, '--json'], standing)
  expect(err).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out)
}

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return name
}

type Named = Record<string, number>

function expectSame(actual: Named, expected: Named, tolerance: number): void {
  for (const [key, value] of Object.entries(expected)) {
    expect(Math.abs(actual[key]! - value), `${key}: ${actual[key]} and ${value}`).toBeLessThan(tolerance)
  }
}

describe('engine index', () => {
  it('gives the reference estimate of a model file, with indices, for a file named from where the person stands', async () => {
    const { model, results } = JSON.parse(readFileSync(join(fixtures, 'ecsi.ref.json'), 'utf8'))
    const own = {
      constructs: model.lvs.map((name: string, k: number) => ({ name, items: model.blocks[k], mode: 'A' })),
      paths: model.paths,
    }
    write('model.json', `\ufeff${JSON.stringify(own)}`)
    const result = await json(
      ['index', '--model', join(folder, 'model.json'), '--data', 'ecsi.csv', '--tol', '1e-12'],
      fixtures,
    )
    const known = results.find(
      (one: { scheme: string; scaled: boolean; modes: string[] }) =>
        one.scheme === 'path' && one.scaled && one.modes.every((mode) => mode === 'A'),
    )
    const pairs = [
      ['weights', 'outer_weights'],
      ['loadings', 'outer_loadings'],
      ['paths', 'path_coefficients'],
      ['totalEffects', 'total_effects'],
      ['r2', 'r2'],
      ['alpha', 'alpha'],
      ['rhoA', 'rho_a'],
      ['rhoC', 'rho_c'],
      ['ave', 'ave'],
      ['htmt', 'htmt_abs'],
    ] as const
    for (const [mine, theirs] of pairs) expectSame(result[mine], known[theirs], 1e-9)
    for (const [name, { mean }] of Object.entries<{ mean: number }>(known.index_0_100))
      expect(Math.abs(result.indices[name] - mean)).toBeLessThan(1e-9)
    expect(result).toMatchObject({ scheme: 'path', metric: 'standardised', n: 180, converged: true })
  })

  it('bootstraps the same with one worker and with two, and splits by a column', async () => {
    const [header, ...lines] = readFileSync(join(fixtures, 'ecsi.csv'), 'utf8').trim().split('\n')
    write(
      'by.csv',
      [
        `${header},branch`,
        ...lines.map((line, i) => `${line},${i < 5 ? 'tiny' : i % 2 ? '"north, old"' : 'south'}`),
      ].join('\r\n'),
    )
    const words = [
      'index',
      '--model',
      'ecsi',
      '--data',
      'by.csv',
      '--by',
      'branch',
      '--bootstrap',
      '60',
      '--seed',
      '5',
    ]
    const [one, two] = await Promise.all([
      json([...words, '--workers', '1']),
      json([...words, '--workers', '2']),
    ])
    expect(two).toEqual(one)
    expect(Object.keys(one.groups)).toEqual(['north, old', 'south', 'tiny'])
    expect(one.groups.south.n + one.groups['north, old'].n).toBe(lines.length - 5)
    expect(one.groups.tiny.error.code).toBe('too_few_rows')
    const { low, high } = one.intervals.indices.Satisfaction
    expect(low).toBeLessThan(one.indices.Satisfaction)
    expect(high).toBeGreaterThan(one.indices.Satisfaction)
  })

  it('prints a report in Persian', async () => {
    const { out, code } = await run(
      ['index', '--model', 'swics', '--data', 'swics.csv', '--lang', 'fa'],
      fixtures,
    )
    expect(code).toBe(0)
    expect(out).toMatch(/شاخص \(صفر تا صد\)/)
    expect(out).toMatch(/█/)
    expect(out).not.toMatch(/NaN|undefined|\[object/)
  })
})

describe('engine value, rfm and baskets', () => {
  it('fits a customer summary as the reference does', async () => {
    const known = JSON.parse(readFileSync(join(fixtures, 'value.ref.json'), 'utf8'))
    const result = await json(['value', '--summary', 'value.csv', '--horizon', '26w'], fixtures)
    for (const [name, value] of Object.entries<number>(known.bgnbd.params))
      expect(result.params[name] / value).toBeCloseTo(1, 5)
    expect(result.logLikelihood / known.bgnbd.logLikelihood).toBeCloseTo(1, 8)
    expect(result.expectedPurchases / known.bgnbd.expected_26_sum).toBeCloseTo(1, 5)
    for (const [name, value] of Object.entries<number>(known.gammagamma.params))
      expect(result.gammaGamma.params[name] / value).toBeCloseTo(1, 5)
  })

  it('reads purchases with Persian dates, by column number, without a header', async () => {
    const rows = Array.from(
      { length: 240 },
      (_, i) =>
        `${i % 30};۱۴۰۲/${String(1 + ((i * 5) % 12)).padStart(2, '0')}/${String(1 + ((i * 7) % 29)).padStart(2, '0')};${i % 17},5`,
    )
    write('persian.csv', rows.join('\n'))
    const words = [
      '--purchases',
      'persian.csv',
      '--customer',
      '1',
      '--date',
      '2',
      '--amount',
      '3',
      '--no-header',
      '--until',
      '1402/12/29',
    ]
    const scores = await json(['rfm', ...words, '--per-customer'])
    expect(scores).toMatchObject({ asOf: '2024-03-19', customers: 30, purchases: 240 })
    expect(scores.scores.map((score: { id: string }) => score.id).slice(0, 3)).toEqual(['0', '1', '2'])
    expect(Object.values<number>(scores.cells).reduce((sum, count) => sum + count, 0)).toBe(30)
    const later = await json(['rfm', ...words.slice(0, -1), '1402/06/31'])
    expect(later.purchases + later.laterPurchases).toBe(240)
  })

  it('finds rules whatever blanks surround the names, and offers the next item', async () => {
    write('baskets.txt', 'tea, sugar\nsugar ,tea\ntea,sugar,milk\nbread\n\nmilk')
    const found = await json([
      'baskets',
      'baskets.txt',
      '--support',
      '0.4',
      '--confidence',
      '0.5',
      '--offer',
      'tea',
    ])
    expect(found).toMatchObject({ baskets: 5, items: 4, ruleCount: 2 })
    expect(found.rules[0]).toMatchObject({
      lhs: ['sugar'],
      rhs: 'tea',
      count: 3,
      confidence: 1,
      conviction: null,
    })
    expect(found.offers[0].item).toBe('sugar')
    write('rows.csv', 'bill,thing\n1,a\n2,a\n1,b\n2,b\n3,c\n')
    const rows = await json([
      'baskets',
      'rows.csv',
      '--basket',
      'bill',
      '--item',
      'thing',
      '--support',
      '0.5',
    ])
    expect(rows).toMatchObject({ baskets: 3, items: 3, ruleCount: 2 })
  })
})

describe('engine, where something is wrong', () => {
  it('says one sentence on standard error, an object on standard output with --json, and ends with 2', async () => {
    write('text.csv', 'sat1,sat2,sat3,dia1,dia2,dia3,loy1,loy2,loy3\n1,2,3,4,5,6,7,8,many\n')
    write('empty.csv', '')
    write(
      'cycle.json',
      '{"constructs":[{"name":"a","items":["x"]},{"name":"b","items":["y"]}],"paths":[["a","b"],["b","a"]]}',
    )
    write('broken.json', '{"constructs":')
    const faults: [string[], string, RegExp][] = [
      [
        ['index', '--model', 'swics', '--data', 'text.csv'],
        'csv_not_number',
        /text\.csv", line 2, column "loy3": "many"/,
      ],
      [['index', '--model', 'cycle.json', '--data', 'text.csv'], 'path_cycle', /a.*b/],
      [['index', '--model', 'broken.json', '--data', 'text.csv'], 'model_json', /broken\.json/],
      [['value', '--summary', 'empty.csv'], 'file_empty', /empty\.csv/],
      [['rfm', '--purchases', 'text.csv'], 'option_missing', /--customer/],
      [['baskets', 'none.csv'], 'file_missing', /none\.csv/],
      [['index', '--modle', 'ecsi'], 'option_unknown', /--modle/],
      [['guess'], 'command_unknown', /guess/],
    ]
    const ended = await Promise.all(faults.map(([words]) => run([...words, '--json'])))
    for (const [k, { code, out, err }] of ended.entries()) {
      const [, expected, sentence] = faults[k]!
      expect(code).toBe(2)
      expect(JSON.parse(out).error).toMatchObject({ code: expected, params: expect.any(Object) })
      expect(err).toMatch(sentence)
      expect(err.trim().split('\n')).toHaveLength(1)
    }
  })

  it('explains every command in both languages', async () => {
    const [overview, index] = await Promise.all([run(['help']), run(['index', '--help'])])
    expect(overview.out).toMatch(/index[\s\S]*value[\s\S]*rfm[\s\S]*baskets[\s\S]*models/)
    expect(index.out).toMatch(/--bootstrap N[\s\S]*شمار بازنمونه‌ها/)
  })
})

describe.skipIf(!hasShared)('the published data sets on the command line', () => {
  const data = join(shared, 'data')

  it('compares the model with a hold-out, with an interval that a seed repeats', async () => {
    const purchases = [
      '--purchases',
      'cdnow_sample.csv',
      '--customer',
      'sample_id',
      '--date',
      'date',
      '--amount',
      'value',
    ]
    const words = [
      'value',
      ...purchases,
      '--until',
      '1997-09-30',
      '--holdout',
      '1998-06-30',
      '--horizon',
      '39w',
      '--intervals',
      '0.9',
      '--seed',
      '3',
    ]
    const [first, second] = await Promise.all([json(words, data), json(words, data)])
    expect(second).toEqual(first)
    expect(first.holdout.actual).toBe(1882)
    expect(first.holdout.expected).toBeCloseTo(1653.41, 2)
    expect(first.expectedPurchasesInterval.lower).toBeLessThan(1882)
    expect(first.expectedPurchasesInterval.upper).toBeGreaterThan(1653)
  })

  it('reproduces CDNOW from its purchases and Groceries from its baskets', async () => {
    const [value, scores, baskets] = await Promise.all([
      json(
        [
          'value',
          '--purchases',
          'cdnow_master.csv',
          '--customer',
          'customer_id',
          '--date',
          'date',
          '--amount',
          'value',
          '--until',
          '1997-09-30',
          '--horizon',
          '39w',
        ],
        data,
      ),
      json(
        [
          'rfm',
          '--purchases',
          'cdnow_master.csv',
          '--customer',
          '1',
          '--date',
          '2',
          '--amount',
          '4',
          '--until',
          '19980630',
        ],
        data,
      ),
      json(['baskets', 'groceries_baskets.csv', '--support', '.001', '--confidence', '.8'], data),
    ])
    expectSame(value.params, { r: 0.25162, alpha: 4.78894, a: 0.72343, b: 2.16109 }, 6e-6)
    expect(value.logLikelihood).toBeCloseTo(-95_368.4439, 4)
    expectSame(value.gammaGamma.params, { p: 6.27536, q: 3.62445, v: 14.98369 }, 6e-6)
    expect(scores.cells).toEqual(
      JSON.parse(readFileSync(join(shared, 'oracle/rfm_cdnow.json'), 'utf8')).cells,
    )
    expect([baskets.ruleCount, baskets.frequentSets]).toEqual([410, 13_492])
  })
})
