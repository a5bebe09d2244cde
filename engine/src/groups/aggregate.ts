import { normalQuantile } from '../bootstrap/normal.ts'
import { EngineError } from '../errors.ts'

/** A company, industry, sector or nation. Leaves bring an index and its standard error; the others are computed. */
export interface Unit {
  name: string
  /** The unit it belongs to; left out for the topmost. */
  parent?: string
  /** Share within its parent, in any unit: sales, share of GDP. */
  weight: number
  index?: number
  /** Standard error of the index; zero where it is taken as known. */
  se?: number
}

export interface Aggregate {
  name: string
  parent: string | null
  /** Share within the parent, summing to one among its children. */
  share: number
  index: number
  se: number
  low: number
  high: number
  /** Leaves beneath it; 0 for a leaf. */
  leaves: number
}

/**
 * Weighted aggregation upwards, any number of levels: I = Σ w·I_child/Σ w and, children being independent samples,
 * SE = √Σ(w·SE_child)²/Σ w (company → industry by sales, sector → nation by share of GDP; Fornell et al. 1996). Weights are
 * taken as known. List "all others" as a unit of its own. Answers in the order of the units given.
 * Throws for unknown parents, circles, units given twice, negative weights, leaves without an index.
 */
export function aggregateIndices(units: readonly Unit[], level = 0.95): Aggregate[] {
  const byName = new Map<string, Unit>()
  const children = new Map<string, Unit[]>()
  for (const unit of units) {
    if (byName.has(unit.name)) throw new EngineError('unit_duplicate', { unit: unit.name })
    if (!(unit.weight >= 0 && unit.weight < Number.POSITIVE_INFINITY))
      throw new EngineError('weight_invalid', { unit: unit.name, weight: unit.weight })
    byName.set(unit.name, unit)
  }
  for (const unit of units) {
    if (unit.parent === undefined) continue
    if (!byName.has(unit.parent))
      throw new EngineError('unit_unknown', { unit: unit.name, parent: unit.parent })
    children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit])
    checkCircle(unit, byName)
  }
  const z = normalQuantile((1 + level) / 2)
  const known = new Map<string, { index: number; se: number; leaves: number }>()
  const solve = (unit: Unit): { index: number; se: number; leaves: number } => {
    const before = known.get(unit.name)
    if (before) return before
    const parts = children.get(unit.name)
    const solved = parts ? combine(unit, parts, solve) : leaf(unit)
    known.set(unit.name, solved)
    return solved
  }
  return units.map((unit) => {
    const { index, se, leaves } = solve(unit)
    const siblings = unit.parent === undefined ? [unit] : children.get(unit.parent)!
    const total = siblings.reduce((sum, { weight }) => sum + weight, 0)
    return {
      name: unit.name,
      parent: unit.parent ?? null,
      share: unit.parent === undefined ? 1 : unit.weight / total,
      index,
      se,
      low: index - z * se,
      high: index + z * se,
      leaves,
    }
  })
}

type Solved = { index: number; se: number; leaves: number }

function leaf({ name, index, se = 0 }: Unit): Solved {
  if (index === undefined || !Number.isFinite(index) || !(se >= 0))
    throw new EngineError('option_invalid', {
      option: name,
      value: `${index} ± ${se}`,
      expected: 'an index and a standard error',
    })
  return { index, se, leaves: 0 }
}

function combine(unit: Unit, parts: readonly Unit[], solve: (unit: Unit) => Solved): Solved {
  let total = 0
  let sum = 0
  let squares = 0
  let leaves = 0
  for (const part of parts) {
    const solved = solve(part)
    total += part.weight
    sum += part.weight * solved.index
    squares += (part.weight * solved.se) ** 2
    leaves += Math.max(1, solved.leaves)
  }
  if (!(total > 0)) throw new EngineError('weight_invalid', { unit: unit.name, weight: total })
  return { index: sum / total, se: Math.sqrt(squares) / total, leaves }
}

function checkCircle(unit: Unit, byName: ReadonlyMap<string, Unit>): void {
  const met = [unit.name]
  for (let at = unit.parent; at !== undefined; at = byName.get(at)?.parent) {
    if (met.includes(at)) throw new EngineError('unit_circle', { circle: [...met, at].join(' → ') })
    met.push(at)
  }
}
