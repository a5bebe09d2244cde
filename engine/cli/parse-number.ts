const FOREIGN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\u00a0\u202f]/g
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const BLANK = new Set(['', '.', '-', '–', '—', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', 'missing'])

/** Whether a field says "no answer". */
export function isBlank(text: string): boolean {
  return BLANK.has(text.replace(INVISIBLE, '').trim().toLowerCase())
}

/**
 * The number a person wrote: Persian and Arabic digits, decimal signs and thousands signs, a decimal comma where the
 * comma does not separate fields.
 * @returns NaN where the field is blank, undefined where it is no number
 */
export function parseNumber(text: string, commaSeparates: boolean): number | undefined {
  let plain = text.replace(INVISIBLE, '').trim()
  if (BLANK.has(plain.toLowerCase())) return Number.NaN
  plain = asciiDigits(plain)
    .replace(/\u066c/g, '')
    .replace(/\u066b/g, '.')
    .replace(/\u2212/g, '-')
  if (plain.includes(',')) {
    const thousands = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)
    const commas = plain.split(',').length - 1
    if (thousands && (commas > 1 || plain.includes('.'))) plain = plain.replaceAll(',', '')
    // "1,234" in a comma-separated file may be either: better to ask than to be wrong a thousandfold.
    else if (commas === 1 && !plain.includes('.') && !(thousands && commaSeparates))
      plain = plain.replace(',', '.')
  }
  if (!PLAIN.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

export function asciiDigits(text: string): string {
  return text.replace(FOREIGN_DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
}
