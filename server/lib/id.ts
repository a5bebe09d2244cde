import { randomFillSync } from 'node:crypto'

const buffer = Buffer.alloc(16)
let lastMs = 0
let counter = 0

/**
 * A new UUIDv7 (RFC 9562): 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits.
 * Ids made by one process sort in the order they were made.
 */
export function newId(): string {
  randomFillSync(buffer)
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    counter = buffer.readUInt16BE(6) & 0x3ff
  } else if (++counter > 0xfff) {
    lastMs += 1
    counter = 0
  }
  buffer.writeUIntBE(lastMs, 0, 6)
  buffer.writeUInt16BE(0x7000 | counter, 6)
  buffer[8] = (buffer[8]! & 0x3f) | 0x80
  const hex = buffer.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
