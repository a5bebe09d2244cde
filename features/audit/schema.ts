import { z } from 'zod'
import { day, id, instant, pageQuery } from '../../server/lib/fields.ts'

export const auditEntry = z
  .object({
    id,
    at: instant,
    actorKind: z.enum(['person', 'customer', 'system']),
    actorId: id.nullable(),
    actorName: z.string(),
    ip: z.string(),
    action: z.string(),
    entity: z.string(),
    entityId: z.string(),
    customerId: id.nullable(),
    branchId: id.nullable(),
    before: z.unknown(),
    after: z.unknown(),
    /** Its place in the chain; null for the second or so before it is sealed. */
    seq: z.int().nullable(),
  })
  .meta({ id: 'AuditEntry' })

export const auditQuery = z.strictObject({
  ...pageQuery,
  'filter[actor]': id.optional(),
  'filter[entity]': z.string().max(60).optional(),
  'filter[entityId]': z.string().max(80).optional(),
  'filter[customer]': id.optional(),
  'filter[action]': z.string().max(60).optional(),
  'filter[from]': day.optional(),
  'filter[to]': day.optional(),
})

export const auditPage = z
  .object({
    items: z.array(auditEntry),
    nextCursor: z.string().nullable(),
    /** The first day looked at: filters without an index of their own look 92 days back unless told otherwise. */
    from: day.nullable(),
  })
  .meta({ id: 'AuditPage' })

export const auditReport = z
  .object({
    entries: z.int(),
    sealed: z.int(),
    unsealed: z.int(),
    problemCount: z.int(),
    problems: z.array(
      z.object({
        kind: z.enum(['digest', 'chain', 'missing_entry', 'gap', 'unchained', 'unsealed_old', 'truncated']),
        seq: z.int().optional(),
        entryId: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'AuditReport' })
