import type { CompiledModel } from './types.ts'

/**
 * Sixteen hexadecimal digits that change with anything that changes the numbers: constructs, items, modes, paths, scales,
 * reversal. Labels and questions do not count. Two 32-bit FNV-1a hashes: against mix-ups, not against forgery.
 */
export function fingerprintOf(compiled: CompiledModel): string {
  const { constructs, items, blockStart, modeB, pathFrom, pathTo, scaleMin, scaleMax, reversed } = compiled
  const text = JSON.stringify([
    constructs,
    items,
    ...[blockStart, modeB, pathFrom, pathTo, scaleMin, scaleMax, reversed].map((values) => [...values]),
  ])
  return [0x811c9dc5, 0x050c5d1f].map((offset) => fnv1a(text, offset)).join('')
}

function fnv1a(text: string, offset: number): string {
  let hash = offset
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    for (const byte of [unit & 255, unit >>> 8]) hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
