import { maskIdentifier } from '@hamdel/persian'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, invalid } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { isInScope, requireScope } from '../people/access.ts'
import { accessCustomer, type CustomerRow, lockPhones } from './access.ts'
import { readContactPoints } from './contact-points.ts'
import { findCandidates, insertContactPoints, requirePlace, requireUnique } from './queries.ts'
import { type CustomerKind, customerKeys, identifierKey } from './rules.ts'
import type { customerInput, customerUpdate } from './schema.ts'

/** The stored identifier of what was typed; empty means none. Throws 422 `identifier_invalid`. */
function readIdentifier(kind: CustomerKind, typed: string | null | undefined): string | null {
  if (!typed) return null
  const identifier = identifierKey(kind, typed)
  if (!identifier) throw invalid('identifier_invalid', {}, { identifier: 'identifier_invalid' })
  return identifier
}

/**
 * Adds a customer with their contact points. When one of these, or the identifier, already belongs to somebody, answers
 * 409 `customer_may_exist` with the names and ids the asker may see, unless `allowDuplicate`.
 */
export async function createCustomer(
  ctx: Context,
  input: z.output<typeof customerInput>,
): Promise<{ id: string }> {
  const branchId = input.branchId ?? personOf(ctx).branchId
  const ownerId = input.ownerId ?? null
  requireScope(ctx, 'customer.write', { branch_id: branchId, owner_id: ownerId })
  await requirePlace(ctx, branchId, ownerId)
  const identifier = readIdentifier(input.kind, input.identifier)
  const points = await readContactPoints(ctx, input.contactPoints)
  await lockPhones(
    ctx,
    points.filter((point) => point.kind === 'phone').map((point) => point.normalised),
  )
  if (!input.allowDuplicate) await refuseDuplicate(ctx, { kind: input.kind, identifier, contacts: points })
  const row = {
    id: newId(),
    kind: input.kind,
    ...customerKeys(input.fullName),
    honorific: input.honorific ?? '',
    identifier,
    external_code: input.externalCode || null,
    stage: input.stage ?? 'potential',
    tier: input.tier ?? 'normal',
    owner_id: ownerId,
    branch_id: branchId,
    tags: [...new Set(input.tags ?? [])],
    city: input.city ?? '',
    born_on: input.bornOn ?? null,
    note: input.note ?? '',
    created_at: ctx.now,
    updated_at: ctx.now,
  }
  await requireUnique(ctx, row)
  await ctx.db.insertInto('customers').values(row).execute()
  await insertContactPoints(ctx, row.id, points)
  audit(ctx, {
    action: 'createCustomer',
    entity: 'customer',
    entityId: row.id,
    customerId: row.id,
    branchId,
    after: { ...shownOf(row), contactPoints: points.map((point) => point.normalised) },
  })
  emit(ctx, { name: 'customer.created', customerId: row.id, branchId, personId: ownerId })
  return { id: row.id }
}

async function refuseDuplicate(ctx: Context, input: Parameters<typeof findCandidates>[1]): Promise<void> {
  const found = await findCandidates(ctx, input)
  if (found.length === 0) return
  const person = personOf(ctx)
  // Of a customer of another branch only that there is one is told.
  const seen = found.filter((row) => isInScope(person, 'customer.read', row))
  throw conflict('customer_may_exist', {
    count: found.length,
    names: seen.map((row) => row.full_name).join('، '),
    candidateIds: seen.map((row) => row.id).join(','),
    elsewhereCount: found.length - seen.length,
  })
}

const COLUMNS = {
  fullName: 'full_name',
  honorific: 'honorific',
  identifier: 'identifier',
  externalCode: 'external_code',
  stage: 'stage',
  tier: 'tier',
  mood: 'mood',
  ownerId: 'owner_id',
  branchId: 'branch_id',
  tags: 'tags',
  city: 'city',
  bornOn: 'born_on',
  note: 'note',
} as const

/** What the audit keeps: the identifier masked, or reading the audit would be a way around unmasking. */
function shownOf(row: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, column] of Object.entries(COLUMNS))
    if (column in row)
      shown[name] = column === 'identifier' && row[column] ? maskIdentifier(String(row[column])) : row[column]
  return shown
}

type Update = Partial<z.output<typeof customerUpdate>> & { version: number }
type ActionName = 'updateCustomer' | 'changeStage' | 'assignCustomer' | 'tagCustomer'
const FACTS: Record<ActionName, string> = {
  updateCustomer: 'customer.updated',
  changeStage: 'customer.stage_changed',
  assignCustomer: 'customer.assigned',
  tagCustomer: 'customer.updated',
}

/**
 * Changes fields of a customer. 409 `version_conflict` when somebody was faster. A customer handed to another branch
 * needs `customer.write` there too and keeps their owner only when named with it.
 */
export async function updateCustomer(
  ctx: Context,
  customerId: string,
  input: Update,
  action: ActionName = 'updateCustomer',
): Promise<{ version: number }> {
  const row = await accessCustomer(ctx, customerId, 'customer.write', { lock: true })
  if (row.version !== input.version) throw conflict('version_conflict')
  const wanted = wantedRow(row, input)
  const changed = Object.keys(wanted).filter(
    (column) => JSON.stringify(wanted[column]) !== JSON.stringify(row[column as keyof CustomerRow]),
  )
  if (changed.length === 0) return { version: row.version }
  const branchId = wanted.branch_id as string
  if (changed.includes('branch_id') || changed.includes('owner_id')) {
    requireScope(ctx, 'customer.write', { branch_id: branchId, owner_id: wanted.owner_id as string | null })
    await requirePlace(ctx, branchId, wanted.owner_id as string | null)
  }
  if (changed.includes('identifier') || changed.includes('external_code'))
    await requireUnique(ctx, { ...row, ...wanted } as CustomerRow)

  const values = Object.fromEntries(changed.map((column) => [column, wanted[column]]))
  const before = Object.fromEntries(changed.map((column) => [column, row[column as keyof CustomerRow]]))
  const version = row.version + 1
  const { mood, ...own } = values
  if (mood !== undefined)
    await ctx.db
      .updateTable('customer_activity')
      .set({ mood: String(mood), mood_at: ctx.now })
      .where('customer_id', '=', customerId)
      .execute()
  await ctx.db
    .updateTable('customers')
    .set({
      ...own,
      ...(values.full_name === undefined ? {} : customerKeys(String(values.full_name))),
      updated_at: ctx.now,
      version,
    })
    .where('id', '=', customerId)
    .execute()
  audit(ctx, {
    action,
    entity: 'customer',
    entityId: customerId,
    customerId,
    branchId,
    before: shownOf(before),
    after: shownOf(values),
  })
  const fact = { customerId, branchId, personId: wanted.owner_id as string | null }
  emit(ctx, { ...fact, name: FACTS[action], payload: { changed: Object.keys(shownOf(values)) } })
  // The branch that loses them is told too.
  if (branchId !== row.branch_id) emit(ctx, { ...fact, name: FACTS[action], branchId: row.branch_id })
  return { version }
}

/** The columns as asked for; those that were not mentioned as they are. */
function wantedRow(row: CustomerRow, input: Update): Record<string, unknown> {
  const wanted: Record<string, unknown> = {}
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = input[name as keyof typeof COLUMNS]
    wanted[column] = value === undefined ? row[column] : value
  }
  if (input.fullName !== undefined) wanted.full_name = customerKeys(input.fullName).full_name
  if (input.identifier !== undefined)
    wanted.identifier = readIdentifier(row.kind as CustomerKind, input.identifier)
  if (input.externalCode !== undefined) wanted.external_code = input.externalCode || null
  if (input.tags) wanted.tags = [...new Set(input.tags)]
  if (wanted.branch_id !== row.branch_id && input.ownerId === undefined) wanted.owner_id = null
  return wanted
}
