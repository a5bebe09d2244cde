import type { Context } from '../../../server/lib/context.ts'
import { isSignature, sign } from '../../../server/lib/seal.ts'

const PURPOSE = 'portal.case'
export const CASE_COOKIE = 'case'
export const CASE_COOKIE_SECONDS = 30 * 86_400

/** A cookie that proves its bearer opened this case or knew its code and phone; signed, for thirty days. */
export function makeCaseCookie(ctx: Context, customerId: string, caseId: string) {
  const text = `${customerId}.${caseId}.${Math.floor(ctx.now.getTime() / 1000) + CASE_COOKIE_SECONDS}`
  return {
    name: CASE_COOKIE,
    value: `${text}.${sign(ctx.services.secrets.sealKey, PURPOSE, text)}`,
    maxAgeSeconds: CASE_COOKIE_SECONDS,
    path: '/portal',
  }
}

/** The case a cookie opens, or undefined when it is missing, expired or not ours. */
export function readCaseCookie(
  ctx: Context,
  value: string | undefined,
): { customerId: string; caseId: string } | undefined {
  const parts = value?.split('.')
  if (parts?.length !== 4) return undefined
  const [customerId, caseId, expires, signature] = parts as [string, string, string, string]
  if (!isSignature(ctx.services.secrets.sealKey, PURPOSE, `${customerId}.${caseId}.${expires}`, signature))
    return undefined
  return Number(expires) * 1000 > ctx.now.getTime() ? { customerId, caseId } : undefined
}
