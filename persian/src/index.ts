export {
  addDays,
  addJalaliMonths,
  fromJalali,
  isJalaliLeap,
  type JalaliDate,
  jalaliMonthLength,
  jalaliMonthOf,
  toJalali,
  weekday,
} from './calendar.ts'
export { JALALI_MONTHS, WEEKDAYS } from './calendar-names.ts'
export { formatNumber, parseDecimal, parseInteger, toLatinDigits, toPersianDigits } from './digits.ts'
export { type DateStyle, formatDate, formatDateTime, formatMonth, formatTime } from './format-date.ts'
export { formatDuration, formatRelative } from './format-duration.ts'
export {
  isCardNumber,
  isLegalId,
  isNationalId,
  isPostalCode,
  isSheba,
  maskIdentifier,
  normaliseIdentifier,
} from './identifiers.ts'
export type { Locale } from './locale.ts'
export { formatMoney, type MoneyUnit, parseMoney } from './money.ts'
export { nameKey } from './name-key.ts'
export { parseDate } from './parse-date.ts'
export { formatPhone, isMobile, normalisePhone, phoneDigits, splitPhones } from './phones.ts'
export { tehranDay, tehranMidnight } from './tehran.ts'
export { displayText, escapeLike, joinedKey, searchKey, TEXT_VERSION } from './text.ts'
export { formatTrackingCode, makeTrackingCode, normaliseTrackingCode } from './tracking-code.ts'
export { isWeakPassword, SHORTEST_PASSWORD } from './weak-password.ts'
