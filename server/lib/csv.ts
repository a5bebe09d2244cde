/** Excel opens UTF-8 only behind this mark. */
export const BOM = '\uFEFF'

const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/
/** What a spreadsheet takes for a formula, also full width and behind blanks or marks it strips. */
const FORMULA = /^[=+\-@|\t\r\n\0]/

/**
 * One CSV cell. Numbers are typed as they are; a text that a spreadsheet would run as a formula gets an apostrophe in
 * front, whatever blanks, controls or bidi marks hide it.
 */
export function csvCell(value: string | number | bigint | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = escapeFormula(value)
  return /[",;\t\n\r|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function escapeFormula(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text
  const bare = text.replace(/^[\s\p{C}\p{Z}]+/u, '').normalize('NFKC')
  return FORMULA.test(bare) || FORMULA.test(text) ? `'${text}` : text
}

export const csvLine = (cells: readonly (string | number | bigint | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
