import type { Context } from '../../server/lib/context.ts'
import { conflict } from '../../server/lib/errors.ts'
import { digestOf, kioskUrl, newSecret } from './links.ts'
import { accessSurvey } from './survey-access.ts'
import { recordSurvey, requireVersion } from './survey-actions.ts'

/** Opens a survey's door for tablets under a new code, shown this once; the door before is shut. */
export async function openKiosk(ctx: Context, surveyId: string, version: number) {
  const row = await accessSurvey(ctx, surveyId, 'survey.run', { lock: true })
  requireVersion(row, version)
  if (row.status === 'closed') throw conflict('survey_wrong_status', { status: row.status })
  const code = newSecret()
  await ctx.db
    .updateTable('surveys')
    .set({ kiosk_digest: digestOf(code), updated_at: ctx.now, version: version + 1 })
    .where('id', '=', surveyId)
    .execute()
  recordSurvey(ctx, row, 'openKiosk', { hasKiosk: true }, { hasKiosk: row.kiosk_digest !== null })
  return { url: kioskUrl(ctx.services, code), code, version: version + 1 }
}

/** Shuts the door: tablets left open stop taking answers at once. */
export async function closeKiosk(ctx: Context, surveyId: string): Promise<void> {
  const row = await accessSurvey(ctx, surveyId, 'survey.run', { lock: true })
  if (row.kiosk_digest === null) return
  await ctx.db
    .updateTable('surveys')
    .set({ kiosk_digest: null, updated_at: ctx.now, version: row.version + 1 })
    .where('id', '=', surveyId)
    .execute()
  recordSurvey(ctx, row, 'closeKiosk', { hasKiosk: false }, { hasKiosk: true })
}
