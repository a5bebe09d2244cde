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
