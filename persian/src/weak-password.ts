import { toLatinDigits } from './digits.ts'

export const SHORTEST_PASSWORD = 10

const RUNS =
  '01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm'
const squeeze = (text: string) => toLatinDigits(text).toLowerCase().replace(/\s/g, '')

/**
 * A password that is guessed first, in whatever digits it is written: few different signs, a run of keys, or the
 * person's own phone (E.164), e-mail or name. Judged where it is typed and again where it is kept.
 */
export function isWeakPassword(password: string, facts: readonly (string | null | undefined)[]): boolean {
  const plain = squeeze(password)
  if (new Set(plain).size < 5 || RUNS.includes(plain)) return true
  return facts.some((fact) => {
    const own = squeeze(fact ?? '')
    return own.length >= 4 && (plain === own || (own.startsWith('+98') && plain === `0${own.slice(3)}`))
  })
}
