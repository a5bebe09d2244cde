import { normalisePhone, toLatinDigits } from '@hamdel/persian'
import { TOTP } from 'otpauth'
import { countAttempt } from '../../server/lib/attempts.ts'
import type { Context } from '../../server/lib/context.ts'
import { tooMany, unauthenticated } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import { unseal } from '../../server/lib/seal.ts'
import { runWrite } from '../../server/lib/transaction.ts'
import { checkPassword } from './passwords.ts'
import { startSession } from './sessions.ts'

const MAX_FAILURES = 5
const LOCK_SECONDS = 15 * 60
const STEP_SECONDS = 30

/** The step of a right one-time code within ±1 step, or undefined. */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  const totp = new TOTP({ secret, period: STEP_SECONDS })
  const delta = totp.validate({
    token: toLatinDigits(code).replace(/\s/g, ''),
    timestamp: now.getTime(),
    window: 1,
  })
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / STEP_SECONDS) + delta
}

export const sealPurpose = (personId: string) => `people.totp|${personId}`

/**
 * Signs a person in. Unknown name, wrong password and disabled person give one answer in one time. Five failures
 * lock the account for fifteen minutes; a one-time code works once.
 */
export async function signIn(
  ctx: Context,
  input: { identifier: string; password: string; totp?: string | undefined },
  userAgent: string,
): Promise<{ token: string; personId: string }> {
  await countAttempt(ctx.services.database.db, 'sign-in-address', ctx.ip, 60, 300, 'too_many_sign_ins')
  const phone = normalisePhone(input.identifier)
  const email = input.identifier.toLowerCase()
  const person = await ctx.db
    .selectFrom('people')
    .select([
      'id',
      'full_name',
      'branch_id',
      'password_hash',
      'is_active',
      'locked_until',
      'failed_sign_ins',
      'totp_sealed',
      'totp_last_step',
    ])
    .where((eb) => eb.or([eb('email', '=', email), ...(phone ? [eb('phone', '=', phone)] : [])]))
    .executeTakeFirst()
  if (person?.locked_until && person.locked_until > ctx.now)
    throw tooMany('locked_out', {
      retryAfterSeconds: Math.ceil((person.locked_until.getTime() - ctx.now.getTime()) / 1000),
    })
  const isRight = await checkPassword(person?.is_active ? person.password_hash : null, input.password)
  if (!person) throw unauthenticated('sign_in_failed')
  if (!isRight) return fail(ctx, person)

  let step: number | undefined
  if (person.totp_sealed) {
    if (!input.totp) throw unauthenticated('second_factor_required')
    step = totpStep(
      unseal(ctx.services.secrets.sealKey, sealPurpose(person.id), person.totp_sealed),
      input.totp,
      ctx.now,
    )
    if (step === undefined || (person.totp_last_step !== null && BigInt(step) <= person.totp_last_step))
      return fail(ctx, person)
  }
  const result = await runWrite(ctx, undefined, 201, async (tx) => {
    let update = tx.db
      .updateTable('people')
      .set({
        failed_sign_ins: 0,
        locked_until: null,
        ...(step === undefined ? {} : { totp_last_step: step }),
      })
      .where('id', '=', person.id)
    // Two requests with the same one-time code: one of them finds the step already used.
    if (step !== undefined)
      update = update.where((eb) =>
        eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', BigInt(step) as never)]),
      )
    if ((await update.executeTakeFirst()).numUpdatedRows === 0n) throw unauthenticated('sign_in_failed')
    const started = await startSession(tx, person.id, userAgent)
    audit(
      { ...tx, actor: { kind: 'system', name: person.full_name } },
      { action: 'signIn', entity: 'person', entityId: person.id, branchId: person.branch_id },
    )
    return started
  })
  return { token: result.body.token, personId: person.id }
}

async function fail(ctx: Context, person: { id: string; branch_id: string }): Promise<never> {
  await runWrite(ctx, undefined, 200, async (tx) => {
    const row = await tx.db
      .updateTable('people')
      .set((eb) => ({ failed_sign_ins: eb('failed_sign_ins', '+', 1) }))
      .where('id', '=', person.id)
      .returning('failed_sign_ins')
      .executeTakeFirstOrThrow()
    if (row.failed_sign_ins < MAX_FAILURES) return
    await tx.db
      .updateTable('people')
      .set({ failed_sign_ins: 0, locked_until: new Date(tx.now.getTime() + LOCK_SECONDS * 1000) })
      .where('id', '=', person.id)
      .execute()
    audit(
      { ...tx, actor: { kind: 'system', name: 'sign-in' } },
      { action: 'lockOut', entity: 'person', entityId: person.id, branchId: person.branch_id },
    )
  })
  throw unauthenticated('sign_in_failed')
}
