import type { FastifyInstance, FastifyReply } from 'fastify'
import { html } from '../portal/html.ts'
import { portalLayout } from '../portal/layout.ts'
import { type HttpOptions, refuseForeignOrigin, sendDownload } from './http.ts'
import type { Actor, Context } from './lib/context.ts'
import { AppError } from './lib/errors.ts'
import { Outbox } from './lib/outbox.ts'
import { problemOf } from './lib/problems.ts'
import type { PageAnswer, PageInput, PageSpec, Upload } from './lib/route.ts'
import { receiveUploads } from './lib/uploads.ts'

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const ANONYMOUS: Actor = { kind: 'anonymous' }

/** Registers the portal's pages: server-rendered, form posts, no JavaScript. Pages open their own transactions. */
export function registerPages(app: FastifyInstance, pages: readonly PageSpec[], options: HttpOptions): void {
  const { services } = options
  for (const page of pages) {
    if (!page.public) throw new Error(`Page ${page.path} does not say why it is public.`)
    app.route({
      method: page.method,
      url: page.path,
      schema: { hide: true },
      handler: async (request, reply) => {
        const cookies = request.cookies
        const query = request.query as Record<string, string>
        const locale = query.lang === 'en' || (query.lang !== 'fa' && cookies.lang === 'en') ? 'en' : 'fa'
        if (query.lang === 'en' || query.lang === 'fa')
          reply.setCookie('lang', query.lang, {
            path: '/',
            maxAge: 31_536_000,
            sameSite: 'lax',
            httpOnly: true,
            secure: services.config.isSecure,
          })
        const ctx: Context = {
          db: services.database.db,
          now: services.now(),
          actor: ANONYMOUS,
          locale,
          ip: request.ip,
          services,
          outbox: new Outbox(),
        }
        const uploads: Upload[] = []
        const input: PageInput = {
          params: request.params as Record<string, string>,
          query,
          form: {},
          uploads,
          cookies,
        }
        try {
          if (page.method === 'POST') {
            refuseForeignOrigin(request)
            if (page.uploads) {
              const received = await receiveUploads(request, page.uploads)
              uploads.push(...received.uploads)
              input.form = received.fields
            } else input.form = (request.body ?? {}) as Record<string, string>
          }
          return answer(reply, await page.handle(ctx, input))
        } catch (error) {
          const problem = problemOf(error, locale)
          const shown =
            error instanceof AppError || problem.status === 422
              ? await page.onError?.(ctx, input, error as Error)
              : undefined
          if (shown) return answer(reply, { status: problem.status, ...shown })
          if (problem.status >= 500)
            request.log.error(
              { reason: (error as Error).message, stack: (error as Error).stack },
              'page failed',
            )
          if (problem.params.retryAfterSeconds !== undefined)
            reply.header('retry-after', String(problem.params.retryAfterSeconds))
          return answer(reply, {
            status: problem.status,
            html: portalLayout(ctx, {
              title: problem.detail,
              company: '',
              body: html`<p class="notice error" role="alert">${problem.detail}</p>`,
            }),
          })
        } finally {
          const fs = await import('node:fs/promises')
          await Promise.all(uploads.map((upload) => fs.rm(upload.path, { force: true })))
        }
      },
    })
  }

  function answer(reply: FastifyReply, page: PageAnswer): FastifyReply {
    for (const cookie of page.cookies ?? [])
      reply.setCookie(cookie.name, cookie.value, {
        path: cookie.path ?? '/',
        maxAge: cookie.maxAgeSeconds,
        httpOnly: true,
        sameSite: 'lax',
        secure: services.config.isSecure,
      })
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    if (page.redirect) return reply.status(303).header('location', page.redirect).send()
    if (page.file) return sendDownload(reply, page.file)
    return reply
      .status(page.status ?? 200)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', CSP)
      .header('x-content-type-options', 'nosniff')
      .send(page.html)
  }
}
