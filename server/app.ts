import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import compress from '@fastify/compress'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import {
  createJsonSchemaTransform,
  jsonSchemaTransformObject,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { ZodType } from 'zod'
import { isPermission } from '../features/people/permissions.ts'
import { authenticate } from '../features/people/sessions.ts'
import { pages, routes } from './features.ts'
import { registerRoutes, requestLocale } from './http.ts'
import type { Services } from './lib/context.ts'
import { AppError } from './lib/errors.ts'
import { installProblems } from './lib/problems.ts'
import { makeSerializer } from './lib/serialize.ts'
import { installLiveStream } from './live-stream.ts'
import { installMetrics } from './metrics.ts'
import { registerPages } from './pages.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const APP_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** Builds the HTTP application; it does not listen. Tests call `app.inject()`. */
export async function buildApp(services: Services): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: services.log as FastifyBaseLogger,
    // Request lines carry codes and searches: the route's pattern and the time are all that is logged.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: services.config.trustedProxies.length > 0 ? services.config.trustedProxies : false,
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 120 },
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
  })
  app.decorateRequest('actor', null as never)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(({ schema }) => makeSerializer(schema as unknown as ZodType))
  installProblems(app, requestLocale)
  app.addHook('onSend', async (_request, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
    if (services.config.isSecure) reply.header('strict-transport-security', 'max-age=31536000')
  })
  installMetrics(app, services)

  await app.register(compress, {
    global: true,
    threshold: 2048,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { 1: 4 } },
  })
  await app.register(formbody, { bodyLimit: 200_000 })
  await app.register(multipart)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hamdel',
        version: '1',
        description: 'Customer orientation: customers, cases, promises, compensations, clocks.',
      },
    },
    transform: createJsonSchemaTransform({ skipList: [] }),
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  await registerRoutes(app, routes, { services, authenticate, isPermission })
  installLiveStream(app, services)
  registerPages(app, pages, { services, authenticate, isPermission })

  await app.register(fastifyStatic, {
    root: path('../portal/assets/'),
    prefix: '/portal/',
    maxAge: '1h',
  })
  const fonts = path('../node_modules/vazirmatn/fonts/webfonts/')
  app.get('/portal/vazirmatn.woff2', { schema: { hide: true } }, (_request, reply) =>
    reply.sendFile('Vazirmatn[wght].woff2', fonts, { maxAge: '365d', immutable: true }),
  )
  const dist = path('../dist/web/')
  const hasScreens = existsSync(dist)
  if (hasScreens) {
    await app.register(fastifyStatic, {
      root: dist,
      prefix: '/',
      decorateReply: false,
      index: false,
      wildcard: true,
      cacheControl: true,
      maxAge: '365d',
      immutable: true,
      setHeaders: (reply, file) => void (file.endsWith('.html') && reply.header('cache-control', 'no-cache')),
    })
  }
  app.setNotFoundHandler((request, reply) => {
    // A customer with a mistyped address stays with the customers' pages.
    if (
      request.method === 'GET' &&
      request.url.startsWith('/portal/') &&
      String(request.headers.accept ?? '').includes('text/html')
    )
      return reply.redirect('/portal', 303)
    const isScreen =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      !request.url.startsWith('/assets/') &&
      String(request.headers.accept ?? '').includes('text/html')
    if (isScreen && hasScreens)
      return reply
        .header('content-security-policy', APP_CSP)
        .header('cache-control', 'no-cache')
        .sendFile('index.html', dist)
    throw new AppError(404, 'not_found')
  })
  app.get('/', { schema: { hide: true } }, (_request, reply) => {
    if (!hasScreens) return reply.type('text/plain').send('Hamdel')
    return reply
      .header('content-security-policy', APP_CSP)
      .header('cache-control', 'no-cache')
      .sendFile('index.html', dist)
  })
  return app
}
