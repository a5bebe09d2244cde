import { describe, expect, test } from 'vitest'
import { EngineError, errorSentence } from '../errors.ts'
import { compileModel } from './compile.ts'
import type { IndexModel } from './types.ts'

const small: IndexModel = {
  constructs: [
    { name: 'Loyalty', items: ['l1', 'l2'] },
    { name: 'Satisfaction', items: ['s1', 's2', 's3'], mode: 'B' },
    { name: 'Quality', items: ['q1'] },
  ],
  paths: [
    ['Quality', 'Satisfaction'],
    ['Satisfaction', 'Loyalty'],
    ['Quality', 'Loyalty'],
  ],
  items: { q1: { scale: { min: 0, max: 1 } }, l2: { reversed: true } },
}

function fault(change: Partial<IndexModel>): EngineError {
  try {
    compileModel({ ...small, ...change })
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
  throw new Error('no error was thrown')
}

const path = (from: string, to: string): readonly [string, string] => [from, to]

describe('compileModel', () => {
  test('numbers items block after block and orders constructs along the paths', () => {
    const compiled = compileModel(small)
    expect(compiled.items).toEqual(['l1', 'l2', 's1', 's2', 's3', 'q1'])
    expect([...compiled.blockStart]).toEqual([0, 2, 5, 6])
    expect([...compiled.modeB]).toEqual([0, 1, 0])
    expect([...compiled.order]).toEqual([2, 1, 0])
    expect([...compiled.pathFrom]).toEqual([2, 1, 2])
    expect([...compiled.scaleMax]).toEqual([10, 10, 10, 10, 10, 1])
    expect([...compiled.reversed]).toEqual([0, 1, 0, 0, 0, 0])
    expect(compiled.target).toBe(1)
  })

  test('takes the construct with most predecessors as headline where none is named satisfaction', () => {
    const renamed = {
      constructs: [
        { name: 'a', items: ['a1'] },
        { name: 'b', items: ['b1'] },
        { name: 'c', items: ['c1'] },
      ],
      paths: [path('a', 'c'), path('b', 'c')],
    }
    expect(compileModel(renamed).target).toBe(2)
    expect(compileModel({ ...renamed, target: 'a' }).target).toBe(0)
  })

  test.each<[string, Partial<IndexModel>, string, Record<string, unknown>]>([
    ['a cycle', { paths: [...small.paths, path('Loyalty', 'Quality')] }, 'path_cycle', {}],
    [
      'a path to nowhere',
      { paths: [path('Quality', 'Price')] },
      'path_unknown_construct',
      { construct: 'Price' },
    ],
    ['a path to itself', { paths: [...small.paths, path('Quality', 'Quality')] }, 'path_self', {}],
    ['a path given twice', { paths: [...small.paths, path('Quality', 'Loyalty')] }, 'path_duplicate', {}],
    [
      'a shared item',
      { constructs: [...small.constructs, { name: 'Image', items: ['s2'] }] },
      'item_shared',
      { item: 's2', first: 'Satisfaction', second: 'Image' },
    ],
    [
      'a repeated item',
      { constructs: [{ name: 'Image', items: ['i1', 'i1'] }] },
      'item_repeated',
      { item: 'i1' },
    ],
    ['a construct without items', { constructs: [{ name: 'Image', items: [] }] }, 'construct_empty', {}],
    [
      'a construct on no path',
      { constructs: [...small.constructs, { name: 'Image', items: ['i1'] }] },
      'construct_isolated',
      { construct: 'Image' },
    ],
    [
      'a name used twice',
      { constructs: [...small.constructs, small.constructs[0]!] },
      'construct_duplicate',
      {},
    ],
    [
      'an arrow in a name',
      { constructs: [{ name: 'a->b', items: ['a'] }] },
      'name_reserved',
      { name: 'a->b' },
    ],
    [
      'an unknown mode',
      { constructs: [{ name: 'Image', items: ['i1'], mode: 'C' as 'A' }] },
      'mode_unknown',
      { construct: 'Image', mode: 'C' },
    ],
    ['a turned scale', { items: { q1: { scale: { min: 10, max: 1 } } } }, 'scale_invalid', { item: 'q1' }],
    ['settings of no item', { items: { x9: { reversed: true } } }, 'item_settings_unknown', { item: 'x9' }],
    ['an unknown target', { target: 'Trust' }, 'target_unknown', { construct: 'Trust' }],
    ['no constructs', { constructs: [] }, 'model_constructs_missing', {}],
  ])('refuses %s', (_, change, code, params) => {
    const error = fault(change)
    expect(error.code).toBe(code)
    expect(error.params).toMatchObject(params)
  })

  test('names the whole cycle, closed, along its paths', () => {
    const error = fault({ paths: [...small.paths, path('Loyalty', 'Quality')] })
    const names = String(error.params.cycle).split(' → ')
    expect(names[0]).toBe(names.at(-1))
    const paths = [...small.paths, path('Loyalty', 'Quality')].map(([from, to]) => `${from} → ${to}`)
    for (let i = 1; i < names.length; i++) expect(paths).toContain(`${names[i - 1]} → ${names[i]}`)
  })
})

describe('errorSentence', () => {
  test('writes Persian with Persian digits and English with the same facts', () => {
    const error = new EngineError('too_few_rows', { rows: 12, needed: 25 })
    expect(errorSentence(error, 'fa')).toBe('فقط ۱۲ پاسخ کامل داریم؛ این مدل دست‌کم ۲۵ پاسخ لازم دارد.')
    expect(errorSentence(error, 'en')).toBe(
      'There are only 12 complete answers; this model needs at least 25.',
    )
    expect(error.message).toBe(errorSentence(error, 'en'))
  })
})
