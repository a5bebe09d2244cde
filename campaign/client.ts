import http from 'node:http'
import type { Random } from './random.ts'

export interface Ask {
  method: 'GET' | 'POST'
  path: string
  /** JSON for the API, a form for the portal. */
  body?: unknown
  form?: Record<string, string>
  cookie?: string
  /** Sent as Idempotency-Key; a form carries its own in the field `key`. */
  key?: string
}

export interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked where they are used.
  body: any
  location: string | undefined
  cookies: string[]
  sentAt: number
}

export interface Traffic {
  requests: number
  retries: number
  /** 4xx answers to requests that should have been accepted, by code. */
  refused: Map<string, number>
  /** Keys whose answers differed. */
  contradictions: { key: string; answers: string[] }[]
  /** Told of each 2xx/3xx answer: when its request was sent. */
  onAnswer(sentAt: number): void
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })
const RETRIABLE_CODES = new Set(['try_again'])

/** One try. Rejects when no whole answer came. */
export function send(port: number, ask: Ask, address: string): Promise<Reply> {
  const payload = ask.form
    ? new URLSearchParams(ask.form).toString()
    : ask.body
      ? JSON.stringify(ask.body)
      : undefined
  const sentAt = performance.now()
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method: ask.method,
        path: ask.path,
        timeout: 10_000,
        headers: {
          // Customers come from many addresses; the server is told to believe this proxy.
          'x-forwarded-for': address,
          ...(payload
            ? { 'content-type': ask.form ? 'application/x-www-form-urlencoded' : 'application/json' }
            : {}),
          ...(payload ? { 'content-length': Buffer.byteLength(payload) } : {}),
          ...(ask.cookie ? { cookie: ask.cookie } : {}),
          ...(ask.key ? { 'idempotency-key': ask.key } : {}),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('aborted', () => reject(new Error('cut off')))
        response.on('end', () => {
          if (!response.complete) return reject(new Error('cut off'))
          const text = Buffer.concat(chunks).toString('utf8')
          const isJson = /json/.test(response.headers['content-type'] ?? '')
          resolve({
            status: response.statusCode ?? 0,
            body: isJson && text ? JSON.parse(text) : undefined,
            location: response.headers.location,
            cookies: response.headers['set-cookie'] ?? [],
            sentAt,
          })
        })
      },
    )
    request.on('timeout', () => request.destroy(new Error('time-out')))
    request.on('error', reject)
    request.end(payload)
  })
}

const isFinal = (reply: Reply) =>
  reply.status < 500 &&
  reply.status !== 408 &&
  !(reply.status === 409 && RETRIABLE_CODES.has(reply.body?.code))
export const isAccepted = (reply: Reply): boolean => reply.status >= 200 && reply.status < 400

/** What must be the same in every answer to one key. */
const essence = (reply: Reply): string => {
  // The cookie names the case it opens; its expiry and signature are made anew.
  const opened = reply.cookies.find((cookie) => cookie.startsWith('case='))?.split('.', 2)
  return JSON.stringify([reply.status, reply.body, reply.location, opened])
}

/**
 * Sends one write `copies` times at once, and all again with the same key until an answer came. Undefined: refused
 * for good (counted), or no answer for a minute.
 */
export async function insist(
  port: number,
  ask: Ask,
  random: Random,
  traffic: Traffic,
  copies: number,
): Promise<Reply | undefined> {
  const until = performance.now() + 60_000
  const address = `10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`
  for (let round = 0; performance.now() < until; round++) {
    traffic.requests += copies
    if (round > 0) traffic.retries += 1
    const settled = await Promise.allSettled(Array.from({ length: copies }, () => send(port, ask, address)))
    const finals = settled.flatMap((one) =>
      one.status === 'fulfilled' && isFinal(one.value) ? [one.value] : [],
    )
    if (finals.length > 0) {
      const answers = [...new Set(finals.map(essence))]
      if (answers.length > 1) traffic.contradictions.push({ key: ask.key ?? ask.form?.key ?? '', answers })
      const accepted = finals.find(isAccepted)
      if (accepted) {
        traffic.onAnswer(accepted.sentAt)
        return accepted
      }
      const code = `${ask.path.split('/').at(-1)} ${finals[0]!.status} ${finals[0]!.body?.code ?? ''}`
      traffic.refused.set(code, (traffic.refused.get(code) ?? 0) + 1)
      return undefined
    }
    await new Promise((resolve) => setTimeout(resolve, random.int(10, 120)))
  }
  traffic.refused.set('no answer', (traffic.refused.get('no answer') ?? 0) + 1)
  return undefined
}
