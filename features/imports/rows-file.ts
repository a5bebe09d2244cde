import { open, rm } from 'node:fs/promises'
import { type PreparedRow, readPrepared } from './prepare.ts'

const BLOCK = 1 << 19

/** Reads up to `count` prepared rows from a byte offset; gives the offset after them. */
export async function readRows(
  path: string,
  offset: number,
  count: number,
): Promise<{ rows: PreparedRow[]; nextByte: number }> {
  const file = await open(path, 'r')
  try {
    const parts: Buffer[] = []
    let found = 0
    let size = 0
    let length = 0
    while (found < count) {
      const block = Buffer.allocUnsafe(BLOCK)
      const { bytesRead } = await file.read(block, 0, BLOCK, offset + size)
      if (bytesRead === 0) break
      let at = -1
      while (found < count) {
        at = block.subarray(0, bytesRead).indexOf(10, at + 1)
        if (at === -1) break
        found += 1
        length = size + at + 1
      }
      parts.push(block.subarray(0, bytesRead))
      size += bytesRead
    }
    const text = Buffer.concat(parts).subarray(0, length).toString('utf8')
    const rows = text === '' ? [] : text.slice(0, -1).split('\n').map(readPrepared)
    return { rows, nextByte: offset + length }
  } finally {
    await file.close()
  }
}

export const removeFile = (path: string) => rm(path, { force: true })
