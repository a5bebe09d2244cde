import { expect, test } from 'vitest'
import { definition } from '../surveys/definition.ts'
import { asksTheSame, bindModel, itemSources } from './index-model.ts'

const words = { fa: 'متن' }
const instrument = (questions: unknown[]) => definition.parse({ intro: words, thanks: words, questions })
const scale = (code: string, more = {}) => ({
  kind: 'scale',
  code,
  text: words,
  min: 1,
  max: 10,
  minPole: words,
  maxPole: words,
  ...more,
})
const asked = [
  scale('q1', { isReversed: true }),
  {
    kind: 'matrix',
    code: 'm',
    text: words,
    rows: [{ code: 'm1', text: words }],
    min: 1,
    max: 5,
    minPole: words,
    maxPole: words,
  },
  {
    kind: 'choice',
    code: 'c',
    text: words,
    options: [
      { code: 'no', text: words },
      { code: 'yes', text: words },
    ],
  },
  { kind: 'text', code: 'why', text: words },
]

test('scales, rows of a matrix and choices are numbers; texts are not', () => {
  const sources = itemSources(instrument(asked))
  expect([...sources.keys()]).toEqual(['q1', 'm1', 'c'])
  expect(sources.get('m1')).toMatchObject({ min: 1, max: 5, options: null })
  expect(sources.get('c')).toMatchObject({ min: 0, max: 1, options: ['no', 'yes'] })
})

test('a model takes ends of scales and reversal from the questions', () => {
  const model = {
    constructs: [
      { name: 'Quality', items: ['q1', 'm1'] },
      { name: 'Complaints', items: ['c'] },
    ],
    paths: [['Quality', 'Complaints']],
    items: { q1: { scale: { min: 0, max: 100 } } },
  }
  const { compiled } = bindModel({ definition: model }, instrument(asked), 'fa')
  expect([...compiled.reversed]).toEqual([1, 0, 0])
  expect([...compiled.scaleMin]).toEqual([1, 1, 0])
  expect([...compiled.scaleMax]).toEqual([10, 5, 1])
})

test('versions count together when they ask the items alike, whatever else they ask', () => {
  const sources = [itemSources(instrument(asked)).get('q1')!]
  expect(asksTheSame(sources, instrument([scale('q1', { isReversed: true }), scale('more')]))).toBe(true)
  expect(asksTheSame(sources, instrument([scale('q1')]))).toBe(false)
  expect(asksTheSame(sources, instrument([scale('q1', { isReversed: true, max: 7 })]))).toBe(false)
  expect(asksTheSame(sources, instrument([scale('q2')]))).toBe(false)
})
