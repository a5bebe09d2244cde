import { CliError } from './cli-error.ts'
import { shown } from './decode.ts'

/**
 * The position of a column given by name, or by number from 1 where no column has that name. Capitals matter only where
 * two names differ by nothing else.
 */
export function findColumn(file: string, header: readonly string[], separator: string, name: string): number {
  const wanted = name.trim()
  const position = uniquePosition(file, header, (column) => column === wanted)
  if (position >= 0) return position
  const loose = header.flatMap((column, k) => (column.toLowerCase() === wanted.toLowerCase() ? [k] : []))
  if (loose.length === 1) return loose[0]!
  if (/^\d+$/.test(wanted) && Number(wanted) >= 1 && Number(wanted) <= header.length)
    return Number(wanted) - 1
  return columnMissing(file, header, separator, name)
}

/** The first of several names that a column has; undefined where none has. */
export function findAnyColumn(
  file: string,
  header: readonly string[],
  names: readonly string[],
): number | undefined {
  for (const name of names) {
    const position = uniquePosition(file, header, (column) => column === name)
    if (position >= 0) return position
  }
  for (const name of names) {
    const position = uniquePosition(file, header, (column) => column.toLowerCase() === name.toLowerCase())
    if (position >= 0) return position
  }
  return undefined
}

export function columnMissing(
  file: string,
  header: readonly string[],
  separator: string,
  name: string,
): never {
  if (header.length === 1) {
    throw new CliError('column_missing_single', { file, column: name, known: shown(header[0]!) })
  }
  const first = header.slice(0, 30).map(shown).join(', ')
  const known = header.length > 30 ? `${first}, … (${header.length})` : first
  throw new CliError('column_missing', { file, column: name, separator, known })
}

function uniquePosition(file: string, header: readonly string[], fits: (column: string) => boolean): number {
  const first = header.findIndex(fits)
  if (first < 0) return -1
  const second = header.findIndex((column, k) => k > first && fits(column))
  if (second >= 0) {
    throw new CliError('column_duplicate', {
      file,
      column: header[first]!,
      first: first + 1,
      second: second + 1,
    })
  }
  return first
}
