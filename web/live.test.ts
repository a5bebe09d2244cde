import { expect, test } from 'vitest'
import { staleKeys } from './live.ts'

test('an event about a customer refreshes the customer too', () =>
  expect(staleKeys({ name: 'case.opened', customerId: 'c1' })).toEqual([
    ['cases'],
    ['triage'],
    ['lead'],
    ['indices'],
    ['customers', 'c1'],
  ]))
test('an event nobody listed refreshes the queries of its own name', () =>
  expect(staleKeys({ name: 'deal.won' })).toEqual([['deal'], ['deals']]))
