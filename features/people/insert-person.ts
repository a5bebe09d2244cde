import { isNationalId, isWeakPassword, normaliseIdentifier, normalisePhone } from '@hamdel/persian'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict, invalid } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { hashPassword } from './passwords.ts'
import { findBranchOfPeople, findTaken, findTeamOfPeople } from './queries.ts'
import type { personInput } from './schema.ts'

interface Identifiers {
  phone: string | null
  email: string | null
  nationalId: string | null
}

/** Phone, e-mail and national ID as they are stored; 422 names the field at fault. */
export function readIdentifiers(input: {
  phone?: string | null | undefined
  email?: string | null | undefined
  nationalId?: string | null | undefined
}): Identifiers {
  const phone = input.phone ? normalisePhone(input.phone) : null
  if (input.phone && !phone) throw invalid('staff_phone_invalid', {}, { phone: 'staff_phone_invalid' })
  const email = input.email ? input.email.toLowerCase() : null
  if (email && !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(email))
    throw invalid('staff_email_invalid', {}, { email: 'staff_email_invalid' })
  if (!phone && !email) throw invalid('identifier_required', {}, { phone: 'identifier_required' })
  if (input.nationalId && !isNationalId(input.nationalId))
    throw invalid('staff_national_id_invalid', {}, { nationalId: 'staff_national_id_invalid' })
  const nationalId = input.nationalId ? normaliseIdentifier(input.nationalId).padStart(10, '0') : null
  return { phone: phone ?? null, email, nationalId }
}

export async function refuseTaken(ctx: Context, { phone, email }: Identifiers, exceptId: string | null) {
  for (const row of await findTaken(ctx.db, phone, email, exceptId))
    throw phone && row.phone === phone ? conflict('person_phone_taken') : conflict('person_email_taken')
}

export async function refuseBadPlace(ctx: Context, branchId: string, teamId: string | null) {
  const branch = await findBranchOfPeople(ctx.db, branchId)
  if (!branch?.is_active) throw invalid('branch_closed', {}, { branchId: 'branch_closed' })
  if (teamId === null) return
  const team = await findTeamOfPeople(ctx.db, teamId)
  if (team?.branch_id !== branchId)
    throw invalid('team_of_other_branch', {}, { teamId: 'team_of_other_branch' })
}

export function refuseWeakPassword(password: string, facts: readonly (string | null | undefined)[]): void {
  if (isWeakPassword(password, facts)) throw invalid('password_weak', {}, { password: 'password_weak' })
}

/** Writes a new person, with no check of who asks; set-up and the seed use it too. */
export async function insertPerson(
  ctx: Context,
  input: z.output<typeof personInput>,
): Promise<{ id: string }> {
  const identifiers = readIdentifiers(input)
  await refuseTaken(ctx, identifiers, null)
  await refuseBadPlace(ctx, input.branchId, input.teamId ?? null)
  if (input.password !== undefined)
    refuseWeakPassword(input.password, [identifiers.phone, identifiers.email, input.fullName])
  const id = newId()
  await ctx.db
    .insertInto('people')
    .values({
      id,
      full_name: input.fullName,
      phone: identifiers.phone,
      email: identifiers.email,
      national_id: identifiers.nationalId,
      password_hash: input.password === undefined ? null : await hashPassword(input.password),
      role: input.role,
      branch_id: input.branchId,
      team_id: input.teamId ?? null,
    })
    .execute()
  return { id }
}
