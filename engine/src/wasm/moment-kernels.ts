import {
  add,
  add32,
  addDouble,
  advance,
  assemble,
  type Code,
  convertLow32,
  dot16,
  get,
  int,
  less,
  load,
  loadHalf,
  multiply16,
  multiplyDouble,
  narrow32,
  repeatWhile,
  set,
  shuffle,
  store,
  zero,
} from './assembler.ts'

/** Where things lie in the memory, in bytes. Columns have `stride` bytes; there are `columns` of them, a multiple of four. */
export interface Layout {
  columns: number
  stride: number
  sums: number
  products: number
}

// Parameters: where the counts begin and end, and where the first column begins, all at the first row of the chunk.
const COUNT = 0
const END = 1
const FIRST = 2
// Further i32 locals.
const LEFT = 3
const RIGHT = 4
const OUT_ROW = 5
const OUT = 6
const C = 7
const X = 8
const Y = 9
const INTS = 7
// v128 locals: eight accumulators, two products count · left, one right.
const ACC = 10
const A0 = 18
const A1 = 19
const B = 20
const VECTORS = 11

const RESULT_BYTES = 8

interface Arithmetic {
  /** Bytes of a count and of a column's value; results are doubles. */
  countBytes: number
  valueBytes: number
  rowsAtOnce: number
  count: Code
  times: Code
  /** acc, a, b on the stack → acc + a·b */
  dot: Code
  /** Adds four accumulators' lanes up, onto four results at OUT. */
  flush: (accumulators: readonly number[], offset: number) => Code
}

const bytes = (...lanes: number[]): number[] => lanes.flatMap((lane) => [0, 1, 2, 3].map((b) => lane * 4 + b))

/** Exact while |count · value| < 2¹⁵ and sums < 2³¹: the caller checks. */
const integer: Arithmetic = {
  countBytes: 2,
  valueBytes: 2,
  rowsAtOnce: 8,
  count: [...get(C), ...load(0)],
  times: multiply16,
  dot: [...dot16, ...add32],
  flush: ([a, b, c, d], offset) => {
    const half = (first: number, second: number): Code => [
      ...[...get(first), ...get(second), ...shuffle(bytes(0, 4, 1, 5))],
      ...[...get(first), ...get(second), ...shuffle(bytes(2, 6, 3, 7))],
      ...add32,
    ]
    const twoMore = (at: number): Code => [
      ...[...convertLow32, ...get(OUT), ...load(at), ...addDouble, ...set(A1)],
      ...[...get(OUT), ...get(A1), ...store(at)],
    ]
    return [
      ...[...half(a!, b!), ...set(A0), ...half(c!, d!), ...set(A1)],
      ...[...get(A0), ...get(A1), ...shuffle(bytes(0, 1, 4, 5))],
      ...[...get(A0), ...get(A1), ...shuffle(bytes(2, 3, 6, 7))],
      ...[...add32, ...set(A0), ...get(A0), ...twoMore(offset)],
      ...[...get(A0), ...get(A0), ...shuffle(bytes(2, 3, 2, 3)), ...twoMore(offset + 16)],
    ]
  },
}

/** Two lanes: even and odd rows; their sum is added to the result. Plain loops do the same in the same order. */
const double: Arithmetic = {
  countBytes: 4,
  valueBytes: 8,
  rowsAtOnce: 2,
  count: [...get(C), ...loadHalf(0), ...convertLow32],
  times: multiplyDouble,
  dot: [...multiplyDouble, ...addDouble],
  flush: ([a, b, c, d], offset) => {
    const two = (first: number, second: number, at: number): Code => [
      ...get(OUT),
      ...[...get(first), ...get(second), ...shuffle(bytes(0, 1, 4, 5))],
      ...[...get(first), ...get(second), ...shuffle(bytes(2, 3, 6, 7))],
      ...[...addDouble, ...get(OUT), ...load(at), ...addDouble, ...store(at)],
    ]
    return [...two(a!, b!, offset), ...two(c!, d!, offset + 16)]
  },
}

const accumulator = (i: number) => ACC + i
const four = [0, 1, 2, 3]
const eight = [0, 1, 2, 3, 4, 5, 6, 7]
const clear = (accumulators: readonly number[]): Code =>
  accumulators.flatMap((i) => [...zero, ...set(accumulator(i))])
const copy = (from: number, to: number): Code => [...get(from), ...set(to)]

/** Adds Σ c·x of every column to the sums. */
function sumsBody(kind: Arithmetic, { columns, stride, sums }: Layout): Code {
  const { rowsAtOnce, countBytes, valueBytes } = kind
  const rows = repeatWhile(
    [
      ...[...kind.count, ...set(A0)],
      ...four.flatMap((j) => [
        ...[...get(accumulator(j)), ...get(A0), ...get(Y), ...load(j * stride)],
        ...[...kind.dot, ...set(accumulator(j))],
      ]),
      ...advance(C, rowsAtOnce * countBytes),
      ...advance(Y, rowsAtOnce * valueBytes),
    ],
    [...get(C), ...get(END), ...less],
  )
  return [
    ...[...copy(FIRST, RIGHT), ...int(sums), ...set(OUT)],
    ...repeatWhile(
      [
        ...[...copy(COUNT, C), ...copy(RIGHT, Y), ...clear(four), ...rows],
        ...kind.flush(four.map(accumulator), 0),
        ...[...advance(RIGHT, 4 * stride), ...advance(OUT, 4 * RESULT_BYTES)],
      ],
      [...get(RIGHT), ...get(FIRST), ...int(columns * stride), ...add, ...less],
    ),
  ]
}

/** Adds Σ c·x·y of every pair of columns to the products: tiles of two rows by four columns up to the diagonal. */
function productsBody(kind: Arithmetic, { columns, stride, products }: Layout): Code {
  const { rowsAtOnce, countBytes, valueBytes } = kind
  const term = (acc: number, left: number): Code => [
    ...[...get(accumulator(acc)), ...get(left), ...get(B)],
    ...[...kind.dot, ...set(accumulator(acc))],
  ]
  const rows = repeatWhile(
    [
      ...[...kind.count, ...set(B)],
      ...[...get(B), ...get(X), ...load(0), ...kind.times, ...set(A0)],
      ...[...get(B), ...get(X), ...load(stride), ...kind.times, ...set(A1)],
      ...four.flatMap((j) => [...get(Y), ...load(j * stride), ...set(B), ...term(j, A0), ...term(j + 4, A1)]),
      ...advance(C, rowsAtOnce * countBytes),
      ...[...advance(X, rowsAtOnce * valueBytes), ...advance(Y, rowsAtOnce * valueBytes)],
    ],
    [...get(C), ...get(END), ...less],
  )
  const tile: Code = [
    ...[...copy(COUNT, C), ...copy(LEFT, X), ...copy(RIGHT, Y), ...clear(eight), ...rows],
    ...kind.flush(four.map(accumulator), 0),
    ...kind.flush(
      four.map((j) => accumulator(j + 4)),
      columns * RESULT_BYTES,
    ),
    ...[...advance(RIGHT, 4 * stride), ...advance(OUT, 4 * RESULT_BYTES)],
  ]
  return [
    ...[...copy(FIRST, LEFT), ...int(products), ...set(OUT_ROW)],
    ...repeatWhile(
      [
        ...[...copy(FIRST, RIGHT), ...copy(OUT_ROW, OUT)],
        ...repeatWhile(tile, [...get(RIGHT), ...get(LEFT), ...int(2 * stride), ...add, ...less]),
        ...[...advance(LEFT, 2 * stride), ...advance(OUT_ROW, 2 * columns * RESULT_BYTES)],
      ],
      [...get(LEFT), ...get(FIRST), ...int(columns * stride), ...add, ...less],
    ),
  ]
}

/** Counts as 32-bit integers (COUNT to END) to 16-bit ones at FIRST, eight at a time. */
const narrowBody: Code = repeatWhile(
  [
    ...[...get(FIRST), ...get(COUNT), ...load(0), ...get(COUNT), ...load(16), ...narrow32, ...store(0)],
    ...[...advance(COUNT, 32), ...advance(FIRST, 16)],
  ],
  [...get(COUNT), ...get(END), ...less],
)

/**
 * A module with `narrow` and `accumulate`, specialised to one layout. accumulate(counts, countsEnd, firstColumn) adds the
 * weighted sums and products of the chunk of rows to what lies at `sums` and `products` (row i, column j ≤ i of products).
 */
export function momentModule(kind: 'integer' | 'double', layout: Layout): Uint8Array<ArrayBuffer> {
  const arithmetic = kind === 'integer' ? integer : double
  const locals = { parameters: 3, ints: INTS, vectors: VECTORS }
  return assemble([
    { name: 'narrow', ...locals, body: narrowBody },
    {
      name: 'accumulate',
      ...locals,
      body: [...sumsBody(arithmetic, layout), ...productsBody(arithmetic, layout)],
    },
  ])
}
