import type { Definition } from './structural-queries.ts'

/** What the form holds; null where a number or a choice is still missing. */
export type Values = Pick<
  Definition,
  'name' | 'scheme' | 'metric' | 'missing' | 'population' | 'schedule'
> & {
  instrumentId: string | null
  modelId: string | null
  floor: number | null
  resamples: number | null
}

export const valuesOf = (definition: Definition | undefined): Values => ({
  name: definition?.name ?? '',
  instrumentId: definition?.instrumentId ?? null,
  modelId: definition?.modelId ?? null,
  scheme: definition?.scheme ?? 'path',
  metric: definition?.metric ?? 'standardised',
  missing: definition?.missing ?? 'mean',
  population: definition?.population ?? {},
  floor: definition?.floor ?? 100,
  resamples: definition?.resamples ?? 2_000,
  schedule: definition?.schedule ?? null,
})
