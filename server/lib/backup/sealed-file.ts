import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { backupError } from './format.ts'

// A zip ends with the length of its comment. The digest of all bytes before that length becomes the comment:
// the file stays an ordinary zip, and a flipped bit anywhere in it is seen.
const label = 'hamdel-sha256:'
const commentSize = label.length + 64

/** Passes a zip on and writes the digest of everything as its comment. */
export function sealZip(): Transform {
  const digest = createHash('sha256')
  let held = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = Buffer.concat([held, chunk])
      const ready = all.subarray(0, -2)
      held = Buffer.from(all.subarray(-2))
      digest.update(ready)
      done(null, ready)
    },
    flush(done) {
      const length = Buffer.alloc(2)
      length.writeUInt16LE(commentSize)
      this.push(length)
      this.push(label + digest.digest('hex'))
      done()
    },
  })
}

/** Refuses a file that is not exactly what was written. */
export async function checkSeal(file: string): Promise<void> {
  const size = statSync(file).size
  const body = size - commentSize - 2
  if (body < 22) throw damaged(file)
  const handle = await open(file)
  const tail = Buffer.alloc(commentSize + 2)
  try {
    await handle.read(tail, 0, tail.length, body)
  } finally {
    await handle.close()
  }
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(file, { end: body - 1, highWaterMark: 1 << 20 }))
    digest.update(chunk)
  const expected = Buffer.concat([Buffer.from([commentSize, 0]), Buffer.from(label + digest.digest('hex'))])
  if (!tail.equals(expected)) throw damaged(file)
}

export function damaged(what: string): Error {
  return backupError(
    `پروندهٔ پشتیبان ناقص است یا آسیب دیده (${what}). چیزی بازگردانده نشد؛ نسخهٔ دیگری از پشتیبان را به کار ببرید.`,
    `The backup is incomplete or damaged (${what}). Nothing was restored; use another copy of the backup.`,
  )
}
