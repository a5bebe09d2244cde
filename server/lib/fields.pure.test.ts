import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, id, line, prose, rials } from './fields.ts'

test('an id is one id in any case', () => {
  expect(id.parse('01A20F02-5CE1-73FD-9AAD-9A03A64B4410')).toBe('01a20f02-5ce1-73fd-9aad-9a03a64b4410')
  expect(id.safeParse('x').success).toBe(false)
})

test('a line is normalised and never empty; a prose keeps its line breaks', () => {
  expect(line().parse('  علي  كريمي ')).toBe('علی کریمی')
  expect(line().safeParse(' \u200f ').success).toBe(false)
  expect(prose().parse('یک\r\nدو\n')).toBe('یک\nدو')
})

test('a cursor is read back, and a foreign one is the beginning', () => {
  const cursor = encodeCursor(['2026-11-24T00:00:00.000Z', 3])
  expect(decodeCursor(cursor, 2)).toEqual(['2026-11-24T00:00:00.000Z', 3])
  for (const foreign of ['', '!!!', encodeCursor([1]), 'eyJhIjoxfQ'])
    expect(decodeCursor(foreign, 2)).toBeUndefined()
})

test('rials leave as whole numbers', () => {
  expect(rials.parse(12_000n)).toBe(12_000)
})
