import { SHORTEST_PASSWORD } from '@hamdel/persian'
import { z } from 'zod'
import { day, id, instant, line, optionalLine, optionalProse } from '../../server/lib/fields.ts'

export const moneyUnit = z.enum(['rial', 'toman'])
const version = z.int().min(1)

export const company = z
  .object({
    name: z.string(),
    moneyUnit,
    defaultAreaCode: z.string(),
    portalIntro: z.string(),
    /** Empty: English pages show Hamdel's own English sentence. */
    portalIntroEn: z.string(),
    queueFloorSeconds: z.int(),
    isDemo: z.boolean(),
    setUpAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Company' })

export const companyChange = z
  .strictObject({
    name: line(120).optional(),
    moneyUnit: moneyUnit.optional(),
    defaultAreaCode: z
      .string()
      .regex(/^0[1-9]\d$/)
      .optional(),
    portalIntro: optionalProse(2000).optional(),
    portalIntroEn: optionalProse(2000).optional(),
    queueFloorSeconds: z
      .int()
      .min(600)
      .max(90 * 86_400)
      .optional(),
    version,
  })
  .meta({ id: 'CompanyChange' })

export const branch = z
  .object({
    id,
    name: z.string(),
    code: z.string().nullable(),
    city: z.string(),
    address: z.string(),
    isActive: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Branch' })

export const branchInput = z
  .strictObject({
    name: line(80),
    code: optionalLine(20).nullish(),
    city: optionalLine(80).optional(),
    address: optionalLine(300).optional(),
  })
  .meta({ id: 'BranchRequest' })

export const branchChange = branchInput
  .partial()
  .extend({ isActive: z.boolean().optional(), version })
  .meta({ id: 'BranchChange' })

export const team = z.object({ id, branchId: id, name: z.string(), version: z.int() }).meta({ id: 'Team' })
export const teamInput = z.strictObject({ branchId: id, name: line(80) }).meta({ id: 'TeamRequest' })
export const teamChange = z.strictObject({ name: line(80), version }).meta({ id: 'TeamChange' })

/** 'HH:MM'; a day may close at 24:00. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)

export const openHours = z.strictObject({
  /** 0 = Saturday … 6 = Friday. */
  weekday: z.int().min(0).max(6),
  opensAt: clockTime,
  closesAt: clockTime,
})
export const businessHours = z
  .object({ branchId: id.nullable(), hours: z.array(openHours) })
  .meta({ id: 'BusinessHours' })
export const businessHoursInput = z
  .strictObject({ branchId: id.nullable(), hours: z.array(openHours).max(42) })
  .meta({ id: 'BusinessHoursRequest' })

const dayKind = z.enum(['closed', 'special'])
export const calendarDay = z
  .object({
    id,
    branchId: id.nullable(),
    on: day,
    kind: dayKind,
    opensAt: z.string().nullable(),
    closesAt: z.string().nullable(),
    title: z.string(),
  })
  .meta({ id: 'CalendarDay' })

export const calendarDayInput = z
  .strictObject({
    branchId: id.nullable().default(null),
    on: day,
    kind: dayKind,
    opensAt: clockTime.nullable().default(null),
    closesAt: clockTime.nullable().default(null),
    title: line(200),
  })
  .meta({ id: 'CalendarDayRequest' })
export const calendarDayChange = z
  .strictObject({
    on: day.optional(),
    kind: dayKind.optional(),
    opensAt: clockTime.nullable().optional(),
    closesAt: clockTime.nullable().optional(),
    title: line(200).optional(),
  })
  .meta({ id: 'CalendarDayChange' })
/** A year of the Persian calendar. */
export const jalaliYear = z.coerce.number().int().min(1300).max(1500)

export const clockPolicy = z
  .strictObject({
    metric: z.enum(['first_reply', 'resolution']),
    /** Null means any; the most specific row wins: kind, then severity, then tier. */
    kind: z.enum(['complaint', 'request', 'question', 'suggestion', 'praise', 'warranty_claim']).nullable(),
    severity: z.enum(['low', 'normal', 'high', 'critical']).nullable(),
    tier: z.enum(['normal', 'silver', 'gold']).nullable(),
    businessSeconds: z
      .int()
      .min(60)
      .max(400 * 86_400),
    nearRatio: z.number().min(0.05).max(0.95),
  })
  .meta({ id: 'ClockPolicy' })

export const category = z
  .object({
    id,
    name: z.string(),
    nameEn: z.string(),
    position: z.int(),
    isActive: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Category' })
export const categoryInput = z
  .strictObject({ name: line(80), nameEn: optionalLine(80).default('') })
  .meta({ id: 'CategoryRequest' })
export const categoryChange = z
  .strictObject({
    name: line(80).optional(),
    nameEn: optionalLine(80).optional(),
    isActive: z.boolean().optional(),
    version,
  })
  .meta({ id: 'CategoryChange' })
/** The order wanted, and the one it was made from. */
export const categoryOrder = z
  .strictObject({ ids: z.array(id).max(500), was: z.array(id).max(500) })
  .meta({ id: 'CategoryOrderRequest' })

export const setUpInput = z
  .strictObject({
    companyName: line(120),
    moneyUnit: moneyUnit.default('toman'),
    branch: z.strictObject({ name: line(80), city: optionalLine(80).default('') }),
    administrator: z.strictObject({
      fullName: line(120),
      phone: optionalLine(30).optional(),
      email: optionalLine(200).optional(),
      password: z.string().min(SHORTEST_PASSWORD).max(200),
    }),
    businessHours: z.array(openHours).max(42).optional(),
  })
  .meta({ id: 'SetUpRequest' })
