import { toLatinDigits } from '@hamdel/persian'
import { hash, verify } from '@node-rs/argon2'
import { tooMany } from '../../server/lib/errors.ts'

// OWASP's minimum for argon2id: 19 MiB, two passes. Two at a time: sixty-four together would take every core for
// seconds; more than fifty waiting are sent away.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const MAX_AT_ONCE = 2
const MAX_WAITING = 50
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw tooMany('too_many_sign_ins', { retryAfterSeconds: 5 })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

/** The same password typed on a Persian, an Arabic or a Latin keyboard is the same: digits, ye and kaf. */
export const plainPassword = (password: string): string =>
  toLatinDigits(password).replaceAll('ي', 'ی').replaceAll('ك', 'ک').normalize('NFC')

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(plainPassword(password), OPTIONS))

// Checked when there is no such person, so that both answers take the same time.
let decoy: Promise<string> | undefined

export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password')
  const against = stored ?? (await decoy)
  const isRight = await inTurn(() => verify(against, plainPassword(password)))
  return isRight && stored !== null
}
