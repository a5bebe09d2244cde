import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from '../../server/lib/context.ts'
import { invalid } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import type { Upload } from '../../server/lib/route.ts'
import { runChild } from './child.ts'
import { type Detection, detect, SAMPLE_BYTES } from './detect.ts'
import { FileProblem } from './limits.ts'

const folder = (services: Services) => join(services.config.dataDir, 'imports')

/** The file as it came. */
export const originalPath = (services: Services, sha256: string) => join(folder(services), sha256)
/** The rows made of a sheet. */
export const sheetPath = (services: Services, sha256: string) => join(folder(services), `${sha256}.csv`)
/** The prepared rows of an import under its present choices. */
export const rowsPath = (services: Services, importId: string, digest: string) =>
  join(folder(services), `${importId}-${digest}.rows`)

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(count)
    const { bytesRead } = await file.read(buffer, 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function keep(from: string, to: string): Promise<void> {
  if (existsSync(to)) return
  const temporary = `${to}.${newId()}`
  await copyFile(from, temporary, constants.COPYFILE_EXCL)
  const file = await open(temporary, 'r+')
  await file.sync()
  await file.close()
  await rename(temporary, to)
}

const is = (bytes: Buffer, ...start: number[]) => start.every((byte, i) => bytes[i] === byte)

/**
 * Keeps an uploaded file under its SHA-256 and tells what is in it. A sheet is turned into CSV by a child first.
 * Throws 422 with a sentence that says what to do.
 */
export async function storeImportFile(services: Services, upload: Upload): Promise<Detection> {
  await mkdir(folder(services), { recursive: true, mode: 0o700 })
  const original = originalPath(services, upload.sha256)
  const head = await firstBytes(upload.path, 4)
  if (is(head, 0xd0, 0xcf, 0x11, 0xe0)) throw invalid('import_file_old_excel')
  const isSheet = is(head, 0x50, 0x4b, 0x03, 0x04)
  const isOther =
    is(head, 0x25, 0x50, 0x44, 0x46) ||
    is(head, 0x89, 0x50) ||
    is(head, 0xff, 0xd8, 0xff) ||
    is(head, 0x1f, 0x8b)
  if (isOther) throw invalid('import_file_refused')
  if (isSheet) await convertSheet(upload.path, sheetPath(services, upload.sha256))
  await keep(upload.path, original)
  return detectStored(services, upload.sha256, { isSheet })
}

/** Looks at a kept file again, when a person says how it is written. */
export async function detectStored(
  services: Services,
  sha256: string,
  given: Parameters<typeof detect>[1] = {},
): Promise<Detection> {
  const path = await readablePath(services, sha256, given.isSheet ?? false)
  const detection = detect(await firstBytes(path, SAMPLE_BYTES), given)
  if (detection.columns.length === 0) throw invalid('import_file_empty')
  if (detection.columns.length > 200) throw invalid('import_too_many_columns', { max: 200 })
  return detection
}

/**
 * The kept file as text that can be read: a sheet is turned into CSV when that is not there, as after a restore. Throws
 * FileProblem or 422.
 */
export async function readablePath(services: Services, sha256: string, isSheet: boolean): Promise<string> {
  const original = originalPath(services, sha256)
  if (!existsSync(original)) throw invalid('import_file_gone')
  if (!isSheet) return original
  await convertSheet(original, sheetPath(services, sha256))
  return sheetPath(services, sha256)
}

async function convertSheet(input: string, output: string): Promise<void> {
  if (existsSync(output)) return
  const temporary = `${output}.${newId()}`
  try {
    await runChild(
      'xlsx-child.ts',
      { input, output: temporary },
      {
        heapMegabytes: 170,
        seconds: 100,
        onFailure: 'import_sheet_too_big',
      },
    )
    await rename(temporary, output)
  } catch (error) {
    await rm(temporary, { force: true })
    if (error instanceof FileProblem) throw invalid(error.code, error.params)
    throw error
  }
}
