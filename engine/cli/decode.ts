import { CliError } from './cli-error.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes[from … to), quotation marks undoubled where `doubled`. */
export function decodeField(
  bytes: Uint8Array,
  from: number,
  to: number,
  doubled: boolean,
  file: string,
  line: number,
): string {
  let text: string
  try {
    text = strict.decode(bytes.subarray(from, to))
  } catch {
    throw new CliError('file_encoding', { file, line })
  }
  return doubled ? text.replaceAll('""', '"') : text
}

/** A field as it may stand in a message: one line, not too long. */
export function shown(field: string): string {
  const line = field.replace(/\s+/g, ' ').trim()
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
