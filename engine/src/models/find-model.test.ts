import { expect, test } from 'vitest'
import { compileModel } from '../indices/compile.ts'
import { acsi, acsiPrice, priceTolerance } from './acsi.ts'
import { findModel, listModels } from './find-model.ts'

const all = listModels().map(({ id }) => findModel(id))

test('every shipped model compiles and names its satisfaction construct as headline', () => {
  expect(all.map(({ id }) => id)).toEqual([
    'acsi',
    'acsi-price',
    'ecsi',
    'ecsi6',
    'ecsi-bank',
    'epsi',
    'swics',
    'csi',
  ])
  for (const model of all) {
    const compiled = compileModel(model, { allowUnconnected: model.id === 'csi' })
    expect(compiled.constructs[compiled.target]).toBe(model.target)
  }
})

test('every construct and item of a shipped model has authored words in both languages', () => {
  const persian = /^[\u0600-\u06FF\u200c\s«»()؟؛:.،٪–-]+$/
  for (const model of all)
    for (const construct of model.constructs) {
      expect(construct.label!.fa).toMatch(persian)
      for (const name of construct.items) {
        const item = model.items![name]!
        for (const words of [item.label!, item.question!, item.ends!.low, item.ends!.high]) {
          expect(words.fa, name).toMatch(persian)
          expect(words.en.length, name).toBeGreaterThan(2)
        }
      }
    }
})

test('no question of a shipped model is asked twice', () => {
  for (const model of all) {
    const questions = Object.values(model.items!).flatMap((item) => [item.question!.fa, item.question!.en])
    expect(new Set(questions).size, model.id).toBe(questions.length)
  }
})

test('the shapes are those of the publications', () => {
  const shape = (id: string) => {
    const model = findModel(id)
    return [
      model.constructs.length,
      model.paths.length,
      model.constructs.flatMap(({ items }) => items).length,
    ]
  }
  expect(shape('acsi')).toEqual([6, 9, 13])
  expect(shape('acsi-price')).toEqual([6, 9, 14])
  expect(shape('ecsi')).toEqual([7, 12, 24])
  expect(shape('ecsi6')).toEqual([6, 10, 23])
  expect(shape('ecsi-bank')).toEqual([6, 10, 27])
  expect(shape('epsi')).toEqual([7, 11, 20])
  expect(shape('swics')).toEqual([3, 3, 9])
  expect(acsi.items!.COMP!.scale).toEqual({ min: 0, max: 1 })
  expect(acsiPrice.constructs.at(-1)!.items).toEqual(['REPUR', 'PTOL'])
})

test('an unknown model is refused with the list of known ones', () => {
  expect(() => findModel('nps')).toThrow(/"nps".*acsi-price/)
})

test('price tolerance is a rise for loyal, a fall for disloyal respondents and never a code', () => {
  const high = Float64Array.of(10, Number.NaN, 98, 26)
  const low = Float64Array.of(Number.NaN, 15, 101, Number.NaN)
  expect([...priceTolerance(high, low)]).toEqual([10, -15, Number.NaN, 26])
})
