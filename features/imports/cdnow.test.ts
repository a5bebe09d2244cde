import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startTestApp } from '../../server/test/app.ts'
import { buildPerson } from '../../server/test/build.ts'
import { importFile } from './testing.ts'

const path = fileURLToPath(new URL('../../../shared/data/cdnow_master.csv', import.meta.url))
const isHere = existsSync(path)
if (!isHere) console.warn('Left out: ../shared/data/cdnow_master.csv is not on this machine.')

test.skipIf(!isHere)(
  'CDNOW comes in whole, twice without doubling, and its spoiled rows are told',
  async () => {
    const t = await startTestApp()
    try {
      const client = await t.as(await buildPerson(t, { role: 'administrator' }))
      const text = readFileSync(path, 'utf8')
      const ask = async (query: string) => (await t.services.database.pool.query(query)).rows[0]
      const all = `select (select count(*)::int from customers) as customers, (select count(*)::int from purchases) as purchases,
      (select sum(total_rials)::text from purchases) as total, (select sum(purchase_total_rials)::text from customers) as sums,
      (select sum(purchase_count)::int from customers) as counts`
      const lines = text.trim().split(/\r?\n/)
      const total = String(
        lines
          .slice(1)
          .reduce((sum, line) => sum + BigInt(Math.round(Number(line.split(',')[3]) * 10 + 1e-6)), 0n),
      )

      const first = await importFile(t, client, text, { moneyUnit: 'toman' })
      expect(first.body).toMatchObject({
        status: 'done',
        entity: 'purchases',
        progress: { inserted: 69_659, rejected: 0, totalRows: 69_659 },
      })
      const whole = { customers: 23_570, purchases: 69_659, total, sums: total, counts: 69_659 }
      expect(await ask(all)).toEqual(whole)
      const again = await importFile(t, client, text, { moneyUnit: 'toman' })
      expect(again.body.progress).toMatchObject({ inserted: 0, updated: 0, unchanged: 69_659, rejected: 0 })
      expect(await ask(all)).toEqual(whole)

      const kinds: ((line: string) => string)[] = [
        (line) => line.replace(/\d{4}-\d\d-\d\d/, '1998-13-45'),
        (line) => line.replace(/[^,]*$/, 'مبلغ'),
        (line) => line.replace(/^\d+/, ''),
        (line) => `${line},7`,
        (line) => line.replace(/,([^,]*),/, ',"$1,'),
      ]
      const wrong: number[] = []
      const spoiled = lines.map((line, i) => {
        if (i === 0 || i % 100 !== 0) return line
        wrong.push(i + 1)
        return kinds[(i / 100) % kinds.length]!(line)
      })
      await t.services.database.pool.query('truncate customers, imports cascade')
      const third = await importFile(t, client, spoiled.join('\n'), { moneyUnit: 'toman' })
      expect(third.body.progress).toMatchObject({ inserted: 69_659 - wrong.length, rejected: wrong.length })
      const { rows } = await t.services.database.pool.query('select line from import_rejects order by line')
      expect(rows.map((row) => row.line)).toEqual(wrong)
      await client.post(`/imports/${third.body.id}/undo`)
      await t.drain()
      expect((await client.get(`/imports/${third.body.id}`)).body).toMatchObject({
        status: 'undone',
        undo: { kept: 0 },
      })
      expect(await ask(all)).toMatchObject({ customers: 0, purchases: 0 })
    } finally {
      await t.close()
    }
  },
  120_000,
)
