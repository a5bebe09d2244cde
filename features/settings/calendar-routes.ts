import { z } from 'zod'
import { id } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import {
  addCalendarDay,
  deleteCalendarDay,
  getBusinessHours,
  importHolidays,
  listCalendarDays,
  putBusinessHours,
  updateCalendarDay,
} from './calendar.ts'
import * as s from './schema.ts'

const read = { permission: 'setting.read' } as const
const write = { permission: 'setting.write' } as const

export const calendarRoutes = [
  defineRoute({
    method: 'GET',
    path: '/settings/business-hours',
    operationId: 'getBusinessHours',
    summary: "The company's week (branchId null) and the weeks of branches that have their own",
    access: read,
    answer: z.object({ items: z.array(s.businessHours) }),
    handle: async (ctx) => ({ items: await getBusinessHours(ctx) }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/settings/business-hours',
    operationId: 'putBusinessHours',
    summary: 'Replace the week of the company or of a branch; no rows for a branch: the company’s week again',
    access: write,
    body: s.businessHoursInput,
    answer: s.businessHours,
    handle: (ctx, { body }) => putBusinessHours(ctx, body.branchId, body.hours),
  }),
  defineRoute({
    method: 'GET',
    path: '/settings/calendar-days',
    operationId: 'listCalendarDays',
    summary: 'Closed days and days with their own hours, of a Jalali year',
    access: read,
    query: z.strictObject({ year: s.jalaliYear.optional() }),
    answer: z.object({ items: z.array(s.calendarDay) }),
    handle: async (ctx, { query }) => ({ items: await listCalendarDays(ctx, query.year) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/settings/calendar-days',
    operationId: 'addCalendarDay',
    summary: 'Close a day or give it its own hours',
    access: write,
    body: s.calendarDayInput,
    status: 201,
    answer: s.calendarDay,
    handle: (ctx, { body }) => addCalendarDay(ctx, body),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/settings/calendar-days/:dayId',
    operationId: 'updateCalendarDay',
    summary: 'Change a day of the calendar',
    access: write,
    params: z.object({ dayId: id }),
    body: s.calendarDayChange,
    answer: s.calendarDay,
    handle: (ctx, { params, body }) => updateCalendarDay(ctx, params.dayId, body),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/settings/calendar-days/:dayId',
    operationId: 'deleteCalendarDay',
    summary: 'Let a day be as its week says',
    access: write,
    params: z.object({ dayId: id }),
    handle: (ctx, { params }) => deleteCalendarDay(ctx, params.dayId),
  }),
  defineRoute({
    method: 'POST',
    path: '/settings/calendar-days/holidays',
    operationId: 'importHolidays',
    summary: 'Add the shipped public holidays of Iran (1405 and 1406)',
    access: write,
    body: z.strictObject({ year: s.jalaliYear.optional() }),
    answer: z.object({ added: z.int() }),
    handle: (ctx, { body }) => importHolidays(ctx, body.year),
  }),
]
