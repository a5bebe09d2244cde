/** Nodes and weights of the Gauss–Legendre rule of `count` points on [−1, 1], by Newton's method on Pₙ. */
export function gaussLegendre(count: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let round = 0; round < 100; round++) {
      let previous = 1
      let value = x
      for (let j = 2; j <= count; j++) {
        const following = ((2 * j - 1) * x * value - (j - 1) * previous) / j
        previous = value
        value = following
      }
      slope = (count * (x * value - previous)) / (x * x - 1)
      const step = value / slope
      x -= step
      if (Math.abs(step) < 1e-16) break
    }
    nodes[count - 1 - i] = x
    weights[count - 1 - i] = 2 / ((1 - x * x) * slope * slope)
  }
  return { nodes, weights }
}
