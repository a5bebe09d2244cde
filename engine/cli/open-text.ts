import { closeSync, openSync, readSync, statSync } from 'node:fs'
import path from 'node:path'
import { CliError } from './cli-error.ts'

const FIRST_READ = 1 << 22
/** A single row longer than this is an unclosed quotation mark or no CSV file. */
const LONGEST_ROW = 1 << 26

/** A window over a file: bytes[at … end) is what has been read and not yet used. */
export interface TextWindow {
  file: string
  bytes: Uint8Array
  at: number
  end: number
  /** Nothing follows `end`. */
  final: boolean
  /** Moves the unused bytes to the front and reads on. False where nothing was added. */
  more(line: number): boolean
  close(): void
}

/** The file a person named, seen from the folder they stand in. */
export function resolveFile(name: string): string {
  return path.resolve(process.env.HAMDEL_CWD ?? process.cwd(), name)
}

/** Opens a text file, skips a byte order mark, and refuses what is not text in UTF-8. */
export function openText(file: string, firstRead = FIRST_READ): TextWindow {
  const fd = openFile(file)
  const window: TextWindow = {
    file,
    bytes: new Uint8Array(firstRead + 1),
    at: 0,
    end: 0,
    final: false,
    more,
    close: () => closeSync(fd),
  }
  more(1)
  if (window.end === 0) throw new CliError('file_empty', { file })
  refuseForeign(window)
  if (window.bytes[0] === 0xef && window.bytes[1] === 0xbb && window.bytes[2] === 0xbf) window.at = 3
  return window

  function more(line: number): boolean {
    if (window.final) return false
    const left = window.end - window.at
    if (window.at > 0) {
      window.bytes.copyWithin(0, window.at, window.end)
      window.at = 0
      window.end = left
    }
    if (left === window.bytes.length - 1) {
      if (left >= LONGEST_ROW) throw new CliError('csv_row_long', { file, line })
      const wider = new Uint8Array(2 * left + 1)
      wider.set(window.bytes)
      window.bytes = wider
    }
    const from = window.end
    // A pipe gives little at a time: fill the window before looking at it.
    while (window.end < window.bytes.length - 1) {
      const count = read(fd, window.bytes, window.end, window.bytes.length - 1 - window.end, file)
      if (count === 0) {
        window.final = true
        break
      }
      window.end += count
    }
    // One byte behind the end that belongs to no number, so that loops over digits need no bound.
    window.bytes[window.end] = 0
    return window.end > from
  }
}

function openFile(file: string): number {
  try {
    if (statSync(file).isDirectory()) throw new CliError('file_directory', { file })
    return openSync(file, 'r')
  } catch (error) {
    throw readable(error, file)
  }
}

function read(fd: number, bytes: Uint8Array, at: number, length: number, file: string): number {
  try {
    return readSync(fd, bytes, at, length, null)
  } catch (error) {
    throw readable(error, file)
  }
}

function readable(error: unknown, file: string): Error {
  if (error instanceof CliError) return error
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return new CliError('file_missing', { file })
  if (code === 'EISDIR') return new CliError('file_directory', { file })
  return new CliError('file_unreadable', { file, reason: code })
}

function refuseForeign({ file, bytes, end }: TextWindow): void {
  const [a, b, c, d] = bytes
  if (a === 0x50 && b === 0x4b && c! < 9 && d! < 9) throw new CliError('file_excel', { file })
  if (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0) throw new CliError('file_excel', { file })
  if (a === 0x1f && b === 0x8b) throw new CliError('file_compressed', { file })
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw new CliError('file_utf16', { file })
  const zero = bytes.subarray(0, Math.min(end, 1 << 16)).indexOf(0)
  if (zero >= 0) throw new CliError('file_binary', { file, position: zero + 1 })
}
