import { describe, expect, test } from 'vitest'
import { layoutPaths } from './path-layout.ts'

const ECSI = ['Image', 'Expectation', 'Quality', 'Value', 'Satisfaction', 'Complaints', 'Loyalty']
const PATHS = [
  ['Image', 'Expectation'],
  ['Image', 'Satisfaction'],
  ['Image', 'Loyalty'],
  ['Expectation', 'Quality'],
  ['Expectation', 'Value'],
  ['Expectation', 'Satisfaction'],
  ['Quality', 'Value'],
  ['Quality', 'Satisfaction'],
  ['Value', 'Satisfaction'],
  ['Satisfaction', 'Complaints'],
  ['Satisfaction', 'Loyalty'],
  ['Complaints', 'Loyalty'],
] as const

describe('a picture of paths', () => {
  const layout = layoutPaths(ECSI, PATHS)
  const at = (name: string) => layout.nodes.find((node) => node.name === name)!

  test('every arrow goes forward, one layer at a time', () => {
    for (const { from, to, via } of layout.arrows) {
      const layers = [at(from).layer, ...via.map((place) => place.layer), at(to).layer]
      expect(layers).toEqual(layers.map((_, i) => layers[0]! + i))
      expect(layers.length).toBeGreaterThan(1)
    }
  })

  test('nothing stands on anything else, and no arrow goes through a construct', () => {
    const places = [...layout.nodes, ...layout.arrows.flatMap((arrow) => arrow.via)]
    const keys = places.map(({ layer, slot }) => `${layer}.${slot}`)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { layer, slot } of layout.arrows.flatMap((arrow) => arrow.via))
      expect(layout.layers[layer]![slot]!.isNode).toBe(false)
  })

  test('constructs without causes stand first, the last effect last', () => {
    expect(at('Image').layer).toBe(0)
    expect(at('Loyalty').layer).toBe(layout.layers.length - 1)
  })

  test('a model without paths stands in one layer', () => {
    const { nodes, layers } = layoutPaths(['A', 'B'], [])
    expect(layers).toHaveLength(1)
    expect(new Set(nodes.map((node) => node.slot)).size).toBe(2)
  })
})
