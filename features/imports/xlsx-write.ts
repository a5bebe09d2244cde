import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A typed cell: texts are never run as formulas, numbers add up, days are days. */
export type SheetCell = string | number | bigint | { day: string } | null

const DAY_MS = 86_400_000
const NS = 'http://schemas.openxmlformats.org'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const [TEXT, DAY, WHOLE, HEADER] = [1, 2, 3, 4]
/** Excel keeps fifteen digits of a number; what is longer stays text. */
const MAX_DIGITS = 15
const MAX_TEXT = 32_767

const parts: Record<string, string> = {
  '[Content_Types].xml': `${HEAD}<Types xmlns="${NS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  '_rels/.rels': `${HEAD}<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${NS}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `${HEAD}<styleSheet xmlns="${NS}/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Tahoma"/></font><font><b/><sz val="11"/><name val="Tahoma"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" xfId="0"/><xf numFmtId="49" fontId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="3" fontId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
}

function workbook(title: string): string {
  return `${HEAD}<workbook xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships"><sheets><sheet name="${escapeXml(title.slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`
}

/** XML knows no control characters, and no halves of a surrogate pair. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;'))
}

const inline = (text: string, style: number) =>
  `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escapeXml(text.slice(0, MAX_TEXT))}</t></is></c>`

function cellXml(cell: SheetCell): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'string') return inline(cell, TEXT)
  if (typeof cell === 'object') {
    const serial = Math.round((Date.parse(`${cell.day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / DAY_MS)
    // Excel has no days before 1 March 1900 that others agree on.
    return serial < 61 ? inline(cell.day, TEXT) : `<c s="${DAY}"><v>${serial}</v></c>`
  }
  const text = String(cell)
  return text.replace(/\D/g, '').length > MAX_DIGITS
    ? inline(text, TEXT)
    : `<c s="${WHOLE}"><v>${text}</v></c>`
}

/**
 * An XLSX file with one right-to-left sheet, written as its rows come: memory does not grow with them. At most
 * 1,048,576 rows, the header included; the caller sees to that.
 */
export function writeSheet(
  title: string,
  headers: readonly string[],
  rows: AsyncIterable<readonly SheetCell[]>,
): Readable {
  const zip = new ZipFile()
  async function* sheet(): AsyncGenerator<Buffer> {
    let text = `${HEAD}<worksheet xmlns="${NS}/spreadsheetml/2006/main"><sheetViews><sheetView rightToLeft="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${headers.length}" width="18" customWidth="1"/></cols><sheetData><row>${headers.map((header) => inline(header, HEADER)).join('')}</row>`
    for await (const row of rows) {
      text += `<row>${row.map(cellXml).join('')}</row>`
      if (text.length > 64_000) {
        yield Buffer.from(text)
        text = ''
      }
    }
    yield Buffer.from(`${text}</sheetData></worksheet>`)
  }
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name)
  zip.addBuffer(Buffer.from(workbook(title)), 'xl/workbook.xml')
  const output = zip.outputStream as Readable
  const source = Readable.from(sheet())
  source.on('error', (error) => output.destroy(error))
  output.on('close', () => source.destroy())
  zip.addReadStream(source, 'xl/worksheets/sheet1.xml')
  zip.end()
  return output
}
