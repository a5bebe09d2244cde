import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Actor, Context, Locale, Services } from './lib/context.ts'
import { badRequest, forbidden, unauthenticated } from './lib/errors.ts'
import { Outbox } from './lib/outbox.ts'
import { type Access, type Download, type HttpFacts, isWrite, type Route, type Upload } from './lib/route.ts'
import { runWrite } from './lib/transaction.ts'
import { receiveUploads } from './lib/uploads.ts'

export interface HttpOptions {
  services: Services
  /** Whose session a cookie is. */
  authenticate(services: Services, token: string): Promise<Extract<Actor, { kind: 'person' }> | undefined>
  isPermission(name: string): boolean
}

const IDEMPOTENCY_KEY = /^[A-Za-z0-9_-]{8,80}$/

export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-sid' : 'sid'
}

export function requestLocale(request: FastifyRequest): Locale {
  const header = request.headers['accept-language']
  return typeof header === 'string' && /^en\b/i.test(header.trim()) ? 'en' : 'fa'
}

/** Requests that change state come from our own pages: browsers say so in Sec-Fetch-Site or Origin. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') throw forbidden('foreign_origin')
  const origin = request.headers.origin
  if (origin && origin !== 'null') {
    const host = URL.canParse(origin) ? new URL(origin).host : ''
    if (host !== request.headers.host) throw forbidden('foreign_origin')
  } else if (origin === 'null' && site !== 'same-origin' && site !== 'none') throw forbidden('foreign_origin')
}

export function checkAccess(access: Access, actor: Actor): void {
  if (typeof access === 'object' && 'public' in access) return
  if (actor.kind !== 'person') throw unauthenticated()
  if (typeof access === 'object' && !(access.permission in actor.permissions))
    throw forbidden('not_permitted')
}

/** Registers the routes. A route without a declared, known permission stops the start. */
export async function registerRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  options: HttpOptions,
): Promise<void> {
  const { services } = options
  await app.register(fastifyCookie)
  const cookieName = sessionCookieName(services.config.isSecure)
  const seen = new Set<string>()

  for (const route of routes) {
    const { access } = route
    if (!access) throw new Error(`Route ${route.method} ${route.path} declares no access.`)
    if (typeof access === 'object' && 'permission' in access && !options.isPermission(access.permission))
      throw new Error(`Route ${route.operationId} declares the unknown permission ${access.permission}.`)
    if (typeof access === 'object' && 'public' in access && !access.public)
      throw new Error(`Public route ${route.operationId} does not say why.`)
    if (seen.has(route.operationId)) throw new Error(`Two routes are called ${route.operationId}.`)
    seen.add(route.operationId)

    const schema: Record<string, unknown> = {
      operationId: route.operationId,
      summary: route.summary,
      tags: [route.path.split('/')[1]],
    }
    if (route.params) schema.params = route.params
    if (route.query) schema.querystring = route.query
    if (route.body && !route.uploads) schema.body = route.body
    if (route.uploads) schema.consumes = ['multipart/form-data']
    if (route.answer) schema.response = { [route.status ?? 200]: route.answer }

    app.route({
      method: route.method,
      url: `/api/v1${route.path}`,
      schema,
      // Who you are comes before what you sent: a stranger learns nothing from validation.
      onRequest: async (request) => {
        request.actor = await actorOf(request)
        if (isWrite(route)) refuseForeignOrigin(request)
        checkAccess(access, request.actor)
      },
      handler: async (request, reply) => {
        const base = {
          now: services.now(),
          actor: request.actor,
          locale: requestLocale(request),
          ip: request.ip,
          services,
        }
        const uploads: Upload[] = []
        try {
          let body = request.body as never
          if (route.uploads) {
            const received = await receiveUploads(request, route.uploads)
            uploads.push(...received.uploads)
            body = (route.body ? (route.body as z.ZodType).parse(received.fields) : received.fields) as never
          }
          const input = {
            params: request.params as never,
            query: request.query as never,
            body,
            uploads,
            http: httpFacts(request, reply),
          }
          if (!isWrite(route) || route.ownTransaction) {
            const ctx: Context = { ...base, db: services.database.db, outbox: new Outbox() }
            return send(reply, route, route.status ?? 200, await route.handle(ctx, input))
          }
          const result = await runWrite(
            base,
            idempotencyOf(request, route, uploads, body),
            route.status ?? 200,
            (ctx) => route.handle(ctx, input) as Promise<unknown>,
          )
          if (result.isReplay) reply.header('idempotent-replay', 'true')
          return send(reply, route, result.status, result.body)
        } finally {
          await Promise.all(
            uploads.map((upload) =>
              import('node:fs/promises').then((fs) => fs.rm(upload.path, { force: true })),
            ),
          )
        }
      },
    })
  }

  async function actorOf(request: FastifyRequest): Promise<Actor> {
    const token = request.cookies[cookieName]
    return (token && (await options.authenticate(services, token))) || { kind: 'anonymous' }
  }

  function httpFacts(request: FastifyRequest, reply: FastifyReply): HttpFacts {
    return {
      userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
      lastEventId: request.headers['last-event-id'] as string | undefined,
      setSessionCookie(token, maxAgeSeconds) {
        const common = {
          path: '/',
          httpOnly: true,
          sameSite: 'lax' as const,
          secure: services.config.isSecure,
        }
        if (token === null) reply.clearCookie(cookieName, common)
        else
          reply.setCookie(cookieName, token, {
            ...common,
            ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
          })
      },
    }
  }
}

function idempotencyOf(request: FastifyRequest, route: Route, uploads: Upload[], body: unknown) {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
    // Changing a record twice to the same thing is one change; making one twice is not.
    if (route.method !== 'POST') return undefined
    throw badRequest('idempotency_key_required')
  }
  const { actor } = request
  const actorKey = actor.kind === 'person' ? actor.id : `ip:${request.ip}`
  return {
    actorKey,
    key,
    request: {
      method: request.method,
      url: request.url,
      body,
      files: uploads.map((u) => [u.field, u.sha256]),
    },
  }
}

function send(
  reply: FastifyReply,
  route: Route,
  status: number,
  body: unknown,
): FastifyReply | Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  if (route.answer) return reply.status(status).send(body)
  if (body === undefined || body === null) return reply.status(204).send()
  return sendDownload(reply, body as Download)
}

export function sendDownload(reply: FastifyReply, file: Download): FastifyReply {
  return reply
    .header('content-type', file.mediaType)
    .header(
      'content-disposition',
      `${file.isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    )
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(file.body)
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}
