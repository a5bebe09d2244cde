import { queryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'

type Schemas = components['schemas']
export type Company = Schemas['Company']
export type Branch = Schemas['Branch']
export type Team = Schemas['Team']
export type Category = Schemas['Category']
export type CalendarDay = Schemas['CalendarDay']
export type ClockPolicy = Schemas['ClockPolicy']
export type Week = Schemas['BusinessHours']
export type OpenHours = Week['hours'][number]

// Whoever changes something here tells everybody by `settings.changed`; the answers may rest in between.
const staleTime = 60_000

export const companyQuery = queryOptions({
  queryKey: ['settings', 'company'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings/company', { signal })),
  staleTime,
})
export const branchesQuery = queryOptions({
  queryKey: ['settings', 'branches'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings/branches', { signal })),
  staleTime,
})
export const teamsQuery = queryOptions({
  queryKey: ['settings', 'teams'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings/teams', { params: { query: {} }, signal })),
  staleTime,
})
export const categoriesQuery = queryOptions({
  queryKey: ['settings', 'categories'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings/categories', { signal })),
  staleTime,
})
export const hoursQuery = queryOptions({
  queryKey: ['settings', 'hours'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings/business-hours', { signal })),
  staleTime,
})
export const policiesQuery = queryOptions({
  queryKey: ['settings', 'policies'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings/clock-policies', { signal })),
  staleTime,
})
export const daysQuery = (year: number) =>
  queryOptions({
    queryKey: ['settings', 'days', year],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/settings/calendar-days', { params: { query: { year } }, signal })),
    staleTime,
  })
