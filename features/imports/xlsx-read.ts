import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import yauzl from 'yauzl'
import { FileProblem, MAX_CELL, MAX_COLUMNS, MAX_ROWS } from './limits.ts'
import { cellNumber, isDateFormat, serialDay } from './xlsx-cells.ts'

/** Limits that stop a packed bomb: what comes out may be large, or much larger than what went in, but not both. */
const MAX_INFLATED = 1_500_000_000
const RATIO_FROM = 20_000_000
const MAX_RATIO = 60
const MAX_SHARED_CHARS = 60_000_000
const MAX_ENTRIES = 10_000
const MAX_BYTES_BETWEEN_TAGS = 1_000_000

const isBomb = (inflated: number, packed: number) =>
  inflated > MAX_INFLATED || (inflated > RATIO_FROM && inflated > packed * MAX_RATIO)

const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, ...range(27, 36), ...range(50, 58)])
function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/**
 * Writes the first sheet of an XLSX file as UTF-8 CSV, one record for every row up to the last one in use, so that the
 * record's number is the row's number in Excel. Memory stays bounded; days become YYYY-MM-DD, numbers are written out
 * without an exponent, formulas count as their last computed value. Throws FileProblem.
 */
export async function convertXlsx(input: string, output: string): Promise<{ rows: number; columns: number }> {
  const zip = await openZip(input)
  try {
    const entries = await listEntries(zip)
    const text = (name: string) => entries.get(name)
    const workbook = text('xl/workbook.xml')
    if (!workbook) throw new FileProblem('import_sheet_unreadable')
    let inflated = 0
    let packed = 0
    const read = async (entry: yauzl.Entry, onTag: Tags) => {
      packed += entry.compressedSize
      // What the file says of itself is enough to refuse it; a file that lies is stopped while it is read.
      if (isBomb(inflated + entry.uncompressedSize, packed)) throw new FileProblem('import_sheet_bomb')
      await readXml(zip, entry, onTag, (bytes) => {
        inflated += bytes
        if (isBomb(inflated, packed)) throw new FileProblem('import_sheet_bomb')
      })
    }
    let sheetId = ''
    let is1904 = false
    await read(workbook, {
      open(name, attributes) {
        if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
        if (name === 'sheet' && !sheetId && (attributes.state ?? 'visible') === 'visible')
          sheetId =
            attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      },
    })
    let target = 'worksheets/sheet1.xml'
    const relations = text('xl/_rels/workbook.xml.rels')
    if (relations)
      await read(relations, {
        open(name, attributes) {
          if (name === 'Relationship' && attributes.Id === sheetId) target = attributes.Target ?? target
        },
      })
    const sheet = text(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
    if (!sheet) throw new FileProblem('import_sheet_unreadable')
    const dateStyles = new Set<number>()
    const styles = text('xl/styles.xml')
    if (styles) await read(styles, styleReader(dateStyles))
    const shared: string[] = []
    const strings = text('xl/sharedStrings.xml')
    if (strings) await read(strings, sharedReader(shared))
    const out = createWriteStream(output, { mode: 0o600 })
    const reader = sheetReader({ shared, dateStyles, is1904 })
    await read(sheet, {
      ...reader.tags,
      drain: async () => {
        const chunk = reader.take()
        if (chunk !== '' && !out.write(chunk)) await once(out, 'drain')
      },
    })
    out.end(reader.take())
    await once(out, 'finish')
    if (reader.rows === 0) throw new FileProblem('import_file_empty')
    return { rows: reader.rows, columns: reader.columns }
  } finally {
    zip.close()
  }
}

interface Tags {
  open?(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
  /** Called between pieces of the file: what was gathered is written. */
  drain?(): Promise<void>
}

function openZip(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(new FileProblem('import_sheet_unreadable')) : resolve(zip),
    )
  })
}

function listEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>()
  if (zip.entryCount > MAX_ENTRIES) throw new FileProblem('import_sheet_bomb')
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      // Two entries of one name are a trick to show different readers different files: the first counts.
      if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', () => reject(new FileProblem('import_sheet_unreadable')))
    zip.readEntry()
  })
}

const bare = (name: string) => name.slice(name.indexOf(':') + 1)

async function readXml(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  tags: Tags,
  onBytes: (count: number) => void,
): Promise<void> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, found) =>
      error ? reject(new FileProblem('import_sheet_unreadable')) : resolve(found),
    )
  })
  const parser = new SaxesParser({ xmlns: false })
  let sinceTag = 0
  parser.on('error', () => {
    throw new FileProblem('import_sheet_unreadable')
  })
  parser.on('doctype', () => {
    throw new FileProblem('import_sheet_unreadable')
  })
  parser.on('opentag', (tag) => {
    sinceTag = 0
    tags.open?.(bare(tag.name), tag.attributes as Record<string, string>)
  })
  if (tags.text) parser.on('text', (text) => tags.text?.(text))
  if (tags.text) parser.on('cdata', (text) => tags.text?.(text))
  parser.on('closetag', (tag) => {
    sinceTag = 0
    tags.close?.(bare(tag.name))
  })
  const decoder = new TextDecoder('utf-8')
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onBytes(chunk.length)
      sinceTag += chunk.length
      if (sinceTag > MAX_BYTES_BETWEEN_TAGS) throw new FileProblem('import_sheet_bomb')
      parser.write(decoder.decode(chunk, { stream: true }))
      await tags.drain?.()
    }
    parser.close()
  } catch (error) {
    stream.destroy()
    throw error instanceof FileProblem ? error : new FileProblem('import_sheet_unreadable')
  }
}

/** Gathers the style numbers whose cells are days. */
function styleReader(dateStyles: Set<number>): Tags {
  const custom = new Map<number, string>()
  let inCells = false
  let index = 0
  return {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId)
        const code = custom.get(id)
        if (code === undefined ? BUILT_IN_DATES.has(id) : isDateFormat(code)) dateStyles.add(index)
        index += 1
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  }
}

function sharedReader(shared: string[]): Tags {
  let text = ''
  let inText = false
  let isPhonetic = false
  let size = 0
  return {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isPhonetic = true
      inText = name === 't' && !isPhonetic
    },
    text(part) {
      if (inText) text += part
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') isPhonetic = false
      if (name !== 'si') return
      size += text.length + 16
      if (size > MAX_SHARED_CHARS) throw new FileProblem('import_sheet_too_big')
      shared.push(text.slice(0, MAX_CELL + 1))
    },
  }
}

const columnOf = (reference: string): number => {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & 0xdf
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

function sheetReader(book: { shared: readonly string[]; dateStyles: ReadonlySet<number>; is1904: boolean }) {
  let cells: string[] = []
  let row = 0
  let written = 0
  let column = 0
  let type = ''
  let style = 0
  let value = ''
  let inValue = false
  let chunk = ''
  const state = {
    rows: 0,
    columns: 0,
    take() {
      const text = chunk
      chunk = ''
      return text
    },
    tags: {
      open(name, attributes) {
        if (name === 'row') {
          row = attributes.r ? Number(attributes.r) : written + 1
          if (!(row > written) || row > MAX_ROWS + 100)
            throw new FileProblem('import_too_many_rows', { max: MAX_ROWS })
          cells = []
          column = 0
        } else if (name === 'c') {
          if (attributes.r) column = columnOf(attributes.r)
          type = attributes.t ?? 'n'
          style = Number(attributes.s ?? 0)
          value = ''
        } else if (name === 'v' || name === 't') inValue = true
      },
      text(text) {
        if (inValue && value.length <= MAX_CELL) value += text
      },
      close(name) {
        if (name === 'v' || name === 't') inValue = false
        else if (name === 'c') {
          const text = cellText()
          if (text !== '') {
            if (column >= MAX_COLUMNS) throw new FileProblem('import_too_many_columns', { max: MAX_COLUMNS })
            while (cells.length < column) cells.push('')
            cells[column] = text
          }
          column += 1
        } else if (name === 'row' && cells.length > 0) {
          // Rows between are empty; they keep the numbers right.
          chunk += `${'\n'.repeat(row - written - 1)}${cells.map(quoted).join(',')}\n`
          written = row
          state.rows = row
          state.columns = Math.max(state.columns, cells.length)
        }
      },
    } as Tags,
  }
  return state

  function cellText(): string {
    if (type === 's') return book.shared[Number(value)] ?? ''
    if (type === 'e') return ''
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
    if (type === 'd') return value.slice(0, 10)
    if (type !== 'n' || value === '') return value
    const number = Number(value)
    if (book.dateStyles.has(style)) return serialDay(number, book.is1904) ?? ''
    return cellNumber(value)
  }
}

const quoted = (cell: string) =>
  /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""').replace(/\r\n?/g, '\n')}"` : cell
