import { z } from 'zod'
import { id, instant } from '../../server/lib/fields.ts'

export const metric = z.enum(['first_reply', 'resolution'])

export const clock = z
  .object({
    id,
    metric,
    state: z.enum(['running', 'paused', 'near', 'breached', 'met', 'missed']),
    targetSeconds: z.int(),
    startedAt: instant,
    nearAt: instant,
    dueAt: instant,
    pausedAt: instant.nullable(),
    stoppedAt: instant.nullable(),
    breachedAt: instant.nullable(),
    pausedSeconds: z.int(),
    pausedBusinessSeconds: z.int(),
    elapsedSeconds: z.int().nullable(),
    elapsedBusinessSeconds: z.int().nullable(),
    /** Until due; negative when late. */
    remainingSeconds: z.int(),
    remainingBusinessSeconds: z.int().nullable(),
  })
  .meta({ id: 'Clock' })
