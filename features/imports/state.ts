import type { Choices } from './choices.ts'
import type { Detection } from './detect.ts'

export interface Counts {
  inserted: number
  updated: number
  unchanged: number
  rejected: number
}

export interface UndoState extends Record<'deleted' | 'restored' | 'kept', number> {
  keptReasons: Record<string, number>
  keptRows: { entity: string; customerId: string; id: string; reason: string }[]
}

/** The jsonb column `imports.options`. */
export interface ImportOptions {
  detection: Detection & { isRemembered: boolean }
  choices: Choices | null
  /** The only branch whose customers the run may touch; null means all. */
  scopeBranchId: string | null
  /** Which prepared file belongs to these choices. */
  rowsDigest: string | null
  nextByte: number
  checked: Counts | null
  undo: UndoState | null
  chunkRows?: number
}

export const noUndo = (): UndoState => ({ deleted: 0, restored: 0, kept: 0, keptReasons: {}, keptRows: [] })
