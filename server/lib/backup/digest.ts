import { createHash, hash } from 'node:crypto'
import { Transform, type TransformCallback, Writable } from 'node:stream'

/** Counts and digests bytes on their way. */
export function measureBytes() {
  const digest = createHash('sha256')
  let size = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ sha256: digest.digest('hex'), size }) }
}

/** Digests COPY text row by row: each row's SHA-256 is added to the sum, so the order of rows does not matter. */
export function measureRows() {
  const counter = rowCounter()
  const digest = createHash('sha256')
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      digest.update(chunk)
      counter.add(chunk)
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ sha256: digest.digest('hex'), ...counter.result() }) }
}

/** The same for a stream nobody needs otherwise. */
export function countRows() {
  const counter = rowCounter()
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      counter.add(chunk)
      done()
    },
  })
  return { stream, result: counter.result }
}

function rowCounter() {
  const sum = new Uint32Array(8)
  let rows = 0
  let rest: Buffer[] = []
  const count = (row: Buffer) => {
    const digest = hash('sha256', row, 'buffer')
    for (let i = 0; i < 8; i++) sum[i] = (sum[i]! + digest.readUInt32LE(i * 4)) >>> 0
    rows += 1
  }
  return {
    add(chunk: Buffer) {
      let start = 0
      // COPY writes a line feed inside a value as \n, so a real one always ends a row.
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        const piece = chunk.subarray(start, end)
        count(rest.length > 0 ? Buffer.concat([...rest, piece]) : piece)
        rest = []
        start = end + 1
      }
      if (start < chunk.length) rest.push(chunk.subarray(start))
    },
    result: () => ({ rows, rowsDigest: Buffer.from(sum.buffer).toString('hex') }),
  }
}
