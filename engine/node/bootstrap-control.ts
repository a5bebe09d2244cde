import type { Resampler, ResamplerSettings } from '../src/bootstrap/resampler.ts'
import type { BootstrapJob, BootstrapMemory } from '../src/bootstrap/tasks.ts'
import type { ErrorCode, ErrorParams } from '../src/errors.ts'
import type { CompiledModel } from '../src/indices/types.ts'

/** Cells of the control array that the threads of one bootstrap share. */
export const NEXT_TASK = 0
export const DONE = 1
/** 0: go on; STOP: no further resamples, but summaries; ABORT: nothing more. */
export const ORDER = 2
export const ARRIVED = 3
export const NEXT_QUANTITY = 4
export const CONTROL_CELLS = 5

export const STOP = 1
export const ABORT = 2

/** What a thread is given. */
export interface ThreadTask {
  compiled: CompiledModel
  answers: Float64Array
  settings: ResamplerSettings
  job: BootstrapJob
  memory: BootstrapMemory
  control: Int32Array
  threads: number
  /** The first one keeps the estimate on the answers as they are. */
  first: boolean
}

export type ThreadResult = Pick<Resampler, 'names' | 'n' | 'distinct' | 'kind'> & { originalStatus: number }

/** What a thread answers. */
export interface ThreadAnswer {
  result?: ThreadResult
  refused?: { code: ErrorCode; params: ErrorParams }
}
