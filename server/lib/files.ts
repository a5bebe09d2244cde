import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import type { Services } from './context.ts'
import { AppError } from './errors.ts'
import { newId } from './id.ts'
import type { Upload } from './route.ts'

export interface StoredFile {
  sha256: string
  byteSize: number
  mediaType: string
  fileName: string
}

const IMAGES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/tiff'])
const OTHERS = new Set([
  'application/pdf',
  'audio/mpeg',
  'audio/ogg',
  'audio/x-m4a',
  'audio/mp4',
  'audio/wav',
  'audio/aac',
  'audio/amr',
  'audio/opus',
  'video/mp4',
  'video/webm',
  'video/3gpp',
  'video/quicktime',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
])
const MAX_PIXELS = 60_000_000
const MAX_SIDE = 2400

export const filePath = (dataDir: string, sha256: string): string =>
  join(dataDir, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256)

/**
 * Keeps an upload under its content's SHA-256, outside any web root. The type is read from the bytes, never believed;
 * pictures are made anew (no metadata, no hidden parts, at most 2,400 pixels a side). Written and synced before the
 * row that names it. Throws 422 `file_type_refused`.
 */
export async function storeFile(services: Services, upload: Upload): Promise<StoredFile> {
  let bytes: Buffer = await readFile(upload.path)
  let { fileName } = upload
  let mediaType = (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream'
  if (IMAGES.has(mediaType)) {
    try {
      bytes = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
        .rotate()
        .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: 82 })
        .toBuffer()
    } catch {
      throw new AppError(422, 'picture_unreadable', { fileName })
    }
    mediaType = 'image/jpeg'
    fileName = `${fileName.replace(/\.[^.]{1,5}$/, '')}.jpg`
  } else if (!OTHERS.has(mediaType)) throw new AppError(422, 'file_type_refused', { fileName })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = filePath(services.config.dataDir, sha256)
  if (!existsSync(path)) {
    await mkdir(join(path, '..'), { recursive: true })
    const temporary = `${path}.${newId()}`
    await writeFile(temporary, bytes, { mode: 0o600 })
    const handle = await open(temporary, 'r+')
    await handle.sync()
    await handle.close()
    await rename(temporary, path)
  }
  return { sha256, byteSize: bytes.length, mediaType, fileName }
}

export function readStoredFile(services: Services, sha256: string) {
  return createReadStream(filePath(services.config.dataDir, sha256))
}
