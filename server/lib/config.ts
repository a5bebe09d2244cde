import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface Config {
  port: number
  host: string
  dataDir: string
  /** External PostgreSQL ≥ 15; embedded when absent. */
  databaseUrl: string | undefined
  role: 'http' | 'jobs' | 'all'
  /** Public address, for links sent to customers. */
  publicUrl: string
  /** True behind TLS: cookies become __Host- and Secure. */
  isSecure: boolean
  logLevel: string
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[]
}

/** Reads the environment once; anything wrong stops the start with a sentence. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT must be a number from 0 to 65535, not "${env.PORT}".`)
  const role = env.ROLE ?? 'all'
  if (role !== 'http' && role !== 'jobs' && role !== 'all')
    throw new Error(`ROLE must be http, jobs or all, not "${role}".`)
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${port}`
  return {
    port,
    host: env.HOST ?? '127.0.0.1',
    dataDir: resolve(env.HAMDEL_DATA ?? './data'),
    databaseUrl: env.DATABASE_URL || undefined,
    role,
    publicUrl,
    isSecure: publicUrl.startsWith('https:'),
    logLevel: env.LOG_LEVEL ?? 'info',
    trustedProxies: (env.TRUSTED_PROXIES ?? '')
      .split(',')
      .map((s) => s.trim())
      .filter(Boolean),
  }
}

export interface Secrets {
  /** 32 bytes, base64: seals TOTP secrets and signs portal cookies. */
  sealKey: string
}

/** The installation's keys: made once, readable only by the owner, kept out of the database. */
export function readSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const secrets: Secrets = { sealKey: randomBytes(32).toString('base64') }
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: 'wx' })
    return secrets
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets
}
