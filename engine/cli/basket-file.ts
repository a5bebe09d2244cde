import { type Baskets, makeBaskets } from '../src/baskets/baskets.ts'
import { CliError } from './cli-error.ts'
import type { TextColumn } from './column.ts'
import { shown } from './decode.ts'
import { findColumn } from './find-column.ts'
import { openText } from './open-text.ts'
import { type findSeparator, readStrings } from './read-header.ts'
import { readTable } from './read-table.ts'

/** One basket per line, its items separated; blank lines are no baskets, blank fields no items. */
export function readBasketLines(file: string, separator: string | undefined): Baskets {
  const text = openText(file)
  try {
    const comma = separator ?? findBasketSeparator(text)
    return makeBaskets(spelledAlike([...rowsOf()]))

    function* rowsOf(): Generator<string[]> {
      let line = 1
      for (;;) {
        const record = text.at < text.end ? readStrings(text, comma, line) : undefined
        if (!record) {
          const wasFinal = text.final
          text.more(line)
          if (!wasFinal) continue
          if (text.at < text.end) throw new CliError('csv_unclosed_quote', { file, line })
          return
        }
        text.at = record.next
        line += record.lines
        const items = record.fields.filter((field) => field.trim() !== '')
        if (items.length > 0) yield items
      }
    }
  } finally {
    text.close()
  }
}

/** Lines differ in length, so that no separator is steady: the most frequent one counts. */
function findBasketSeparator(text: Parameters<typeof findSeparator>[0]): string {
  const sample = new TextDecoder().decode(text.bytes.subarray(text.at, Math.min(text.end, text.at + 65_536)))
  const count = (mark: string) => sample.split(mark).length - 1
  const best = [',', ';', '\t', '|'].reduce((a, b) => (count(b) > count(a) ? b : a))
  return count(best) > 0 ? best : ','
}

/** One item per row, with the basket it lies in. */
export function readBasketRows(
  file: string,
  basketName: string,
  itemName: string,
  options: { separator?: string; noHeader: boolean },
): Baskets {
  const { rows, columns } = readTable(
    file,
    (header, separator) => {
      const basket = findColumn(file, header, separator, basketName)
      const item = findColumn(file, header, separator, itemName)
      if (basket === item)
        throw new CliError('column_same', {
          column: shown(header[basket]!),
          first: '--basket',
          second: '--item',
        })
      return [
        { index: basket, kind: 'text', required: true },
        { index: item, kind: 'text', required: true },
      ]
    },
    options,
  )
  const [basket, item] = columns as [TextColumn, TextColumn]
  const baskets: string[][] = basket.texts.map(() => [])
  for (let i = 0; i < rows; i++) baskets[basket.codes[i]!]!.push(item.texts[item.codes[i]!]!)
  return makeBaskets(baskets)
}

/** Blanks around a name do not make another item; a name is printed as the file spells it where it always does so. */
function spelledAlike(rows: string[][]): string[][] {
  const spelling = new Map<string, string>()
  for (const row of rows) {
    for (const name of row) {
      const plain = name.trim()
      const known = spelling.get(plain)
      if (known === undefined) spelling.set(plain, name)
      else if (known !== name) spelling.set(plain, plain)
    }
  }
  return rows.map((row) => row.map((name) => spelling.get(name.trim())!))
}
