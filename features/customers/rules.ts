import {
  displayText,
  isLegalId,
  isNationalId,
  joinedKey,
  nameKey,
  normaliseIdentifier,
  normalisePhone,
  searchKey,
  toLatinDigits,
} from '@hamdel/persian'

export type CustomerKind = 'person' | 'organisation'
export type ContactPointKind = 'phone' | 'email' | 'messenger' | 'address'
export type Stage = 'potential' | 'new' | 'active' | 'loyal' | 'at_risk' | 'former'

/**
 * The derived columns of `customers`. Whoever writes `full_name` (an action, an import, the seed) writes these two with
 * it: `search_key` = searchKey(name), `joined_key` = joinedKey(name) (no spaces, آ as ا).
 */
export function customerKeys(fullName: string): {
  full_name: string
  search_key: string
  joined_key: string
} {
  const shown = displayText(fullName)
  return { full_name: shown, search_key: searchKey(shown), joined_key: joinedKey(shown) }
}

/**
 * `contact_points.normalised`: what a contact point is found and compared by. Phone: E.164. E-mail and messenger:
 * lower case, Latin digits, no spaces, a messenger without its @. Address: search key. Undefined when `value` can not be
 * a contact point of this kind.
 */
export function contactPointKey(
  kind: ContactPointKind,
  value: string,
  defaultAreaCode = '021',
): string | undefined {
  const text = displayText(value)
  if (kind === 'phone') return normalisePhone(text, defaultAreaCode)
  if (kind === 'address') return searchKey(text) || undefined
  const bare = toLatinDigits(text)
    .replace(/[\s\u200C]+/g, '')
    .toLowerCase()
  if (kind === 'email') return /^[^@]+@[^@.]+(?:\.[^@.]+)+$/.test(bare) ? bare : undefined
  return bare.replace(/^@+/, '') || undefined
}

/**
 * `customers.identifier`: a national ID (ten digits) of a person or legal ID (eleven) of an organisation; a foreigner's
 * code has twelve. Undefined when the check digit or the length is wrong.
 */
export function identifierKey(kind: CustomerKind, value: string): string | undefined {
  const text = normaliseIdentifier(value)
  if (kind === 'organisation') return isLegalId(text) ? text : undefined
  if (/^\d{12}$/.test(text)) return text
  return isNationalId(text) ? text.padStart(10, '0') : undefined
}

export interface Namesake {
  id: string
  fullName: string
  createdAt: Date
}

/** Of several customers with one phone (a family, an office) the one with the caller's name, else the oldest. */
export function chooseByName<T extends Namesake>(candidates: readonly T[], fullName: string): T | undefined {
  const key = nameKey(fullName)
  const oldestFirst = [...candidates].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  )
  return oldestFirst.find((candidate) => nameKey(candidate.fullName) === key) ?? oldestFirst[0]
}

export interface Purchasing {
  purchaseCount: number
  /** 'YYYY-MM-DD' */
  firstPurchaseOn: string | null
  lastPurchaseOn: string | null
}

const NEW_DAYS = 60
const LOYAL_PURCHASES = 5
const QUIET_DAYS = { least: 60, most: 180 }
const FORMER_DAYS = 365

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/**
 * The stage that purchases suggest; a person decides (R11, R38). In this order:
 * potential: bought nothing · former: nothing for more than 365 days · at_risk: silent longer than twice their own usual
 * gap, at least 60 and at most 180 days (180 while fewer than three purchases show no rhythm) · new: first purchase
 * within 60 days · loyal: five purchases or more · active: everybody else.
 */
export function suggestStage(bought: Purchasing, today: string): Stage {
  const { purchaseCount, firstPurchaseOn, lastPurchaseOn } = bought
  if (purchaseCount === 0 || !lastPurchaseOn) return 'potential'
  const silent = daysBetween(lastPurchaseOn, today)
  if (silent > FORMER_DAYS) return 'former'
  if (silent > quietDays(bought)) return 'at_risk'
  if (firstPurchaseOn && daysBetween(firstPurchaseOn, today) <= NEW_DAYS) return 'new'
  return purchaseCount >= LOYAL_PURCHASES ? 'loyal' : 'active'
}

function quietDays({ purchaseCount, firstPurchaseOn, lastPurchaseOn }: Purchasing): number {
  if (purchaseCount < 3 || !firstPurchaseOn || !lastPurchaseOn) return QUIET_DAYS.most
  const gap = daysBetween(firstPurchaseOn, lastPurchaseOn) / (purchaseCount - 1)
  return Math.min(QUIET_DAYS.most, Math.max(QUIET_DAYS.least, 2 * gap))
}
