import { describe, expect, it } from 'vitest'
import { classifyKano, type KanoAnswer, type KanoCategory, kanoCategory } from './kano.ts'

/** A pair of answers that falls into each category. */
const pairs: Record<KanoCategory, [KanoAnswer, KanoAnswer]> = {
  attractive: [1, 3],
  oneDimensional: [1, 5],
  mustBe: [2, 5],
  indifferent: [3, 3],
  reverse: [5, 2],
  questionable: [1, 1],
}

function answersOf(counts: Partial<Record<KanoCategory, number>>) {
  const rows = Object.entries(counts).flatMap(([category, count]) =>
    Array.from({ length: count }, () => pairs[category as KanoCategory]),
  )
  return classifyKano(
    rows.map(([functional]) => functional),
    rows.map(([, dysfunctional]) => dysfunctional),
  )
}

describe('Kano', () => {
  it('follows the evaluation table in all 25 cells', () => {
    const letters = {
      attractive: 'A',
      oneDimensional: 'O',
      mustBe: 'M',
      indifferent: 'I',
      reverse: 'R',
      questionable: 'Q',
    }
    const table = ([1, 2, 3, 4, 5] as const).map((functional) =>
      ([1, 2, 3, 4, 5] as const)
        .map((dysfunctional) => letters[kanoCategory(functional, dysfunctional)])
        .join(''),
    )
    expect(table).toEqual(['QAAAO', 'RIIIM', 'RIIIM', 'RIIIM', 'RRRRQ'])
  })

  it('reproduces the ski example of Sauerwein, Bailom, Matzler and Hinterhuber (1996)', () => {
    const edge = answersOf({
      attractive: 70,
      oneDimensional: 334,
      mustBe: 493,
      indifferent: 95,
      reverse: 3,
      questionable: 5,
    })
    expect(edge.category).toBe('mustBe')
    expect([edge.better, edge.worse].map((value) => value.toFixed(2))).toEqual(['0.41', '-0.83'])
    expect(edge.significant).toBe(true)
    expect(edge.fongThreshold).toBeCloseTo(1.65 * Math.sqrt((827 * 1173) / 2000), 12)
    const turn = answersOf({
      attractive: 104,
      oneDimensional: 451,
      mustBe: 315,
      indifferent: 115,
      reverse: 12,
      questionable: 3,
    })
    expect(turn.category).toBe('oneDimensional')
    expect([turn.better, turn.worse].map((value) => value.toFixed(2))).toEqual(['0.56', '-0.78'])
    const service = answersOf({
      attractive: 638,
      oneDimensional: 216,
      mustBe: 29,
      indifferent: 85,
      reverse: 7,
      questionable: 25,
    })
    expect(service.category).toBe('attractive')
    expect([service.better, service.worse].map((value) => value.toFixed(2))).toEqual(['0.88', '-0.25'])
  })

  it('lets the graver category win a tie and says that it is a mixture', () => {
    const result = answersOf({ attractive: 10, mustBe: 10, indifferent: 4 })
    expect(result.category).toBe('mustBe')
    expect(result.significant).toBe(false)
    expect(result.categoryStrength).toBe(0)
    expect(result.totalStrength).toBeCloseTo(20 / 24, 15)
  })

  it('groups before it takes the mode where the wanted categories outnumber the others', () => {
    const result = answersOf({ attractive: 9, oneDimensional: 8, mustBe: 7, indifferent: 12 })
    expect([result.category, result.groupedCategory]).toEqual(['indifferent', 'attractive'])
  })

  it('leaves out half-answered pairs and refuses other numbers by their row', () => {
    const result = classifyKano([1, Number.NaN, 2, 0], [5, 3, Number.NaN, 1])
    expect([result.answers, result.missing, result.category]).toEqual([1, 3, 'oneDimensional'])
    expect(classifyKano([], []).category).toBeUndefined()
    expect(() => classifyKano([1, 6], [1, 1])).toThrow(/number 2 \(6\)/)
    expect(() => classifyKano([1], [])).toThrow(/differ in length/)
  })
})
