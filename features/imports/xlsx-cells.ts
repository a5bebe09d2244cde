const DAY_MS = 86_400_000

/** Does a number format show a day? Text in quotes, brackets and after a backslash is not part of the pattern. */
export function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[_*]./g, '')
  return /[yd]/i.test(bare) && !/general/i.test(bare)
}

/** The ISO day of a serial number; undefined when there is none. 1900 was not a leap year, whatever the format says. */
export function serialDay(serial: number, is1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_465) return undefined
  const whole = Math.floor(serial)
  const days = is1904 ? whole + 1462 : whole
  const at = Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * DAY_MS
  return new Date(at).toISOString().slice(0, 10)
}

/** The number of a cell in plain digits: as many as Excel shows (15), and never an exponent. */
export function cellNumber(value: string): string {
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (/^-?\d{1,15}$/.test(value)) return value
  const [mantissa, exponent] = number.toExponential(14).split('e') as [string, string]
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  const point = Number(exponent) + 1
  const text =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits + '0'.repeat(point - digits.length)
        : `${digits.slice(0, point)}.${digits.slice(point)}`
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return trimmed === '0' ? '0' : sign + trimmed
}
