import type { Context } from '../../server/lib/context.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { forgetClockSettings } from '../clocks/calendars.ts'

/** Audits a change of the settings, announces it, and makes this process forget what it kept in memory. */
export function settingsChanged(
  ctx: Context,
  change: {
    action: string
    entity: 'company' | 'branch' | 'team' | 'businessHours' | 'calendarDay' | 'clockPolicies' | 'category'
    entityId?: string
    branchId?: string | null
    before?: unknown
    after?: unknown
  },
): void {
  const { action, entity, entityId = 'company', branchId = null, before, after } = change
  audit(ctx, { action, entity, entityId, branchId, before, after })
  emit(ctx, { name: 'settings.changed', payload: { entity, entityId } })
  ctx.outbox.afterCommit.push(() => forgetClockSettings(ctx.services))
}
