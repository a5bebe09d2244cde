import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import type { Tone } from '../../../web/ui/status-badge.tsx'

type Schemas = components['schemas']
export type ImportJob = Schemas['Import']
export type ImportDetail = Schemas['ImportDetail']
export type ImportChoices = Omit<Schemas['ImportOptionsInput'], 'mapping' | 'survey'> & {
  mapping: (Field | null)[]
  survey: string
}
export type Reading = Schemas['ImportReadingRequest']
export type Entity = ImportJob['entity']
export type Status = ImportJob['status']
export type Field = NonNullable<Schemas['ImportOptionsInput']['mapping'][number]>
export type DateKind = NonNullable<ImportDetail['detection']['dateKind']>

export const ENTITIES: Entity[] = ['customers', 'purchases', 'survey_answers']
export const DATE_KINDS: DateKind[] = ['jalali', 'gregorian', 'gregorian_dmy', 'gregorian_mdy']

const customer: Field[] = ['externalCode', 'fullName', 'identifier', 'phone']
/** What a column can be, by what the file holds; the server holds the same list. */
export const FIELDS: Record<Entity, Field[]> = {
  customers: [
    ...customer,
    'firstName',
    'lastName',
    'honorific',
    'kind',
    'email',
    'city',
    'address',
    'bornOn',
    'note',
    'tag',
  ],
  purchases: [...customer, 'date', 'amount', 'total', 'number', 'product', 'quantity', 'source'],
  survey_answers: [...customer, 'date', 'survey', 'question', 'answer', 'score', 'answerColumn'],
}
/** Several columns may hold one of these. */
export const REPEATABLE = new Set<Field>(['phone', 'email', 'identifier', 'address', 'tag', 'answerColumn'])

export const statusTone: Record<Status, Tone> = {
  uploaded: 'accent',
  checking: 'info',
  checked: 'accent',
  running: 'info',
  done: 'good',
  cancelled: 'neutral',
  failed: 'bad',
  undoing: 'info',
  undone: 'neutral',
}
const MOVING: Status[] = ['checking', 'running', 'undoing']
export const isMoving = (status: Status) => MOVING.includes(status)
/** Something is still to be decided by a person. */
export const isUnfinished = (job: ImportJob) =>
  isMoving(job.status) ||
  job.status === 'uploaded' ||
  job.status === 'checked' ||
  ((job.status === 'failed' || job.status === 'cancelled') && job.isDryRun)

export type Step = 'columns' | 'check' | 'run' | 'result'

/** Where a person left off: the server knows, whatever happened to the browser. */
export function stepOf(job: ImportJob): Step {
  switch (job.status) {
    case 'uploaded':
      return 'columns'
    case 'checking':
    case 'checked':
      return 'check'
    case 'running':
    case 'undoing':
      return 'run'
    case 'failed':
    case 'cancelled':
      return job.isDryRun ? 'columns' : 'result'
    default:
      return 'result'
  }
}

// The live stream tells of progress; asking besides keeps the numbers moving when it is cut.
const ASK_EVERY_MS = 1_500

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.status) ? ASK_EVERY_MS : false),
  })

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ signal, pageParam }) =>
    take(
      api.GET('/api/v1/imports', {
        params: { query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor ?? undefined,
})
