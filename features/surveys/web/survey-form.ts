import type { components } from '../../../api/types.ts'
import { fromQuery, type ListFilters, toQuery } from '../../customers/web/list-filters.ts'
import type { OCCASIONS, Quota, Survey } from './survey-types.ts'

type Request = components['schemas']['CreateSurveyRequestInput']

/** What stands in the fields, also half-written. */
export type SurveyForm = {
  name: string
  instrumentId: string | null
  /** Stays with the version it was planned with, until another questionnaire is chosen. */
  instrumentNumber: number | undefined
  occasion: (typeof OCCASIONS)[number]
  channel: Survey['channel']
  consent: Survey['consent']
  isAnonymous: boolean
  audience: ListFilters
  sampleSize: number | null
  quotas: (Omit<Quota, 'atMost' | 'value'> & { value: string | null; atMost: number | null })[]
  restDays: number | null
  reminderDays: number | null
  expiresDays: number | null
  branchId: string | null | undefined
  seed: number | null
  opensAt: string | null
  closesAt: string | null
}

export const emptyForm: SurveyForm = {
  name: '',
  instrumentId: null,
  instrumentNumber: undefined,
  occasion: 'manual',
  channel: 'link',
  consent: 'granted',
  isAnonymous: false,
  audience: {},
  sampleSize: null,
  quotas: [],
  restDays: 30,
  reminderDays: null,
  expiresDays: 30,
  branchId: undefined,
  seed: null,
  opensAt: null,
  closesAt: null,
}

export const formOf = (survey: Survey): SurveyForm => ({
  name: survey.name,
  instrumentId: survey.instrumentId,
  instrumentNumber: survey.instrumentNumber,
  occasion: survey.occasion === 'date' ? 'manual' : survey.occasion,
  channel: survey.channel,
  consent: survey.consent,
  isAnonymous: survey.isAnonymous,
  audience: fromQuery(survey.audience),
  sampleSize: survey.sampleSize,
  quotas: survey.quotas,
  restDays: survey.restDays,
  reminderDays: survey.reminderDays,
  expiresDays: survey.expiresDays,
  branchId: survey.branchId,
  seed: survey.seed,
  opensAt: survey.opensAt,
  closesAt: survey.closesAt,
})

/** Nulls the server does not know are sent as they are: its answer names the field. */
export function bodyOf(form: SurveyForm): Request {
  const { instrumentNumber, branchId, seed, audience, ...rest } = form
  return {
    ...rest,
    name: form.name.trim(),
    audience: toQuery(audience),
    ...(instrumentNumber === undefined ? {} : { instrumentNumber }),
    ...(branchId === undefined ? {} : { branchId }),
    ...(seed === null ? {} : { seed }),
  } as unknown as Request
}
