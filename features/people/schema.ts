import { SHORTEST_PASSWORD } from '@hamdel/persian'
import { z } from 'zod'
import { id, instant, line, optionalLine, pageQuery, rials, rialsInput } from '../../server/lib/fields.ts'

export const role = z.enum(['employee', 'lead', 'analyst', 'auditor', 'administrator'])
export const scope = z.enum(['own', 'branch', 'all'])

export const signInInput = z
  .object({
    identifier: line(120),
    password: z.string().min(1).max(200),
    totp: z.string().max(12).optional(),
  })
  .meta({ id: 'SignInRequest' })

export const signInOptions = z
  .object({
    companyName: z.string().nullable(),
    needsSetUp: z.boolean(),
    demoAccounts: z.array(
      z.object({ fullName: z.string(), role, identifier: z.string(), password: z.string() }),
    ),
  })
  .meta({ id: 'SignInOptions' })

export const me = z
  .object({
    person: z.object({
      id,
      fullName: z.string(),
      role,
      branchId: id,
      branchName: z.string(),
      locale: z.enum(['fa', 'en']),
      hasSecondFactor: z.boolean(),
      maxSingleRials: rials,
      monthlyBudgetRials: rials,
      spentThisMonthRials: rials,
    }),
    permissions: z.record(z.string(), scope),
    company: z.object({ name: z.string(), moneyUnit: z.enum(['rial', 'toman']), isDemo: z.boolean() }),
  })
  .meta({ id: 'Me' })

export const session = z
  .object({
    id,
    createdAt: instant,
    lastSeenAt: instant,
    ip: z.string(),
    userAgent: z.string(),
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' })

export const person = z
  .object({
    id,
    fullName: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    role,
    branchId: id,
    branchName: z.string(),
    teamId: id.nullable(),
    teamName: z.string().nullable(),
    isActive: z.boolean(),
    hasSecondFactor: z.boolean(),
    maxSingleRials: rials,
    monthlyBudgetRials: rials,
    spentThisMonthRials: rials,
    version: z.int(),
  })
  .meta({ id: 'Person' })

/** What an administrator sees besides. */
export const personDetail = person
  .extend({
    nationalId: z.string().nullable(),
    lockedUntil: instant.nullable(),
    lastSeenAt: instant.nullable(),
    customers: z.array(
      z.object({ customerId: id, fullName: z.string(), kind: z.enum(['self', 'relative']) }),
    ),
  })
  .meta({ id: 'PersonDetail' })

export const personQuery = z.strictObject({
  ...pageQuery,
  'filter[branchId]': id.optional(),
  'filter[role]': role.optional(),
  'filter[isActive]': z.enum(['true', 'false']).optional(),
})

export const password = z.string().min(SHORTEST_PASSWORD).max(200)

export const personInput = z
  .strictObject({
    fullName: line(120),
    phone: optionalLine(30).optional(),
    email: optionalLine(200).optional(),
    nationalId: optionalLine(20).optional(),
    role,
    branchId: id,
    teamId: id.nullable().optional(),
    /** Without one the person can not sign in until an administrator sets it. */
    password: password.optional(),
  })
  .meta({ id: 'PersonRequest' })

export const personChange = personInput
  .omit({ password: true })
  .partial()
  .extend({ version: z.int().min(1) })
  .meta({ id: 'PersonChange' })

export const authorityInput = z
  .strictObject({ maxSingleRials: rialsInput, monthlyBudgetRials: rialsInput })
  .meta({ id: 'AuthorityRequest' })

export const ownPasswordInput = z
  .strictObject({ current: z.string().min(1).max(200), password })
  .meta({ id: 'OwnPasswordRequest' })

const code = z.string().min(6).max(12)
export const secondFactorOffer = z
  .object({
    /** For typing by hand. */
    secret: z.string(),
    otpauthUrl: z.string(),
    qrSvg: z.string(),
    /** Send it back with the first code. */
    token: z.string(),
  })
  .meta({ id: 'SecondFactorOffer' })
export const secondFactorConfirmation = z.strictObject({ token: z.string().min(1).max(1000), code })
export const secondFactorRemoval = z.strictObject({ password: z.string().min(1).max(200), code })

export const customerLink = z
  .strictObject({ customerId: id, kind: z.enum(['self', 'relative']) })
  .meta({ id: 'CustomerLink' })
