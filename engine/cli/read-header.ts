import { CliError } from './cli-error.ts'
import { decodeField } from './decode.ts'
import type { TextWindow } from './open-text.ts'

const CANDIDATES = ['\t', ';', ',', '|'] as const
const QUOTE = 34
const LF = 10
const CR = 13

export function nameOfSeparator(separator: string): string {
  return { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': '|' }[separator] ?? separator
}

/**
 * The character that occurs equally often, and at all, in each of the first lines; otherwise the most frequent one of
 * the first line; otherwise a comma. Semicolons and tabs win over commas, which may be decimal signs.
 */
export function findSeparator({ bytes, at, end }: TextWindow): string {
  const counts: number[][] = [[0, 0, 0, 0]]
  let quoted = false
  let filled = false
  for (let i = at; i < end && counts.length <= 6; i++) {
    const b = bytes[i]!
    if (b === QUOTE) quoted = !quoted
    if (quoted) continue
    if (b === LF || b === CR) {
      if (filled) counts.push([0, 0, 0, 0])
      filled = false
      continue
    }
    filled = true
    const k = CANDIDATES.findIndex((candidate) => candidate.charCodeAt(0) === b)
    if (k >= 0) counts[counts.length - 1]![k]!++
  }
  // The last line is cut off or empty, unless it is the only one.
  const lines = counts.length > 1 ? counts.slice(0, -1) : counts
  const first = lines[0]!
  const steady = CANDIDATES.filter((_, k) => first[k]! > 0 && lines.every((line) => line[k] === first[k]))
  if (steady.length > 0) return steady[0]!
  const most = Math.max(...first)
  return most > 0 ? CANDIDATES[first.indexOf(most)]! : ','
}

/**
 * The names of the columns; moves the window behind them. Without a header the columns are named '1', '2' … and nothing
 * is skipped but blank lines.
 */
export function readHeader(
  text: TextWindow,
  separator: string,
  noHeader: boolean,
): { header: string[]; line: number } {
  let line = 1
  for (;;) {
    const record = readStrings(text, separator, line)
    if (!record) {
      if (text.at >= text.end && text.final) throw new CliError('file_empty', { file: text.file })
      const wasFinal = text.final
      text.more(line)
      if (wasFinal) throw new CliError('csv_unclosed_quote', { file: text.file, line })
      continue
    }
    const blank = record.fields.every((field) => field.trim() === '')
    if (!blank && noHeader) return { header: record.fields.map((_, k) => String(k + 1)), line }
    text.at = record.next
    line += record.lines
    if (!blank) return { header: record.fields.map((field) => field.trim()), line }
  }
}

/** One record as strings; undefined where the window ends before it does. */
export function readStrings(
  { file, bytes, at, end, final }: TextWindow,
  separator: string,
  line: number,
): { fields: string[]; next: number; lines: number } | undefined {
  const comma = separator.charCodeAt(0)
  const fields: string[] = []
  let lines = 0
  if (at >= end) return undefined
  for (let from = at; ; ) {
    let open = from
    while (open < end && bytes[open] === 32) open++
    let stop = open
    if (open < end && bytes[open] === QUOTE) {
      let doubled = false
      stop++
      for (;;) {
        while (stop < end && bytes[stop] !== QUOTE) if (bytes[stop++] === LF) lines++
        if (stop >= end || (stop + 1 >= end && !final)) return undefined
        if (stop + 1 >= end || bytes[stop + 1] !== QUOTE) break
        doubled = true
        stop += 2
      }
      fields.push(decodeField(bytes, open + 1, stop++, doubled, file, line))
      while (stop < end && bytes[stop] === 32) stop++
      if (stop < end && bytes[stop] !== comma && bytes[stop] !== LF && bytes[stop] !== CR)
        throw new CliError('csv_after_quote', { file, line: line + lines, field: fields.length })
    } else {
      while (stop < end && bytes[stop] !== comma && bytes[stop] !== LF && bytes[stop] !== CR) stop++
      fields.push(decodeField(bytes, from, stop, false, file, line))
    }
    if (stop >= end) return final ? { fields, next: end, lines: lines + 1 } : undefined
    if (bytes[stop] === comma) {
      from = stop + 1
      continue
    }
    if (bytes[stop] === CR && stop + 1 >= end && !final) return undefined
    const next = bytes[stop] === CR && bytes[stop + 1] === LF ? stop + 2 : stop + 1
    return { fields, next: Math.min(next, end), lines: lines + 1 }
  }
}
