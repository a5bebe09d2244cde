import type { Selectable } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import type { Invitations, Surveys } from '../../server/lib/db-types.ts'
import { forbidden, notFound } from '../../server/lib/errors.ts'
import { notDeleted } from '../customers/access.ts'
import { isInScope } from '../people/access.ts'
import type { Permission } from '../people/permissions.ts'

export type SurveyRow = Selectable<Surveys>
export type InvitationRow = Selectable<Invitations>

/**
 * The only way to a survey. Everybody who may read surveys reads those of their branch and those of the whole company;
 * the latter are run only by whom `survey.run` reaches everywhere. 404 out of sight, 403 in sight but not allowed.
 * `lock` holds the row until the transaction ends; answers to the survey do not wait for it.
 */
export async function accessSurvey(
  ctx: Context,
  surveyId: string,
  permission: Permission,
  options: { lock?: boolean } = {},
): Promise<SurveyRow> {
  let query = ctx.db.selectFrom('surveys').selectAll().where('id', '=', surveyId)
  if (options.lock) query = query.forNoKeyUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw notFound('survey_not_found')
  if (ctx.actor.kind === 'system') return row
  const person = personOf(ctx)
  const reaches = (wanted: Permission, isShared: boolean) =>
    isInScope(person, wanted, row) ||
    (isShared && row.branch_id === null && person.permissions[wanted] === 'branch')
  if (!reaches('survey.read', true)) throw notFound('survey_not_found')
  // Interviews and lists of a survey of the whole company are everybody's work, each in their own branch.
  if (!reaches(permission, permission !== 'survey.run')) throw forbidden()
  return row
}

/** The only way to an invitation: by the branch it was made for. `lock` holds the row until the transaction ends. */
export async function accessInvitation(
  ctx: Context,
  customerId: string,
  invitationId: string,
  permission: Permission,
  options: { lock?: boolean } = {},
): Promise<InvitationRow> {
  let query = ctx.db
    .selectFrom('invitations')
    .selectAll()
    .where(notDeleted('invitations'))
    .where('customer_id', '=', customerId)
    .where('id', '=', invitationId)
  if (options.lock) query = query.forNoKeyUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw notFound('invitation_not_found')
  if (ctx.actor.kind === 'system') return row
  const person = personOf(ctx)
  if (!isInScope(person, 'survey.read', row)) throw notFound('invitation_not_found')
  if (!isInScope(person, permission, row)) throw forbidden()
  return row
}
