import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildPerson } from '../../server/test/build.ts'
import { runChild } from './child.ts'
import { importFile, uploadFile } from './testing.ts'

let t: TestApp
let client: Client
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hamdel-sheets-'))
  t = await startTestApp()
  client = await t.as(await buildPerson(t, { role: 'administrator' }))
})
afterAll(async () => {
  await t.close()
  rmSync(folder, { recursive: true, force: true })
})

const SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
const END = '</sheetData></worksheet>'

type Part = string | (() => Generator<Buffer>)

async function book(parts: Record<string, Part>): Promise<Buffer> {
  const zip = new ZipFile()
  const all: Record<string, Part> = {
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><workbookPr date1904="0"/><sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="styles.xml"/><Relationship Id="rId7" Target="/xl/worksheets/data.xml"/></Relationships>',
    ...parts,
  }
  for (const [name, part] of Object.entries(all)) {
    if (typeof part === 'string') zip.addBuffer(Buffer.from(part), name)
    else zip.addReadStream(Readable.from(part()), name)
  }
  zip.end()
  return Buffer.concat(await (zip.outputStream as Readable).toArray())
}

const convert = (input: Buffer) => {
  const path = join(folder, `${Math.random()}.xlsx`)
  writeFileSync(path, input)
  const limits = { heapMegabytes: 170, seconds: 60, onFailure: 'import_sheet_too_big' }
  return {
    path,
    done: runChild<{ rows: number; peakKilobytes: number }>(
      'xlsx-child.ts',
      { input: path, output: `${path}.csv` },
      limits,
    ),
  }
}

test('shared, inline and computed texts, days of both kinds and long numbers are read', async () => {
  const file = await book({
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy/mm/dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml':
      '<sst><si><t>نام</t></si><si><r><t>علی</t></r><r><t xml:space="preserve"> احمدی</t></r><rPh><t>x</t></rPh></si></sst>',
    'xl/worksheets/data.xml': `${SHEET}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>موبایل</t></is></c><c r="D2" t="str"><f>1</f><v>تاریخ تولد</v></c></row>
      <row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5"><v>9.121234567E9</v></c><c r="D5" s="1"><v>46350.5</v></c></row>
      <row r="6"><c r="A6" t="inlineStr"><is><t>ز "ه" را, x</t></is></c><c r="B6"><f>1+1</f><v>9121234568</v></c><c r="D6" s="2"><v>46351</v></c><c r="E6" t="e"><v>#N/A</v></c></row>${END}`,
  })
  const { path, done } = convert(file)
  expect(await done).toMatchObject({ rows: 6 })
  expect(await readFile(`${path}.csv`, 'utf8')).toBe(
    '\nنام,موبایل,,تاریخ تولد\n\n\nعلی احمدی,9121234567,,2026-11-24\n"ز ""ه"" را, x",9121234568,,2026-11-25\n',
  )
  const answer = await importFile(t, client, file, {}, 'مشتریان.xlsx')
  expect(answer.body.progress).toMatchObject({ inserted: 2, rejected: 0 })
  expect(answer.body.detection).toMatchObject({ isSheet: true, headerLine: 2 })
  const { rows } = await t.services.database.pool.query(
    'select full_name, born_on from customers order by born_on',
  )
  expect(rows).toEqual([
    { full_name: 'علی احمدی', born_on: '2026-11-24' },
    { full_name: 'ز "ه" را, x', born_on: '2026-11-25' },
  ])
})

test('the number of a rejected row is its number in Excel', async () => {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const file = await book({
    'xl/worksheets/data.xml': `${SHEET}<row r="3">${cell('نام')}${cell('موبایل')}</row><row r="9">${cell('علی')}${cell('12')}</row>${END}`,
  })
  const answer = await importFile(t, client, file, {}, 'a.xlsx')
  const { items } = (await client.get(`/imports/${answer.body.id}/reject-list`)).body
  expect(items).toMatchObject([{ line: 9, code: 'phone_invalid' }])
})

const rowsOf = (megabytes: number) =>
  function* () {
    yield Buffer.from(SHEET)
    const row = Buffer.from(`<row>${'<c><v>1</v></c>'.repeat(40)}</row>`)
    const many = Buffer.concat(Array(Math.ceil(1_000_000 / row.length)).fill(row))
    for (let i = 0; i < megabytes; i++) yield many
    yield Buffer.from(END)
  }

test.each([
  ['a sheet of 300 MB packed into little', { 'xl/worksheets/data.xml': rowsOf(300) }],
  [
    'one text of 300 MB',
    {
      'xl/worksheets/data.xml': function* () {
        yield Buffer.from(`${SHEET}<row><c t="str"><v>`)
        for (let i = 0; i < 300; i++) yield Buffer.alloc(1_000_000, 'a')
      },
    },
  ],
  [
    'shared strings of 300 MB',
    {
      'xl/sharedStrings.xml': function* () {
        yield Buffer.from('<sst>')
        const si = Buffer.from('<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>'.repeat(25_000))
        for (let i = 0; i < 300; i++) yield si
        yield Buffer.from('</sst>')
      },
      'xl/worksheets/data.xml': `${SHEET}<row><c t="s"><v>0</v></c></row>${END}`,
    },
  ],
  [
    'an entity that grows',
    {
      'xl/worksheets/data.xml': `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${SHEET}<row><c t="str"><v>&b;</v></c></row>${END}`,
    },
  ],
  ['a row far away', { 'xl/worksheets/data.xml': `${SHEET}<row r="999999999"><c><v>1</v></c></row>${END}` }],
] as const)('%s is refused within 5 s and 256 MB', async (_, parts) => {
  const file = await book(parts as Record<string, string>)
  expect(file.length).toBeLessThan(5_000_000)
  const path = join(folder, `${Math.random()}.xlsx`)
  writeFileSync(path, file)
  const start = performance.now()
  const answer = await uploadFile(client, file, 'bomb.xlsx')
  expect(performance.now() - start).toBeLessThan(5_000)
  expect(answer.status).toBe(422)
  expect(answer.body.code).toMatch(/^import_(sheet_bomb|sheet_unreadable|sheet_too_big|too_many_rows)$/)
  expect(answer.body.detail).toMatch(/[آ-ی]/)
  expect(await peakOf(path)).toBeLessThan(256 * 1024)
})

/** The most memory a child needed to refuse a file, in KB: asked of the child itself. */
async function peakOf(path: string): Promise<number> {
  const { spawn } = await import('node:child_process')
  const script = `
    import { convertXlsx } from ${JSON.stringify(new URL('xlsx-read.ts', import.meta.url).href)}
    try { await convertXlsx(${JSON.stringify(path)}, ${JSON.stringify(`${path}.out`)}) } catch {}
    console.log(process.resourceUsage().maxRSS)`
  const child = spawn(process.execPath, [
    '--max-old-space-size=170',
    '--no-warnings',
    '--input-type=module',
    '-e',
    script,
  ])
  const chunks = await child.stdout.toArray()
  return Number(Buffer.concat(chunks).toString())
}

test('a large honest sheet is read', async () => {
  const file = await book({
    'xl/worksheets/data.xml': function* () {
      yield Buffer.from(
        `${SHEET}<row><c t="str"><v>customer_id</v></c><c t="str"><v>date</v></c><c t="str"><v>value</v></c></row>`,
      )
      for (let i = 0; i < 60; i++) {
        let text = ''
        for (let j = 0; j < 1000; j++)
          text += `<row><c><v>${i * 1000 + j}</v></c><c t="str"><v>2026-01-${String(1 + (j % 28)).padStart(2, '0')}</v></c><c><v>${(j * 7919) % 100_003}</v></c></row>`
        yield Buffer.from(text)
      }
      yield Buffer.from(END)
    },
  })
  const { path, done } = convert(file)
  const { rows, peakKilobytes } = await done
  expect(rows).toBe(60_001)
  expect(peakKilobytes).toBeLessThan(256 * 1024)
  expect(statSync(`${path}.csv`).size).toBeGreaterThan(1_000_000)
})
