import { newId } from '../../server/lib/id.ts'
import type { Answer, Client } from '../../server/test/app.ts'

/** A multipart body with one file. */
export function multipart(fileName: string, content: Buffer | string, fields: Record<string, string> = {}) {
  const boundary = 'hamdel-boundary'
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'idempotency-key': newId() },
    payload: Buffer.concat([
      Buffer.from(
        `${parts.join('')}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}

export const uploadFile = (
  client: Client,
  content: Buffer | string,
  fileName = 'data.csv',
  fields: Record<string, string> = {},
): Promise<Answer> =>
  client.inject({ method: 'POST', url: '/api/v1/imports', ...multipart(fileName, content, fields) })

/** Uploads, takes the guessed mapping (or the given options), and runs to the end. */
export async function importFile(
  t: { drain(): Promise<number> },
  client: Client,
  content: Buffer | string,
  options: Record<string, unknown> = {},
  fileName = 'data.csv',
): Promise<Answer> {
  const made = await uploadFile(client, content, fileName)
  if (made.status !== 201) return made
  const { entity, mapping } = made.body.detection
  const wanted = (options.entity as string | undefined) ?? entity
  const chosen = await client.put(`/imports/${made.body.id}/options`, {
    entity: wanted,
    mapping: mapping[wanted],
    moneyUnit: 'rial',
    ...options,
  })
  if (chosen.status !== 200) return chosen
  await client.post(`/imports/${made.body.id}/run`)
  await t.drain()
  return client.get(`/imports/${made.body.id}`)
}
