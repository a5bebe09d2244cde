import { expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { findModel, listModels } from '../models/find-model.ts'
import { compileModel } from './compile.ts'
import { parseModel } from './parse-model.ts'

const fault = (json: unknown): EngineError => {
  try {
    compileModel(parseModel(json))
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
  throw new Error('no error was thrown')
}

test('every shipped model survives the way through JSON unchanged', () => {
  for (const { id } of listModels()) {
    const model = findModel(id)
    expect(parseModel(JSON.parse(JSON.stringify(model)))).toEqual(model)
  }
})

test('the short file form is enough', () => {
  const model = parseModel({
    constructs: [
      { name: 'A', items: ['a1', 'a2'] },
      { name: 'B', items: ['b1'], mode: 'B' },
    ],
    paths: [['A', 'B']],
  })
  expect([...compileModel(model).modeB]).toEqual([0, 1])
})

test.each<[unknown, string, string | undefined]>([
  [null, 'model_not_object', undefined],
  [[], 'model_not_object', undefined],
  [{ paths: [] }, 'model_constructs_missing', undefined],
  [{ constructs: [] }, 'model_paths_missing', undefined],
  [{ constructs: ['A'], paths: [] }, 'model_part_invalid', 'constructs[0]'],
  [{ constructs: [{ name: 7, items: [] }], paths: [] }, 'model_part_invalid', 'constructs[0].name'],
  [{ constructs: [{ name: 'A', items: 'a1' }], paths: [] }, 'model_part_invalid', 'constructs[0].items'],
  [
    { constructs: [{ name: 'A', items: ['a1', 3] }], paths: [] },
    'model_part_invalid',
    'constructs[0].items[1]',
  ],
  [{ constructs: [], paths: [['A']] }, 'model_part_invalid', 'paths[0]'],
  [{ constructs: [], paths: [['A', 1]] }, 'model_part_invalid', 'paths[0][1]'],
  [{ constructs: [], paths: [], scale: { min: '1', max: 5 } }, 'model_part_invalid', 'scale'],
  [{ constructs: [], paths: [], items: { a1: { reverse: true } } }, 'model_part_invalid', 'items.a1.reverse'],
  [{ constructs: [], paths: [], items: { a1: { reversed: 1 } } }, 'model_part_invalid', 'items.a1.reversed'],
  [{ constructs: [{ name: 'A', items: ['a'], mode: 'reflective' }], paths: [] }, 'mode_unknown', undefined],
])('malformed JSON %j is refused with %s at %s', (json, code, part) => {
  const error = fault(json)
  expect(error.code).toBe(code)
  expect(error.params.part).toBe(part)
})
