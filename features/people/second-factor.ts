import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'
import { type Context, personOf, type Role } from '../../server/lib/context.ts'
import { conflict, invalid } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import { seal, unseal } from '../../server/lib/seal.ts'
import { accessPerson, requireRank } from './actions.ts'
import { countGuess, write } from './own-account.ts'
import { checkPassword } from './passwords.ts'
import { lockPerson } from './queries.ts'
import { revokeSessions } from './sessions.ts'
import { sealPurpose, totpStep } from './sign-in.ts'

const OFFER_SECONDS = 15 * 60
const offerPurpose = (personId: string) => `people.totp.offer|${personId}`

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
