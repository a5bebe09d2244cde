import { expect, test } from 'vitest'
import { choicesOf, choicesReadAgain } from './choices.ts'
import type { ImportDetail } from './import-types.ts'

const read = (headers: string[], guessed: (string | null)[], entity = 'customers') =>
  ({
    entity,
    branchId: 'b',
    choices: null,
    detection: {
      columns: headers.map((header) => ({ header, samples: [] })),
      mapping: { [entity]: guessed },
      money: { header: null },
      dateKind: null,
    },
  }) as unknown as ImportDetail

test('a column keeps what a person said of it when its header is still there', () => {
  const before = read(['نام', 'یادداشت|شهر'], ['fullName', null])
  const said = { ...choicesOf(before), mapping: ['firstName', null] as never, source: 'صندوق' }
  const after = read(['نام', 'یادداشت', 'شهر'], ['fullName', 'note', 'city'])
  expect(choicesReadAgain(said, before, after)).toMatchObject({
    source: 'صندوق',
    mapping: ['firstName', 'note', 'city'],
  })
})

test('a guess does not take the field that a person gave to another column', () => {
  const before = read(['الف', 'ب;ج'], [null, null])
  const said = { ...choicesOf(before), mapping: ['city', null] as never }
  const after = read(['الف', 'شهر', 'تلفن'], [null, 'city', 'phone'])
  expect(choicesReadAgain(said, before, after).mapping).toEqual(['city', null, 'phone'])
})

test('a better reading may tell what the file holds, unless a person has', () => {
  const before = read(['الف;ب'], [null])
  const after = read(['تاریخ', 'مبلغ'], ['date', 'amount'], 'purchases')
  expect(choicesReadAgain(choicesOf(before), before, after).entity).toBe('purchases')
  const said = { ...choicesOf(before), entity: 'survey_answers' as const }
  expect(choicesReadAgain(said, before, after).entity).toBe('survey_answers')
})
