import type { Language } from './arguments.ts'

/** JSON with typed arrays as lists; what is not a finite number becomes null. */
export function printJson(value: unknown): void {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'number' && !Number.isFinite(part)) return null
    if (ArrayBuffer.isView(part)) return Array.from(part as Float64Array)
    return part
  })
  print(text)
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of at most `width` characters, to an eighth of a character. */
export function bar(value: number, most: number, width = 24): string {
  if (!(value > 0) || !(most > 0)) return ''
  const eighths = Math.round(Math.min(1, value / most) * width * 8)
  return '█'.repeat(eighths >> 3) + PARTS[eighths & 7]
}

/** A number with so many decimals, Persian digits in Persian; '–' where there is none. */
export function figure(value: number | null | undefined, decimals: number, language: Language): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return '∞'
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return language === 'fa' ? persian(text) : text
}

export function persian(text: string): string {
  return text
    .replace(/[0-9]/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)]!)
    .replaceAll(',', '٬')
    .replaceAll('.', '٫')
    .replaceAll('-', '−')
}

/** Rows in columns: the first aligned to the start, the others to the end, the last to the start where it is a bar. */
export function table(rows: readonly (readonly string[])[], lastIsBar = false): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [k, cell] of row.entries()) widths[k] = Math.max(widths[k] ?? 0, lengthOf(cell))
  }
  return rows
    .map((row) =>
      row
        .map((cell, k) => {
          const gap = ' '.repeat(widths[k]! - lengthOf(cell))
          return k === 0 || (lastIsBar && k === row.length - 1) ? cell + gap : gap + cell
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n')
}

/** Characters that take a place: not joiners and marks. */
function lengthOf(text: string): number {
  return [...text.replace(/[\u200b-\u200f\u064b-\u0652\u0654]/g, '')].length
}
