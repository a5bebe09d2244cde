import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { backupError, formatVersion, type Manifest, manifestName } from './format.ts'
import { damaged } from './sealed-file.ts'

export type BackupZip = {
  manifest: Manifest
  names: string[]
  stream(name: string): Promise<Readable>
  buffer(name: string): Promise<Buffer>
  close(): void
}

export async function openBackupZip(file: string): Promise<BackupZip> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    ),
  ).catch((error) => {
    throw Object.assign(damaged(file), { cause: error })
  })
  const entries = await readEntries(zip)
  const stream = (name: string) =>
    new Promise<Readable>((resolve, reject) => {
      const entry = entries.get(name)
      if (entry === undefined) return reject(damaged(name))
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)))
    })
  const buffer = async (name: string) => Buffer.concat(await (await stream(name)).toArray())
  const manifest = JSON.parse((await buffer(manifestName)).toString('utf8')) as Manifest
  if (manifest.format !== formatVersion) {
    zip.close()
    throw backupError(
      `این پشتیبان را نسخهٔ دیگری از همدل ساخته است (قالب ${manifest.format}). با همان نسخه (${manifest.appVersion}) بازگردانید.`,
      `This backup has format ${manifest.format}, which this Hamdel does not know. Restore it with Hamdel ${manifest.appVersion}.`,
    )
  }
  return { manifest, names: [...entries.keys()], stream, buffer, close: () => zip.close() }
}

function readEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>()
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', (error) => reject(Object.assign(damaged('zip'), { cause: error })))
    zip.readEntry()
  })
}
