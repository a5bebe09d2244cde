export type ColumnKind = 'number' | 'text' | 'day'

export interface NumberColumn {
  kind: 'number'
  /** NaN where the field is blank. */
  values: Float64Array
}

export interface DayColumn {
  kind: 'day'
  values: Int32Array
}

/** Each different text once, in order of appearance; blank fields are ''. */
export interface TextColumn {
  kind: 'text'
  codes: Int32Array
  texts: string[]
}

export type Column = NumberColumn | DayColumn | TextColumn

export function widened<A extends Float64Array | Int32Array>(values: A, length: number): A {
  const wider = new (values.constructor as new (length: number) => A)(length)
  wider.set(values)
  return wider
}

/**
 * Gives each different byte string a number without making a string of it: ten million ids of one million customers
 * are compared as bytes and decoded once per customer.
 */
export function internBytes(decode: (bytes: Uint8Array) => string) {
  let slots = new Int32Array(1 << 12).fill(-1)
  let hashes = new Int32Array(1 << 11)
  let starts = new Int32Array((1 << 11) + 1)
  let store = new Uint8Array(1 << 16)
  let count = 0

  function rehash(): void {
    const wider = new Int32Array(2 * slots.length).fill(-1)
    for (let code = 0; code < count; code++) {
      let slot = hashes[code]! & (wider.length - 1)
      while (wider[slot] !== -1) slot = (slot + 1) & (wider.length - 1)
      wider[slot] = code
    }
    slots = wider
    const moreHashes = new Int32Array(slots.length >> 1)
    moreHashes.set(hashes)
    hashes = moreHashes
    const moreStarts = new Int32Array((slots.length >> 1) + 1)
    moreStarts.set(starts)
    starts = moreStarts
  }

  function add(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const code = count++
    const at = starts[code]!
    const length = to - from
    if (at + length > store.length) {
      const wider = new Uint8Array(Math.max(2 * store.length, at + length))
      wider.set(store)
      store = wider
    }
    store.set(bytes.subarray(from, to), at)
    hashes[code] = hash
    starts[code + 1] = at + length
    return code
  }

  return {
    /** The number of bytes[from … to). */
    code(bytes: Uint8Array, from: number, to: number): number {
      let hash = 0x811c9dc5
      for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
      hash ^= hash >>> 15
      const mask = slots.length - 1
      let slot = hash & mask
      for (;;) {
        const code = slots[slot]!
        if (code === -1) break
        if (hashes[code] === hash && same(code, bytes, from, to)) return code
        slot = (slot + 1) & mask
      }
      const code = add(bytes, from, to, hash)
      slots[slot] = code
      if (2 * (count + 1) >= slots.length) rehash()
      return code
    },
    texts(): string[] {
      const texts: string[] = []
      for (let code = 0; code < count; code++) {
        texts.push(decode(store.subarray(starts[code]!, starts[code + 1]!)))
      }
      return texts
    },
  }

  function same(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const at = starts[code]!
    if (starts[code + 1]! - at !== to - from) return false
    for (let i = from, j = at; i < to; i++, j++) if (bytes[i] !== store[j]) return false
    return true
  }
}
