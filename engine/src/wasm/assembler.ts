/**
 * As much of a WebAssembly assembler as the kernels need: functions of i32 parameters over one imported memory, with SIMD.
 * Instructions are arrays of bytes; a body is their concatenation. Encoding: WebAssembly core specification 2.0, chapter 5.
 */
export type Code = readonly number[]

export const I32 = 0x7f
export const F64 = 0x7c
export const V128 = 0x7b

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value >>> 0
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
  return bytes
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

export const get = (local: number): Code => [0x20, ...unsigned(local)]
export const set = (local: number): Code => [0x21, ...unsigned(local)]
export const int = (value: number): Code => [0x41, ...signed(value)]
export const add: Code = [0x6a]
export const less: Code = [0x48]
export const isZero: Code = [0x45]
export const subtractInt: Code = [0x6b]
export const leave: Code = [0x0f]
export const call = (index: number): Code => [0x10, ...unsigned(index)]
/** if (the i32 on the stack) { body } */
export const when = (body: Code): Code => [0x04, 0x40, ...body, 0x0b]

export const number = (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)]
export const loadInt = (offset: number): Code => [0x28, 2, ...unsigned(offset)]
export const loadNumber = (offset: number): Code => [0x2b, 3, ...unsigned(offset)]
export const storeNumber = (offset: number): Code => [0x39, 3, ...unsigned(offset)]
export const plus: Code = [0xa0]
export const minus: Code = [0xa1]
export const times: Code = [0xa2]
export const over: Code = [0xa3]
export const squareRoot: Code = [0x9f]
export const absolute: Code = [0x99]
export const greaterOf: Code = [0xa5]
export const withSignOf: Code = [0xa6]
export const below: Code = [0x63]
export const above: Code = [0x64]
export const atMost: Code = [0x65]
export const toNumber: Code = [0xb7]

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)]
// The alignment is a hint; eight bytes are true of every address used here.
const at = (offset: number): Code => [3, ...unsigned(offset)]

export const load = (offset: number): Code => [...simd(0), ...at(offset)]
/** Eight bytes into the low half, zeros above. */
export const loadHalf = (offset: number): Code => [...simd(93), ...at(offset)]
export const store = (offset: number): Code => [...simd(11), ...at(offset)]
/** One number into both lanes. */
export const loadBoth = (offset: number): Code => [...simd(10), ...at(offset)]
export const storeLow = (offset: number): Code => [...simd(91), ...at(offset), 0]
export const both = simd(20)
export const lane = (index: number): Code => [...simd(33), index]
export const zero: Code = [...simd(12), ...new Array<number>(16).fill(0)]
export const shuffle = (lanes: Code): Code => [...simd(13), ...lanes]
export const narrow32 = simd(133)
export const multiply16 = simd(149)
export const add32 = simd(174)
/** i16x8 · i16x8 → i32x4: sums of neighbouring products. */
export const dot16 = simd(186)
export const convertLow32 = simd(254)
export const absoluteDouble = simd(236)
export const addDouble = simd(240)
export const subtractDouble = simd(241)
export const multiplyDouble = simd(242)
export const greaterDouble = simd(245)

/** set(local, get(local) + step) */
export const advance = (local: number, step: number): Code => [
  ...get(local),
  ...int(step),
  ...add,
  ...set(local),
]

/** do { body } while (condition) */
export const repeatWhile = (body: Code, condition: Code): Code => [
  0x03,
  0x40,
  ...body,
  ...condition,
  0x0d,
  0x00,
  0x0b,
]

export interface Function {
  name: string
  /** i32 parameters, which come first among the locals; then i32, v128 and f64 locals. */
  parameters?: number
  ints?: number
  vectors?: number
  numbers?: number
  /** Whether it returns an i32. */
  returns?: boolean
  body: Code
}

const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()]
const text = (value: string): number[] => [
  ...unsigned(value.length),
  ...Array.from(value, (letter) => letter.charCodeAt(0)),
]
const section = (id: number, content: Code): number[] => [id, ...unsigned(content.length), ...content]

/** The bytes of a module that imports `env.memory` and exports its functions, in whose order they may call each other. */
export function assemble(functions: readonly Function[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters = 0, returns = false }) => [
    0x60,
    ...vector(new Array<Code>(parameters).fill([I32])),
    ...vector(returns ? [[I32]] : []),
  ])
  const bodies = functions.map(({ ints = 0, vectors = 0, numbers = 0, body }) => {
    const locals = vector([
      [...unsigned(ints), I32],
      [...unsigned(vectors), V128],
      [...unsigned(numbers), F64],
    ])
    return [...unsigned(locals.length + body.length + 1), ...locals, ...body, 0x0b]
  })
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    // A memory without upper bound, not shared.
    ...section(2, vector([[...text('env'), ...text('memory'), 0x02, 0x00, 0x01]])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))),
    ...section(10, vector(bodies)),
  ])
}
