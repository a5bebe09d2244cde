import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { displayText } from '@hamdel/persian'
import type { FastifyRequest } from 'fastify'
import { AppError } from './errors.ts'
import { newId } from './id.ts'
import type { Upload } from './route.ts'

let folder: Promise<string> | undefined

/** A file name as data only: no path, no control or bidi characters, at most 120 characters. */
export function safeFileName(name: string): string {
  const base = name.normalize('NFKC').replace(/^.*[\\/]/s, '')
  const clean = displayText(base.replace(/[\p{Cc}\p{Cf}]/gu, (c) => (c === '\u200c' ? c : ''))).slice(0, 120)
  return clean === '' || /^\.+$/.test(clean) ? 'file' : clean
}

/** Streams a multipart body to private temporary files, hashing as it goes. Throws 413 when a limit is passed. */
export async function receiveUploads(
  request: FastifyRequest,
  limits: { maxFiles: number; maxBytes: number },
): Promise<{ fields: Record<string, string>; uploads: Upload[] }> {
  const fields: Record<string, string> = {}
  const uploads: Upload[] = []
  if (!request.isMultipart()) return { fields: (request.body ?? {}) as Record<string, string>, uploads }
  folder ??= mkdtemp(join(tmpdir(), 'hamdel-upload-'))
  const parts = request.parts({
    limits: {
      fileSize: limits.maxBytes,
      files: limits.maxFiles,
      fields: 40,
      fieldSize: 64_000,
      parts: limits.maxFiles + 40,
    },
  })
  for await (const part of parts) {
    if (part.type === 'field') {
      if (typeof part.value === 'string' && Object.keys(fields).length < 40)
        fields[part.fieldname] = part.value
      continue
    }
    const path = join(await folder, newId())
    const hash = createHash('sha256')
    let byteSize = 0
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        byteSize += chunk.length
        done(null, chunk)
      },
    })
    await pipeline(part.file, measure, createWriteStream(path, { mode: 0o600 }))
    if (part.file.truncated)
      throw new AppError(413, 'file_too_large', { maxMegabytes: Math.floor(limits.maxBytes / 1_048_576) })
    // Browsers send an empty part for a file input left empty.
    if (byteSize > 0)
      uploads.push({
        field: part.fieldname,
        fileName: safeFileName(part.filename),
        mediaType: part.mimetype,
        path,
        byteSize,
        sha256: hash.digest('hex'),
      })
  }
  return { fields, uploads }
}
