import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { accessCustomer, lockPhones, readPhone } from './access.ts'
import { insertContactPoints, type NewContactPoint, touchCustomer } from './queries.ts'
import { contactPointKey } from './rules.ts'
import type { contactPointInput } from './schema.ts'

type Input = z.output<typeof contactPointInput>

/**
 * Reads typed contact points: without repetitions, one primary of each kind (the one said to be, else the first). 422
 * with the place of the wrong one.
 */
export async function readContactPoints(ctx: Context, inputs: readonly Input[]): Promise<NewContactPoint[]> {
  const points: NewContactPoint[] = []
  for (const [i, input] of inputs.entries()) {
    const normalised = await readKey(ctx, input, `contactPoints.${i}.value`)
    if (points.some((point) => point.kind === input.kind && point.normalised === normalised)) continue
    points.push({
      kind: input.kind,
      value: input.value,
      normalised,
      label: input.label ?? '',
      isPrimary: input.isPrimary ?? false,
    })
  }
  for (const kind of new Set(points.map((point) => point.kind))) {
    const alike = points.filter((point) => point.kind === kind)
    const chosen = alike.find((point) => point.isPrimary) ?? alike[0]
    for (const point of alike) point.isPrimary = point === chosen
  }
  return points
}

async function readKey(ctx: Context, input: Input, field: string): Promise<string> {
  const key =
    input.kind === 'phone' ? await readPhone(ctx, input.value) : contactPointKey(input.kind, input.value)
  const code = input.kind === 'phone' ? 'phone_invalid' : 'contact_point_invalid'
  if (!key) throw invalid(code, {}, { [field]: code })
  return key
}

/** Adds a way to reach the customer; the first of its kind is the primary one. */
export async function addContactPoint(ctx: Context, customerId: string, input: Input) {
  const customer = await accessCustomer(ctx, customerId, 'customer.write', { lock: true })
  const normalised = await readKey(ctx, input, 'value')
  if (input.kind === 'phone') await lockPhones(ctx, [normalised])
  const primary = await ctx.db
    .selectFrom('contact_points')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('kind', '=', input.kind)
    .where('is_primary', '=', true)
    .executeTakeFirst()
  const isPrimary = input.isPrimary || !primary
  const [point] = await insertContactPoints(ctx, customerId, [
    { kind: input.kind, value: input.value, normalised, label: input.label ?? '', isPrimary: false },
  ])
  if (!point) throw conflict('contact_point_exists')
  if (isPrimary) await makePrimary(ctx, customerId, point)
  await touchCustomer(ctx, customerId)
  audit(ctx, {
    action: 'addContactPoint',
    entity: 'contact_point',
    entityId: point.id,
    customerId,
    branchId: customer.branch_id,
    after: { ...point, isPrimary },
  })
  emit(ctx, { name: 'customer.updated', customerId, branchId: customer.branch_id })
  return { ...point, isPrimary } as never
}

/** Removes a contact point; the oldest of its kind takes the place of a removed primary one. */
export async function removeContactPoint(ctx: Context, customerId: string, pointId: string): Promise<void> {
  const customer = await accessCustomer(ctx, customerId, 'customer.write', { lock: true })
  const point = await ctx.db
    .deleteFrom('contact_points')
    .where('customer_id', '=', customerId)
    .where('id', '=', pointId)
    .returning(['kind', 'value', 'normalised', 'label', 'is_primary'])
    .executeTakeFirst()
  if (!point) throw notFound('contact_point_not_found')
  if (point.is_primary) {
    const next = await ctx.db
      .selectFrom('contact_points')
      .select(['id', 'kind'])
      .where('customer_id', '=', customerId)
      .where('kind', '=', point.kind)
      .orderBy('created_at')
      .orderBy('id')
      .executeTakeFirst()
    if (next) await makePrimary(ctx, customerId, next)
  }
  await touchCustomer(ctx, customerId)
  audit(ctx, {
    action: 'removeContactPoint',
    entity: 'contact_point',
    entityId: pointId,
    customerId,
    branchId: customer.branch_id,
    before: point,
  })
  emit(ctx, { name: 'customer.updated', customerId, branchId: customer.branch_id })
}

/** Says which contact point of its kind is used first. */
export async function setPrimaryContactPoint(
  ctx: Context,
  customerId: string,
  pointId: string,
): Promise<void> {
  const customer = await accessCustomer(ctx, customerId, 'customer.write', { lock: true })
  const point = await ctx.db
    .selectFrom('contact_points')
    .select(['id', 'kind', 'normalised', 'is_primary'])
    .where('customer_id', '=', customerId)
    .where('id', '=', pointId)
    .executeTakeFirst()
  if (!point) throw notFound('contact_point_not_found')
  if (point.is_primary) return
  await makePrimary(ctx, customerId, point)
  await touchCustomer(ctx, customerId)
  audit(ctx, {
    action: 'setPrimaryContactPoint',
    entity: 'contact_point',
    entityId: pointId,
    customerId,
    branchId: customer.branch_id,
    after: { kind: point.kind, normalised: point.normalised },
  })
  emit(ctx, { name: 'customer.updated', customerId, branchId: customer.branch_id })
}

async function makePrimary(
  ctx: Context,
  customerId: string,
  point: { id: string; kind: string },
): Promise<void> {
  await ctx.db
    .updateTable('contact_points')
    .set({ is_primary: sql<boolean>`id = ${point.id}::uuid` })
    .where('customer_id', '=', customerId)
    .where('kind', '=', point.kind)
    .execute()
}
