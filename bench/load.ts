import { connect, type Socket } from 'node:net'

export interface Request {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
}

export interface Measured {
  perSecond: number
  p50: number
  p95: number
  p99: number
  failed: number
}

/**
 * Ten (or `connections`) keep-alive connections, one request at a time on each, over plain sockets: the loop itself
 * must cost little, for it shares two cores with what it measures. `make` gives the n-th request.
 */
export async function load(
  port: number,
  make: (n: number) => Request,
  options: { connections: number; seconds: number },
): Promise<Measured> {
  const times: number[] = []
  let failed = 0
  let n = 0
  const until = performance.now() + options.seconds * 1000
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      const connection = await open(port)
      try {
        while (performance.now() < until) {
          const request = make(n++)
          const at = performance.now()
          const status = await connection.ask(request)
          times.push(performance.now() - at)
          if (status < 200 || status > 299) failed += 1
        }
      } finally {
        connection.close()
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), failed }
}

export interface Connection {
  ask(request: Request): Promise<number>
  /** Body of the last answer. */
  last(): string
  close(): void
}

/** One connection that understands answers with a length and chunked ones. */
export async function open(port: number): Promise<Connection> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined
  let parts: Buffer[] = []
  let size = 0
  let wanted = -1
  let body: Buffer = Buffer.alloc(0)
  const finish = (status: number) => {
    parts = []
    size = 0
    wanted = -1
    waiting?.resolve(status)
  }
  let status = 0
  let headEnd = 0
  socket.on('data', (chunk: Buffer) => {
    parts.push(chunk)
    size += chunk.length
    if (wanted > 0 && size < wanted) return
    const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts, size)
    parts = [all]
    if (wanted < 0) {
      headEnd = all.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = all.toString('latin1', 0, headEnd)
      status = Number(head.slice(9, 12))
      const length = /\r\ncontent-length: (\d+)/i.exec(head)
      wanted = length ? headEnd + 4 + Number(length[1]) : status === 204 ? headEnd + 4 : 0
    }
    const isWhole = wanted > 0 ? size >= wanted : all.subarray(-5).equals(LAST_CHUNK)
    if (!isWhole) return
    body = all.subarray(headEnd + 4)
    finish(status)
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('closed')))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return {
    ask({ method, path, headers, body: payload }) {
      let head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`
      for (const name in headers) head += `${name}: ${headers[name]}\r\n`
      if (payload)
        head += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n`
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(`${head}\r\n${payload ?? ''}`)
      })
    },
    last: () => body.toString('utf8'),
    close: () => socket.destroy(),
  }
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n')
