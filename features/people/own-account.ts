import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'
import { clearAttempts, countAttempt } from '../../server/lib/attempts.ts'
import type { Role } from '../../server/lib/context.ts'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import { seal, unseal } from '../../server/lib/seal.ts'
import { runWrite } from '../../server/lib/transaction.ts'
import { accessPerson, refuseWeakPassword, requireRank } from './actions.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { lockPerson } from './queries.ts'
import { revokeSessions } from './sessions.ts'
import { sealPurpose, totpStep } from './sign-in.ts'

const OFFER_SECONDS = 15 * 60
const offerPurpose = (personId: string) => `people.totp.offer|${personId}`
/** Wrong passwords and codes of a signed-in person; whoever finds an open desk must not guess. */
const countGuess = (ctx: Context, personId: string) =>
  countAttempt(ctx.services.database.db, 'own-account', personId, 10, 900)

/** Runs the part that writes; the guess was counted before, outside of it. */
async function write<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
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

/** A new secret for an authenticator app. Nothing is stored: the sealed token carries it until the first code. */
export async function offerSecondFactor(ctx: Context) {
  const me = personOf(ctx)
  const row = await ctx.db
    .selectFrom('people as p')
    .innerJoin('company as c', (join) => join.onTrue())
    .select(['p.totp_sealed', 'p.phone', 'p.email', 'c.name'])
    .where('p.id', '=', me.id)
    .executeTakeFirstOrThrow()
  if (row.totp_sealed) throw conflict('second_factor_on')
  const secret = new Secret({ size: 20 }).base32
  const otpauthUrl = new TOTP({
    issuer: row.name,
    label: row.email ?? row.phone ?? me.fullName,
    secret,
  }).toString()
  const expiresAt = ctx.now.getTime() + OFFER_SECONDS * 1000
  return {
    secret,
    otpauthUrl,
    qrSvg: await QRCode.toString(otpauthUrl, { type: 'svg', margin: 1 }),
    token: seal(ctx.services.secrets.sealKey, offerPurpose(me.id), JSON.stringify({ secret, expiresAt })),
  }
}

function openOffer(ctx: Context, personId: string, token: string): string {
  try {
    const text = unseal(ctx.services.secrets.sealKey, offerPurpose(personId), token)
    const offer = JSON.parse(text) as { secret: string; expiresAt: number }
    if (offer.expiresAt > ctx.now.getTime()) return offer.secret
  } catch {}
  throw invalid('second_factor_expired')
}

/** Turns the second factor on with the first code of the app; that code signs nobody in afterwards. */
export async function confirmSecondFactor(ctx: Context, input: { token: string; code: string }) {
  const me = personOf(ctx)
  await countGuess(ctx, me.id)
  await write(ctx, async (tx) => {
    const row = (await lockPerson(tx.db, me.id))!
    if (row.totp_sealed) throw conflict('second_factor_on')
    const secret = openOffer(tx, me.id, input.token)
    const step = totpStep(secret, input.code, tx.now)
    if (step === undefined) throw invalid('code_wrong', {}, { code: 'code_wrong' })
    await tx.db
      .updateTable('people')
      .set({
        totp_sealed: seal(tx.services.secrets.sealKey, sealPurpose(me.id), secret),
        totp_last_step: BigInt(step),
      })
      .where('id', '=', me.id)
      .execute()
    audit(tx, { action: 'confirmSecondFactor', entity: 'person', entityId: me.id, branchId: row.branch_id })
  })
}

/** Turns one's own second factor off: with the password and a code that was not used before. */
export async function removeOwnSecondFactor(ctx: Context, input: { password: string; code: string }) {
  const me = personOf(ctx)
  await countGuess(ctx, me.id)
  await write(ctx, async (tx) => {
    const row = (await lockPerson(tx.db, me.id))!
    if (!row.totp_sealed) throw conflict('second_factor_off')
    if (!(await checkPassword(row.password_hash, input.password)))
      throw invalid('password_wrong', {}, { password: 'password_wrong' })
    const secret = unseal(tx.services.secrets.sealKey, sealPurpose(me.id), row.totp_sealed)
    const step = totpStep(secret, input.code, tx.now)
    if (step === undefined || (row.totp_last_step !== null && BigInt(step) <= row.totp_last_step))
      throw invalid('code_wrong', {}, { code: 'code_wrong' })
    await clearSecondFactor(tx, me.id)
    audit(tx, { action: 'removeSecondFactor', entity: 'person', entityId: me.id, branchId: row.branch_id })
  })
}

/** For a colleague who lost their phone: turns the second factor off and ends all their sessions. */
export async function resetSecondFactor(ctx: Context, personId: string): Promise<void> {
  const row = await accessPerson(ctx, personId, 'person.write')
  if (personId === personOf(ctx).id) throw conflict('own_second_factor')
  requireRank(ctx, row.role as Role)
  if (!row.totp_sealed) throw conflict('second_factor_off')
  await clearSecondFactor(ctx, personId)
  await revokeSessions(ctx, { personId })
  audit(ctx, { action: 'resetSecondFactor', entity: 'person', entityId: personId, branchId: row.branch_id })
}

const clearSecondFactor = (ctx: Context, personId: string) =>
  ctx.db
    .updateTable('people')
    .set({ totp_sealed: null, totp_last_step: null })
    .where('id', '=', personId)
    .execute()

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
