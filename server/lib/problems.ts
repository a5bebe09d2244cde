import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { ZodError } from 'zod'
import type { Locale } from './context.ts'
import { AppError } from './errors.ts'
import { errorSentence } from './words.ts'

export interface Problem {
  type: 'about:blank'
  status: number
  code: string
  params: Record<string, unknown>
  detail: string
  fields?: Record<string, string>
}

const CONNECTION_LOST = /^(08|57P0|53)/

function fieldsOf(
  issues: readonly {
    path?: readonly PropertyKey[]
    instancePath?: string
    message?: string
    code?: string
  }[],
  locale: Locale,
): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of issues.slice(0, 50)) {
    const path = issue.path
      ? issue.path.join('.')
      : (issue.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.')
    fields[path || 'body'] = errorSentence(locale, `field_${issue.code ?? 'invalid'}`)
  }
  return fields
}

/** What a caller is told about any error. Unknown errors say nothing of their inside. */
export function problemOf(error: unknown, locale: Locale): Problem {
  const make = (
    status: number,
    code: string,
    params: Record<string, unknown> = {},
    fields?: Record<string, string>,
  ): Problem => ({
    type: 'about:blank',
    status,
    code,
    params,
    detail: errorSentence(locale, code, params as never),
    ...(fields ? { fields } : {}),
  })
  if (error instanceof AppError) {
    const fields =
      error.fields &&
      Object.fromEntries(
        Object.entries(error.fields).map(([path, code]) => [path, errorSentence(locale, code)]),
      )
    return make(error.status, error.code, error.params, fields)
  }
  if (error instanceof ZodError) return make(422, 'invalid_input', {}, fieldsOf(error.issues, locale))
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map((v) => {
      const issue = (v as { params?: { issue?: { path?: PropertyKey[]; code?: string } } }).params?.issue
      return { path: issue?.path, instancePath: v.instancePath, code: issue?.code ?? v.keyword }
    })
    return make(422, 'invalid_input', {}, fieldsOf(issues as never, locale))
  }
  const { code, statusCode } = error as FastifyError & { code?: string }
  if (code === '23505') return make(409, 'already_exists')
  if (code === '23503') return make(409, 'refers_to_missing')
  if (code === '23514' || code === '22P02' || code === '22003' || code === '22021')
    return make(422, 'invalid_input')
  if (code === '57014') return make(503, 'took_too_long', { retryAfterSeconds: 2 })
  const isDown =
    (code && CONNECTION_LOST.test(code)) ||
    code === 'ECONNREFUSED' ||
    code === 'ENOENT' ||
    code === 'ECONNRESET' ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      (error as Error).message ?? '',
    )
  if (isDown) return make(503, 'database_unavailable', { retryAfterSeconds: 2 })
  if (statusCode === 413) return make(413, 'body_too_large')
  if (statusCode === 415) return make(415, 'content_type_refused')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return make(statusCode, 'bad_request')
  return make(500, 'internal_error')
}

export function installProblems(app: FastifyInstance, localeOf: (request: FastifyRequest) => Locale): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, localeOf(request))
    if (problem.status >= 500)
      request.log.error(
        {
          code: (error as { code?: string }).code,
          reason: (error as Error).message,
          stack: problem.status === 500 ? (error as Error).stack : undefined,
        },
        'request failed',
      )
    const retry = problem.params.retryAfterSeconds
    if (retry !== undefined) reply.header('retry-after', String(retry))
    // A serializer set for the route's answer must not see the problem.
    return reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .serializer(JSON.stringify)
      .send(problem)
  })
}
