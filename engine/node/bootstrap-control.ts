import type { Resampler } from '../src/bootstrap/resampler.ts'
import type { ErrorCode, ErrorParams } from '../src/errors.ts'

/** Cells of the control array that the threads of one bootstrap share. */
export const NEXT_TASK = 0
export const DONE = 1
export const STOP = 2
export const ARRIVED = 3
export const NEXT_QUANTITY = 4
export const CONTROL_CELLS = 5

/** What a worker sends at its end. */
export interface WorkerMessage {
  result?: Pick<Resampler, 'names' | 'n' | 'distinct' | 'kind'> & { originalStatus: number }
  refused?: { code: ErrorCode; params: ErrorParams }
}
