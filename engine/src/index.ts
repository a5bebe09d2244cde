export type { ErrorCode, ErrorParams } from './errors.ts'
export { EngineError, errorSentence } from './errors.ts'
export type { CompileOptions } from './indices/compile.ts'
export { compileModel } from './indices/compile.ts'
export type {
  CompiledModel,
  Construct,
  Estimate,
  IndexModel,
  Item,
  Metric,
  Mode,
  Moments,
  Scale,
  Scheme,
  Words,
} from './indices/types.ts'
