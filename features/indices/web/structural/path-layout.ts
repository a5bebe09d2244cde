export type Place = { layer: number; slot: number }
export type PlacedNode = Place & { name: string }
/** `via`: the free places an arrow goes through between its two ends, so that it crosses no construct. */
export type PlacedArrow = { from: string; to: string; via: Place[] }
export type PathLayout = {
  nodes: PlacedNode[]
  arrows: PlacedArrow[]
  /** How many places each layer has. `isNode`: whether a construct stands there. */
  layers: { isNode: boolean }[][]
}

type Cell = { id: string; name?: string; before: string[]; after: string[] }

const SWEEPS = 8

/**
 * Layers by the longest way from a construct without causes; arrows over several layers get places of their own in
 * between; places of a layer are ordered by the mean of their neighbours until crossings stop falling. Deterministic.
 */
export function layoutPaths(
  names: readonly string[],
  paths: readonly (readonly [string, string])[],
): PathLayout {
  const layerOf = layersOf(names, paths)
  const layers: Cell[][] = Array.from({ length: Math.max(0, ...layerOf.values()) + 1 }, () => [])
  const cells = new Map<string, Cell>()
  const add = (id: string, layer: number, name?: string) => {
    const cell: Cell = { id, before: [], after: [], ...(name === undefined ? {} : { name }) }
    cells.set(id, cell)
    layers[layer]!.push(cell)
  }
  const join = (a: string, b: string) => {
    cells.get(a)!.after.push(b)
    cells.get(b)!.before.push(a)
  }
  for (const name of names) add(name, layerOf.get(name)!, name)
  const routes = paths.map(([from, to], i) => {
    const via: string[] = []
    for (let layer = layerOf.get(from)! + 1; layer < layerOf.get(to)!; layer++) {
      const id = `\u0000${i}.${layer}`
      add(id, layer)
      via.push(id)
    }
    const stops = [from, ...via, to]
    for (let s = 1; s < stops.length; s++) join(stops[s - 1]!, stops[s]!)
    return { from, to, via }
  })
  order(layers)
  const placeOf = new Map<string, Place>()
  for (const [layer, row] of layers.entries())
    for (const [slot, cell] of row.entries()) placeOf.set(cell.id, { layer, slot })
  return {
    nodes: names.map((name) => ({ name, ...placeOf.get(name)! })),
    arrows: routes.map(({ from, to, via }) => ({ from, to, via: via.map((id) => placeOf.get(id)!) })),
    layers: layers.map((row) => row.map((cell) => ({ isNode: cell.name !== undefined }))),
  }
}

function layersOf(names: readonly string[], paths: readonly (readonly [string, string])[]) {
  const layer = new Map(names.map((name) => [name, 0]))
  // A model has no circles, so as many rounds as constructs reach every layer.
  for (let round = 0; round < names.length; round++)
    for (const [from, to] of paths) {
      const next = layer.get(from)! + 1
      if (next > layer.get(to)! && next < names.length) layer.set(to, next)
    }
  return layer
}

/** Reorders the layers in place: mean of the neighbours forward and back, the order with the fewest crossings wins. */
function order(layers: Cell[][]): void {
  const keep = () => layers.map((row) => [...row])
  let best = keep()
  let fewest = crossings(layers)
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const isForward = sweep % 2 === 0
    const indices = layers.map((_, i) => i)
    for (const i of isForward ? indices.slice(1) : indices.slice(0, -1).reverse()) {
      const neighbours = layers[isForward ? i - 1 : i + 1]!
      const at = new Map(neighbours.map((cell, slot) => [cell.id, (slot + 0.5) / neighbours.length]))
      const mean = (cell: Cell, slot: number) => {
        const ids = isForward ? cell.before : cell.after
        if (ids.length === 0) return (slot + 0.5) / layers[i]!.length
        return ids.reduce((sum, id) => sum + at.get(id)!, 0) / ids.length
      }
      const weight = new Map(layers[i]!.map((cell, slot) => [cell.id, mean(cell, slot)]))
      layers[i]!.sort((a, b) => weight.get(a.id)! - weight.get(b.id)!)
    }
    const now = crossings(layers)
    if (now < fewest) {
      fewest = now
      best = keep()
    }
  }
  for (const [i, row] of best.entries()) layers[i] = row
}

export function crossings(layers: readonly { id: string; after: string[] }[][]): number {
  let count = 0
  for (let i = 0; i + 1 < layers.length; i++) {
    const at = new Map(layers[i + 1]!.map((cell, slot) => [cell.id, slot]))
    const ends = layers[i]!.flatMap((cell, slot) => cell.after.map((id) => [slot, at.get(id)!] as const))
    for (const [a, b] of ends) for (const [c, d] of ends) if (a < c && b > d) count++
  }
  return count
}
