import { queryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'

type Schemas = components['schemas']
export type Instrument = Schemas['Instrument']
export type InstrumentDetail = Schemas['InstrumentDetail']
export type Definition = Schemas['InstrumentDefinition']
export type Question = Definition['questions'][number]
export type QuestionKind = Question['kind']
export type OfKind<K extends QuestionKind> = Extract<Question, { kind: K }>
export type Condition = Question['showIf'][number]
export type Comparison = Condition['is']
export type Words = Definition['intro']

export const KINDS: QuestionKind[] = ['scale', 'choice', 'multi', 'matrix', 'text']

export const instrumentsQuery = (archived: boolean) =>
  queryOptions({
    queryKey: ['instruments', 'list', archived],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/instruments', {
          params: { query: { 'filter[archived]': archived ? 'yes' : 'no' } },
          signal,
        }),
      ),
  })

export const instrumentQuery = (instrumentId: string) =>
  queryOptions({
    queryKey: ['instruments', instrumentId],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/instruments/{instrumentId}', { params: { path: { instrumentId } }, signal })),
  })

export const versionQuery = (instrumentId: string, number: number) =>
  queryOptions({
    queryKey: ['instruments', instrumentId, 'version', number],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/instruments/{instrumentId}/versions/{number}', {
          params: { path: { instrumentId, number } },
          signal,
        }),
      ),
  })

/** English where it is written and asked for. */
export const say = (words: Words | undefined, locale: 'fa' | 'en'): string =>
  words ? (locale === 'en' && words.en) || words.fa : ''
