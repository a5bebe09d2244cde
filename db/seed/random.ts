// Seeded randomness (sfc32): the same seed tells the same story on every machine.
export type Random = {
  next: () => number
  int: (min: number, max: number) => number
  pick: <T>(items: readonly T[]) => T
  weighted: <T>(items: readonly (readonly [T, number])[]) => T
  chance: (probability: number) => boolean
  normal: (mean: number, deviation: number) => number
  exponential: (mean: number) => number
  gamma: (shape: number, scale: number) => number
  shuffle: <T>(items: readonly T[]) => T[]
  digits: (count: number) => string
}

export function createRandom(seed: number): Random {
  let a = seed | 0
  let b = (seed ^ 0x9e3779b9) | 0
  let c = 0x243f6a88
  let counter = 1

  function next(): number {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 20; i++) next()

  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))

  function pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('pick from an empty list')
    return items[Math.floor(next() * items.length)]!
  }

  function weighted<T>(items: readonly (readonly [T, number])[]): T {
    let total = 0
    for (const [, weight] of items) total += weight
    let at = next() * total
    for (const [item, weight] of items) {
      at -= weight
      if (at < 0) return item
    }
    return items.at(-1)![0]
  }

  function normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * next())
  }

  const exponential = (mean: number) => -mean * Math.log(1 - next())

  // Marsaglia and Tsang (2000); shapes below one by the usual boost.
  function gamma(shape: number, scale: number): number {
    if (shape < 1) return gamma(shape + 1, scale) * next() ** (1 / shape)
    const d = shape - 1 / 3
    const k = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal(0, 1)
      const v = (1 + k * x) ** 3
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v * scale
    }
  }

  function shuffle<T>(items: readonly T[]): T[] {
    const result = [...items]
    for (let i = result.length - 1; i > 0; i--) {
      const j = int(0, i)
      const swapped = result[i]!
      result[i] = result[j]!
      result[j] = swapped
    }
    return result
  }

  const digits = (count: number) => Array.from({ length: count }, () => int(0, 9)).join('')

  return { next, int, pick, weighted, chance: (p) => next() < p, normal, exponential, gamma, shuffle, digits }
}
