import { expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../features.ts'
import { id, instant, rials } from './fields.ts'
import { makeSerializer } from './serialize.ts'

const item = z.object({
  id,
  at: instant,
  endsAt: instant.nullable(),
  amount: rials,
  count: z.int(),
  kind: z.enum(['a', 'b']),
  note: z.string().optional(),
  tags: z.array(z.string()),
  anything: z.unknown(),
  fact: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('made'), text: z.string() }),
    z.object({ kind: z.enum(['kept', 'late']), on: z.iso.date() }),
  ]),
})
const page = z
  .object({ items: z.array(item), nextCursor: z.string().nullable() })
  .meta({ id: 'SerializePage' })
const row = {
  id: '0190f5fe-7c00-7a00-8000-000000000001',
  at: new Date(0),
  endsAt: null,
  amount: 12_000n,
  count: 3,
  kind: 'a',
  tags: ['الف'],
  anything: { nested: [1, null] },
  fact: { kind: 'late', on: '2026-11-24' },
}
const send = (value: unknown) => makeSerializer(page)({ items: [value], nextCursor: null })

test('an answer is what the schema itself would make of it', () => {
  const data = {
    items: [row, { ...row, note: 'x', at: '2026-11-24T18:00:00Z', fact: { kind: 'made', text: '' } }],
    nextCursor: 'c',
  }
  expect(JSON.parse(makeSerializer(page)(data))).toEqual(JSON.parse(JSON.stringify(page.parse(data))))
})

test('undeclared fields never leave, at any depth', () => {
  const text = send({ ...row, password: 'secret', fact: { ...row.fact, text: 'secret' } })
  expect(text).not.toContain('secret')
})

test.each([
  ['a missing field', { ...row, id: undefined }],
  ['null where none may be', { ...row, kind: null }],
  ['an undeclared word', { ...row, kind: 'c' }],
  ['a wrong type', { ...row, tags: 'x' }],
  ['a fraction of a rial', { ...row, amount: 0.5 }],
  ['no instant', { ...row, at: 'yesterday' }],
  ['an unknown kind of a union', { ...row, fact: { kind: 'x' } }],
  ['a count that is no whole number', { ...row, count: 1.5 }],
  ['an invalid date', { ...row, at: new Date(Number.NaN) }],
])('%s is refused', (_, value) => {
  expect(() => send(value)).toThrow()
})

test('a serializer can be made of every route', () => {
  for (const route of routes) if (route.answer) expect(makeSerializer(route.answer)).toBeTypeOf('function')
})
