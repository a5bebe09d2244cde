import type { z } from 'zod'
import { type Context, personOf, type Role } from '../../server/lib/context.ts'
import { conflict, forbidden, invalid, notFound } from '../../server/lib/errors.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { isInScope } from './access.ts'
import { insertPerson, readIdentifiers, refuseBadPlace, refuseTaken } from './insert-person.ts'
import type { Permission } from './permissions.ts'
import { findPersonRow, lockAdministrators, lockPerson } from './queries.ts'
import { mayGrantRole } from './rules.ts'
import type { authorityInput, personChange, personInput } from './schema.ts'
import { forgetSessions, revokeSessions } from './sessions.ts'

type PersonInput = z.output<typeof personInput>
type Locked = NonNullable<Awaited<ReturnType<typeof lockPerson>>>

/** A colleague's row, locked: 404 out of the scope of `person.read`, 403 out of the scope of `permission`. */
export async function accessPerson(ctx: Context, personId: string, permission: Permission): Promise<Locked> {
  const row = await lockPerson(ctx.db, personId)
  const me = personOf(ctx)
  if (!row || !isInScope(me, 'person.read', row)) throw notFound()
  if (!isInScope(me, permission, row)) throw forbidden()
  return row
}

/** The person as colleagues see them. */
export const getPerson = async (ctx: Context, personId: string) =>
  (await findPersonRow(ctx.db, ctx.now, personId))!

/** Takes a colleague on, without authority to compensate: that is a step of its own. */
export async function addPerson(ctx: Context, input: PersonInput) {
  if (!mayGrantRole(personOf(ctx).permissions, input.role)) throw forbidden('role_too_high')
  const { id } = await insertPerson(ctx, input)
  const person = await getPerson(ctx, id)
  audit(ctx, {
    action: 'addPerson',
    entity: 'person',
    entityId: id,
    branchId: input.branchId,
    after: { ...person, nationalId: input.nationalId },
  })
  emit(ctx, { name: 'person.added', branchId: input.branchId, personId: id })
  return person
}

/**
 * Changes a colleague; role and branch hold from their next request. Nobody changes their own role, and there is always
 * an administrator.
 */
export async function updatePerson(ctx: Context, personId: string, change: z.output<typeof personChange>) {
  const me = personOf(ctx)
  const administrators = change.role === undefined ? [] : await lockAdministrators(ctx.db)
  const row = await accessPerson(ctx, personId, 'person.write')
  if (row.version !== change.version) throw conflict('version_conflict')
  const role = change.role ?? (row.role as Role)
  if (role !== row.role) {
    if (personId === me.id) throw conflict('own_role')
    requireRank(ctx, row.role as Role, role)
    if (row.role === 'administrator') keepAnAdministrator(ctx, administrators, personId)
  }
  const identifiers = readIdentifiers({
    phone: change.phone ?? row.phone,
    email: change.email ?? row.email,
    nationalId: change.nationalId ?? row.national_id,
  })
  await refuseTaken(ctx, identifiers, personId)
  const branchId = change.branchId ?? row.branch_id
  const teamId = change.teamId !== undefined ? change.teamId : branchId === row.branch_id ? row.team_id : null
  if (branchId !== row.branch_id || teamId !== row.team_id) await refuseBadPlace(ctx, branchId, teamId)
  const before = await getPerson(ctx, personId)
  await ctx.db
    .updateTable('people')
    .set({
      full_name: change.fullName ?? row.full_name,
      phone: identifiers.phone,
      email: identifiers.email,
      national_id: identifiers.nationalId,
      role,
      branch_id: branchId,
      team_id: teamId,
      updated_at: ctx.now,
      version: row.version + 1,
    })
    .where('id', '=', personId)
    .execute()
  forgetSessions(ctx)
  const after = await getPerson(ctx, personId)
  audit(ctx, { action: 'updatePerson', entity: 'person', entityId: personId, branchId, before, after })
  emit(ctx, { name: 'person.changed', branchId, personId })
  return after
}

/** Lets a person in again, or keeps them out: their sessions end with the same commit. */
export async function setActive(ctx: Context, personId: string, isActive: boolean) {
  const administrators = isActive ? [] : await lockAdministrators(ctx.db)
  const row = await accessPerson(ctx, personId, 'person.write')
  if (!isActive && personId === personOf(ctx).id) throw conflict('own_deactivation')
  if (row.is_active === isActive) return getPerson(ctx, personId)
  requireRank(ctx, row.role as Role)
  if (isActive) await refuseBadPlace(ctx, row.branch_id, null)
  else if (row.role === 'administrator') keepAnAdministrator(ctx, administrators, personId)
  await ctx.db
    .updateTable('people')
    .set({
      is_active: isActive,
      failed_sign_ins: 0,
      locked_until: null,
      updated_at: ctx.now,
      version: row.version + 1,
    })
    .where('id', '=', personId)
    .execute()
  if (!isActive) await revokeSessions(ctx, { personId })
  const action = isActive ? 'activatePerson' : 'deactivatePerson'
  audit(ctx, { action, entity: 'person', entityId: personId, branchId: row.branch_id })
  emit(ctx, {
    name: isActive ? 'person.activated' : 'person.deactivated',
    branchId: row.branch_id,
    personId,
  })
  return getPerson(ctx, personId)
}

/** How much a person may compensate with at once and in a month. Never one's own. */
export async function putAuthority(ctx: Context, personId: string, input: z.output<typeof authorityInput>) {
  const row = await accessPerson(ctx, personId, 'authority.write')
  if (personId === personOf(ctx).id) throw forbidden('own_authority')
  if (input.maxSingleRials > input.monthlyBudgetRials)
    throw invalid('authority_over_budget', {}, { maxSingleRials: 'authority_over_budget' })
  await ctx.db
    .updateTable('people')
    .set({
      max_single_rials: BigInt(input.maxSingleRials),
      monthly_budget_rials: BigInt(input.monthlyBudgetRials),
      updated_at: ctx.now,
      version: row.version + 1,
    })
    .where('id', '=', personId)
    .execute()
  audit(ctx, {
    action: 'putAuthority',
    entity: 'person',
    entityId: personId,
    branchId: row.branch_id,
    before: { maxSingleRials: row.max_single_rials, monthlyBudgetRials: row.monthly_budget_rials },
    after: input,
  })
  emit(ctx, { name: 'person.authority_changed', branchId: row.branch_id, personId })
  return getPerson(ctx, personId)
}

/** Throws 403 when one of the roles holds more than the one who acts. */
export function requireRank(ctx: Context, ...roles: Role[]): void {
  const { permissions } = personOf(ctx)
  if (!roles.every((role) => mayGrantRole(permissions, role))) throw forbidden('role_too_high')
}

/** `administrators` were locked before the person's row, so that two who disable each other do not lock each other. */
function keepAnAdministrator(
  ctx: Context,
  administrators: readonly { id: string }[],
  leavingId: string,
): void {
  const me = personOf(ctx)
  // The second of the two finds here that they are none any more.
  if (me.role === 'administrator' && !administrators.some((row) => row.id === me.id)) throw forbidden()
  if (administrators.every((row) => row.id === leavingId)) throw conflict('last_administrator')
}
