import type { Entity } from './import-types.ts'

const ROWS: Record<Entity, { fields: string[]; rows: string[][] }> = {
  customers: {
    fields: ['externalCode', 'fullName', 'phone', 'identifier', 'email', 'city', 'tag', 'bornOn'],
    rows: [
      ['1001', 'مریم احمدی', '09121234567', '', 'maryam@example.ir', 'تهران', 'خرید حضوری', '1362/04/15'],
      ['1002', 'شرکت پارس‌تجهیز', '02188776655', '', '', 'کرج', 'عمده', ''],
    ],
  },
  purchases: {
    fields: ['externalCode', 'fullName', 'date', 'number', 'product', 'quantity', 'amount'],
    rows: [
      ['1001', 'مریم احمدی', '1405/08/21', 'F-2301', 'قوری شیشه‌ای', '1', '480000'],
      ['1001', 'مریم احمدی', '1405/08/21', 'F-2301', 'استکان شش‌تایی', '2', '620000'],
      ['1002', 'شرکت پارس‌تجهیز', '1405/08/25', 'F-2302', 'جاروبرقی', '3', '24000000'],
    ],
  },
  survey_answers: {
    fields: ['phone', 'date', 'survey', 'question', 'answer', 'score'],
    rows: [
      ['09121234567', '1405/08/30', 'پس از خرید', 'از خرید خود راضی هستید؟', 'بله، خیلی', '5'],
      ['02188776655', '1405/08/30', 'پس از خرید', 'از خرید خود راضی هستید؟', 'دیر رسید', '2'],
    ],
  },
}

/** A file that Excel opens with Persian letters as they are: UTF-8 with its mark. */
export function downloadSample(entity: Entity, name: string, header: (field: string) => string) {
  const { fields, rows } = ROWS[entity]
  const text = [fields.map(header), ...rows]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
    .join('\r\n')
  const url = URL.createObjectURL(new Blob(['\uFEFF', text, '\r\n'], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
