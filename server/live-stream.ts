import type { FastifyInstance } from 'fastify'
import { authenticate } from '../features/people/sessions.ts'
import { checkAccess, sessionCookieName } from './http.ts'
import type { PersonActor, Services } from './lib/context.ts'
import type { LiveEvent } from './lib/live.ts'

const HEARTBEAT_MS = 20_000
const MAX_BUFFERED = 64 * 1024

/** May this person see that something happened there? Screens fetch the rest under their own permissions. */
function maySee(person: PersonActor, event: LiveEvent): boolean {
  if (event.personId === person.id) return true
  const scope = person.permissions['case.read']
  if (scope === 'all') return true
  return scope !== undefined && (event.branchId === null || event.branchId === person.branchId)
}

/** GET /api/v1/live: one stream of facts per session (SSE), resumed by Last-Event-ID. */
export function installLiveStream(app: FastifyInstance, services: Services): void {
  const open = new Set<() => void>()
  app.addHook('preClose', async () => {
    for (const close of open) close()
  })
  app.get(
    '/api/v1/live',
    {
      schema: {
        operationId: 'streamLive',
        tags: ['live'],
        summary: 'Facts as they happen (server-sent events)',
      },
    },
    async (request, reply) => {
      const token = request.cookies[sessionCookieName(services.config.isSecure)] ?? ''
      const person = await authenticate(services, token)
      checkAccess('signed-in', person ?? { kind: 'anonymous' })
      const viewer = person!
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      const send = (event: LiveEvent) => {
        if (!maySee(viewer, event)) return
        // A client too slow to read is dropped; it comes back with Last-Event-ID.
        if (raw.writableLength > MAX_BUFFERED) return close()
        raw.write(
          `id: ${event.id}\nevent: fact\ndata: ${JSON.stringify({ name: event.name, branchId: event.branchId, customerId: event.customerId, caseId: event.caseId })}\n\n`,
        )
      }
      const unsubscribe = services.live.subscribe(send)
      // A session ended elsewhere ends its stream at the next heartbeat.
      const heartbeat = setInterval(async () => {
        const still = await authenticate(services, token).catch(() => viewer)
        if (!still) return close()
        raw.write(': still here\n\n')
      }, HEARTBEAT_MS)
      function close() {
        clearInterval(heartbeat)
        unsubscribe()
        open.delete(close)
        raw.end()
      }
      open.add(close)
      request.raw.on('close', close)
      raw.write(`retry: 2000\nid: ${services.live.lastId()}\nevent: hello\ndata: {}\n\n`)
      const lastId = request.headers['last-event-id']
      if (typeof lastId === 'string' && /^\d{1,18}$/.test(lastId)) {
        const missed = await services.live.since(BigInt(lastId), 500)
        if (missed.length === 500) raw.write('event: resync\ndata: {}\n\n')
        else for (const event of missed) send(event)
      }
    },
  )
}
