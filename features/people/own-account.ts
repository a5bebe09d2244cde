import { clearAttempts, countAttempt } from '../../server/lib/attempts.ts'
import { type Context, personOf, type Role } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import { runWrite } from '../../server/lib/transaction.ts'
import { accessPerson, requireRank } from './actions.ts'
import { refuseWeakPassword } from './insert-person.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { lockPerson } from './queries.ts'
import { revokeSessions } from './sessions.ts'

/** Wrong passwords and codes of a signed-in person; whoever finds an open desk must not guess. */
export const countGuess = (ctx: Context, personId: string) =>
  countAttempt(ctx.services.database.db, 'own-account', personId, 10, 900)

/** Runs the part that writes; the guess was counted before, outside of it. */
export async function write<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  return (await runWrite(ctx, undefined, 200, work)).body
}

/** Sets one's own password with the current one; every other session of the person ends. 422 password_wrong. */
export async function changeOwnPassword(ctx: Context, input: { current: string; password: string }) {
  const me = personOf(ctx)
  await countGuess(ctx, me.id)
  await write(ctx, async (tx) => {
    const row = (await lockPerson(tx.db, me.id))!
    if (!(await checkPassword(row.password_hash, input.current)))
      throw invalid('password_wrong', {}, { current: 'password_wrong' })
    refuseWeakPassword(input.password, [row.phone, row.email, row.full_name, input.current])
    await storePassword(tx, me.id, input.password)
    await revokeSessions(tx, { personId: me.id, exceptSessionId: me.sessionId })
    audit(tx, { action: 'changeOwnPassword', entity: 'person', entityId: me.id, branchId: row.branch_id })
  })
  await clearAttempts(ctx.services.database.db, 'own-account', me.id)
}

/** Gives a colleague a new password and unlocks them; all their sessions end. One's own needs the current one. */
export async function setPassword(ctx: Context, personId: string, password: string): Promise<void> {
  const row = await accessPerson(ctx, personId, 'person.write')
  if (personId === personOf(ctx).id) throw conflict('own_password')
  requireRank(ctx, row.role as Role)
  refuseWeakPassword(password, [row.phone, row.email, row.full_name])
  await storePassword(ctx, personId, password)
  await revokeSessions(ctx, { personId })
  audit(ctx, { action: 'setPassword', entity: 'person', entityId: personId, branchId: row.branch_id })
}

async function storePassword(ctx: Context, personId: string, password: string): Promise<void> {
  await ctx.db
    .updateTable('people')
    .set({ password_hash: await hashPassword(password), failed_sign_ins: 0, locked_until: null })
    .where('id', '=', personId)
    .execute()
}

/** Ends one of one's own sessions; 404 for anybody else's. Says whether it was the one in use. */
export async function endOwnSession(ctx: Context, sessionId: string): Promise<{ wasCurrent: boolean }> {
  const me = personOf(ctx)
  const ended = await revokeSessions(ctx, { sessionId, personId: me.id })
  if (ended === 0) throw notFound()
  audit(ctx, { action: 'endSession', entity: 'session', entityId: sessionId, branchId: me.branchId })
  return { wasCurrent: sessionId === me.sessionId }
}

/** Signs out. Nobody signed in: nothing to do, the cookie goes all the same. */
export async function signOut(ctx: Context): Promise<void> {
  if (ctx.actor.kind !== 'person') return
  await revokeSessions(ctx, { sessionId: ctx.actor.sessionId })
  audit(ctx, {
    action: 'signOut',
    entity: 'person',
    entityId: ctx.actor.id,
    branchId: ctx.actor.branchId,
  })
}
