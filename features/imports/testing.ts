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
