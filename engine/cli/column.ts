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
  // Pairs of code and hash: a look at a slot costs one cache line, not two.
  let slots = new Int32Array(1 << 13).fill(-1)
  let starts = new Int32Array((1 << 11) + 2)
  let store = new Uint8Array(1 << 16)
  let count = 0
  let latest = -1

  function rehash(): void {
    const wider = new Int32Array(2 * slots.length).fill(-1)
    const mask = wider.length / 2 - 1
    for (let at = 0; at < slots.length; at += 2) {
      if (slots[at] === -1) continue
      let slot = slots[at + 1]! & mask
      while (wider[2 * slot] !== -1) slot = (slot + 1) & mask
      wider[2 * slot] = slots[at]!
      wider[2 * slot + 1] = slots[at + 1]!
    }
    slots = wider
    starts = widened(starts, slots.length / 4 + 2)
  }

  function add(bytes: Uint8Array, from: number, to: number): number {
    const code = count++
    const at = starts[code]!
    const length = to - from
    if (at + length > store.length) {
      const wider = new Uint8Array(Math.max(2 * store.length, at + length))
      wider.set(store)
      store = wider
    }
    store.set(bytes.subarray(from, to), at)
    starts[code + 1] = at + length
    return code
  }

  function same(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const at = starts[code]!
    if (starts[code + 1]! - at !== to - from) return false
    for (let i = from, j = at; i < to; i++, j++) if (bytes[i] !== store[j]) return false
    return true
  }

  return {
    /** The number of bytes[from … to). */
    code(bytes: Uint8Array, from: number, to: number): number {
      // Logs are often sorted by customer.
      if (latest >= 0 && same(latest, bytes, from, to)) return latest
      let hash = 0x811c9dc5
      for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
      hash ^= hash >>> 15
      const mask = slots.length / 2 - 1
      let slot = hash & mask
      for (;;) {
        const code = slots[2 * slot]!
        if (code === -1) break
        if (slots[2 * slot + 1] === hash && same(code, bytes, from, to)) {
          latest = code
          return code
        }
        slot = (slot + 1) & mask
      }
      latest = add(bytes, from, to)
      slots[2 * slot] = latest
      slots[2 * slot + 1] = hash
      if (4 * (count + 1) >= slots.length) rehash()
      return latest
    },
    texts(): string[] {
      const texts: string[] = []
      for (let code = 0; code < count; code++) {
        texts.push(decode(store.subarray(starts[code]!, starts[code + 1]!)))
      }
      return texts
    },
  }
}
