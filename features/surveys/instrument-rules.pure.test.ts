import { findModel, listModels } from '@hamdel/engine'
import { describe, expect, test } from 'vitest'
import { type Definition, definition } from './definition.ts'
import { definitionProblems } from './instrument-rules.ts'
import { shippedInstruments } from './shipped.ts'

const w = { fa: 'متن', en: 'text' }
const scale = (code: string, more: object = {}) => ({
  code,
  kind: 'scale',
  text: w,
  min: 1,
  max: 10,
  minPole: w,
  maxPole: w,
  ...more,
})
const make = (questions: object[], more: object = {}): Definition =>
  definition.parse({ intro: w, thanks: w, questions, ...more })
const codes = (made: Definition) => definitionProblems(made).map((p) => `${p.path} ${p.code}`)

describe('what ships', () => {
  test.each(shippedInstruments.map((i) => [i.key, i] as const))(
    '%s breaks no rule and asks in both languages',
    (_, i) => {
      expect(definition.parse(i.definition)).toEqual(i.definition)
      expect(definitionProblems(i.definition)).toEqual([])
      expect(i.definition.questions.at(-1)).toMatchObject({ kind: 'text', code: 'comment' })
      const texts = JSON.stringify(i.definition)
      expect(texts).not.toMatch(/"(fa|en)":""/)
      expect(texts).not.toMatch(/[يك]/)
      for (const question of i.definition.questions) expect(question.text.fa).toMatch(/[\u0600-\u06FF]/)
    },
  )

  test('every model but those of one trade or with a computed item has an instrument', () => {
    const used = new Set(shippedInstruments.map((i) => i.definition.modelId))
    expect(
      listModels()
        .filter((m) => !used.has(m.id))
        .map((m) => m.id),
    ).toEqual(['acsi-price', 'ecsi-bank'])
  })

  test('the ends of a question are the ends of its item: a survey is never asked the other way round', () => {
    for (const { definition: d } of shippedInstruments.filter((i) => i.definition.modelId)) {
      const model = findModel(d.modelId!)
      for (const question of d.questions) {
        if (question.kind !== 'scale') continue
        const item = model.items![question.code]!
        expect(item.ends!.low.fa.startsWith(question.minPole.fa)).toBe(true)
        expect(item.ends!.high.fa.startsWith(question.maxPole.fa)).toBe(true)
        expect(question.isReversed).toBe(item.reversed ?? false)
      }
    }
  })

  test('every expectation has its delivery', () => {
    const gap = shippedInstruments.find((i) => i.key === 'gap')!.definition.questions.map((q) => q.code)
    const pairs = gap.filter((code) => code.endsWith('_E'))
    expect(pairs.length).toBe(7)
    for (const code of pairs) expect(gap).toContain(code.replace(/_E$/, '_D'))
  })
})

describe('a definition', () => {
  test('has every code once, also of rows; options are told apart within their question', () => {
    const options = [
      { code: 'yes', text: w },
      { code: 'no', text: w },
    ]
    const matrix = {
      code: 'm',
      kind: 'matrix',
      text: w,
      rows: [{ code: 'a', text: w }],
      min: 1,
      max: 5,
      minPole: w,
      maxPole: w,
    }
    expect(codes(make([scale('a'), matrix]))).toEqual(['questions.1.rows.0.code code_repeated'])
    expect(codes(make([scale('m'), matrix]))).toEqual(['questions.1.code code_repeated'])
    const choice = (code: string, more = options) => ({ code, kind: 'choice', text: w, options: more })
    expect(codes(make([choice('x'), choice('y')]))).toEqual([])
    expect(codes(make([choice('x', [options[0]!, options[0]!])]))).toEqual([
      'questions.0.options.1.code code_repeated',
    ])
  })

  test('branches on what was asked before, with a value that question can have', () => {
    const when = (question: string, is: string, value?: unknown) => ({
      showIf: [{ question, is, ...(value === undefined ? {} : { value }) }],
    })
    const second = (condition: object) => codes(make([scale('a'), scale('b', condition), scale('c')]))
    expect(second(when('a', 'atMost', 3))).toEqual([])
    expect(second(when('a', 'answered'))).toEqual([])
    expect(second(when('z', 'answered'))).toEqual(['questions.1.showIf.0.question condition_unknown'])
    expect(second(when('b', 'answered'))).toEqual(['questions.1.showIf.0.question condition_not_earlier'])
    expect(second(when('c', 'answered'))).toEqual(['questions.1.showIf.0.question condition_not_earlier'])
    expect(second(when('a', 'atMost'))).toEqual(['questions.1.showIf.0.value condition_value_missing'])
    expect(second(when('a', 'atMost', 11))).toEqual(['questions.1.showIf.0.value condition_value_wrong'])
    expect(second(when('a', 'includes', 3))).toEqual(['questions.1.showIf.0.value condition_value_wrong'])
    expect(second(when('a', 'equal', 'yes'))).toEqual(['questions.1.showIf.0.value condition_value_wrong'])
  })

  test('has scales that lead upwards and a low score some reach and some do not', () => {
    expect(codes(make([scale('a', { min: 1, max: 1 })]))).toEqual(['questions.0.max scale_ends_crossed'])
    const low = (question: string, atMost: number) =>
      codes(make([scale('a'), { code: 't', kind: 'text', text: w }], { lowScore: { question, atMost } }))
    expect(low('a', 4)).toEqual([])
    expect(low('t', 4)).toEqual(['lowScore.question low_score_not_scale'])
    expect(low('x', 4)).toEqual(['lowScore.question low_score_not_scale'])
    expect(low('a', 10)).toEqual(['lowScore.atMost low_score_outside'])
    expect(low('a', 0)).toEqual(['lowScore.atMost low_score_outside'])
  })

  test('asks every item of its model on the model’s scale', () => {
    const swics = shippedInstruments.find((i) => i.key === 'swics')!.definition
    const without = { ...swics, questions: swics.questions.filter((q) => q.code !== 'dia2') }
    expect(codes(without)).toEqual(['modelId.dia2 model_item_missing'])
    const shorter = {
      ...swics,
      questions: swics.questions.map((q) => (q.code === 'dia2' ? { ...q, max: 5 } : q)),
    } as Definition
    expect(codes(shorter)).toEqual(['questions.4.max model_item_scale'])
    expect(codes(make([scale('a')], { modelId: 'unheard' }))).toEqual(['modelId model_unknown'])
  })
})
