/** How often was this text seen, this time included? */
export type Counter = (text: string) => number

/**
 * Counts texts without keeping them: 64 bits of hash and a count each, in flat arrays, so that two million invoices take
 * 50 MB instead of half a gigabyte. Two texts sharing a hash would be counted together: less than one chance in four million
 * at two million texts.
 */
export function makeCounter(): Counter {
  let size = 1 << 16
  let used = 0
  let high = new Uint32Array(size)
  let low = new Uint32Array(size)
  let counts = new Uint32Array(size)

  function slot(h: number, l: number): number {
    let at = l & (size - 1)
    while (counts[at] !== 0 && (high[at] !== h || low[at] !== l)) at = (at + 1) & (size - 1)
    return at
  }

  function grow(): void {
    const old = { high, low, counts }
    size *= 2
    high = new Uint32Array(size)
    low = new Uint32Array(size)
    counts = new Uint32Array(size)
    for (let i = 0; i < old.counts.length; i++) {
      if (old.counts[i] === 0) continue
      const at = slot(old.high[i]!, old.low[i]!)
      high[at] = old.high[i]!
      low[at] = old.low[i]!
      counts[at] = old.counts[i]!
    }
  }

  return (text) => {
    // cyrb53's two lanes, all 64 bits kept.
    let h = 0xdeadbeef
    let l = 0x41c6ce57
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      h = Math.imul(h ^ code, 2654435761)
      l = Math.imul(l ^ code, 1597334677)
    }
    h = Math.imul(h ^ (h >>> 16), 2246822507) ^ Math.imul(l ^ (l >>> 13), 3266489909)
    l = Math.imul(l ^ (l >>> 16), 2246822507) ^ Math.imul(h ^ (h >>> 13), 3266489909)
    if (used * 2 > size) grow()
    const at = slot(h >>> 0, l >>> 0)
    if (counts[at] === 0) {
      used += 1
      high[at] = h >>> 0
      low[at] = l >>> 0
    }
    counts[at]! += 1
    return counts[at]!
  }
}
