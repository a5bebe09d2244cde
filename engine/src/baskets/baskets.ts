/** Baskets as numbers: item k is `items[k]`; basket b holds contents[start[b]] … contents[start[b + 1] − 1], each item once. */
export interface Baskets {
  items: string[]
  start: Int32Array
  contents: Int32Array
}

/**
 * Numbers the items of baskets in the order of their first appearance; an item named twice in a basket counts once.
 * Names are taken as they are: trim them first where blanks do not matter.
 */
export function makeBaskets(rows: Iterable<readonly string[]>): Baskets {
  const numberOf = new Map<string, number>()
  const start = [0]
  const contents: number[] = []
  for (const row of rows) {
    const from = contents.length
    for (const name of row) {
      let item = numberOf.get(name)
      if (item === undefined) {
        item = numberOf.size
        numberOf.set(name, item)
      }
      if (contents.indexOf(item, from) < 0) contents.push(item)
    }
    start.push(contents.length)
  }
  return { items: [...numberOf.keys()], start: Int32Array.from(start), contents: Int32Array.from(contents) }
}
