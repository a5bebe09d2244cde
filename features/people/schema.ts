import { z } from 'zod'
import { id, instant, line, optionalLine, rials, rialsInput } from '../../server/lib/fields.ts'

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

export const personInput = z
  .object({
    fullName: line(120),
    phone: optionalLine(30).optional(),
    email: optionalLine(200).optional(),
    nationalId: optionalLine(20).optional(),
    role,
    branchId: id,
    teamId: id.nullable().optional(),
    password: z.string().min(10).max(200).optional(),
  })
  .meta({ id: 'PersonRequest' })

export const authorityInput = z
  .object({ maxSingleRials: rialsInput, monthlyBudgetRials: rialsInput })
  .meta({ id: 'AuthorityRequest' })
export const branch = z
  .object({
    id,
    name: z.string(),
    code: z.string().nullable(),
    city: z.string(),
    address: z.string(),
    isActive: z.boolean(),
  })
  .meta({ id: 'Branch' })
export const team = z.object({ id, branchId: id, name: z.string() }).meta({ id: 'Team' })
