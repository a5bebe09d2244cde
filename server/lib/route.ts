import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Context } from './context.ts'

export interface Upload {
  field: string
  fileName: string
  mediaType: string
  /** A private temporary file, removed after the request; the action moves or copies what it keeps. */
  path: string
  byteSize: number
  sha256: string
}

/** An answer that is a file. */
export interface Download {
  fileName: string
  mediaType: string
  body: Readable | Buffer | string
  /** Shown in the page only when it is an image we made; everything else is an attachment. */
  isInline?: boolean
}

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Infer<S> = S extends z.ZodType ? z.output<S> : undefined

/**
 * Who may call a route. A permission ('case.reply') is looked up in features/people/permissions.ts; 'signed-in' is any
 * employee, for their own things; public routes say why they are.
 */
export type Access = { permission: string } | 'signed-in' | { public: string }

export interface RouteSpec<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  A extends z.ZodType | undefined,
> {
  method: Verb
  /** Under /api/v1, with :params. */
  path: string
  /** The same word as the action: replyToCase. */
  operationId: string
  summary: string
  access: Access
  params?: P
  query?: Q
  body?: B
  /** Schema of the answer; undeclared fields never leave. Absent: 204, or a Download. */
  answer?: A
  status?: 200 | 201
  /** Multipart uploads; fields arrive in `body`, files in `uploads`. */
  uploads?: { maxFiles: number; maxBytes: number }
  /** Reads use the pool; a write gets one transaction, an idempotency key and the outbox. Default: by method. */
  isRead?: boolean
  /** Writes that manage their own transactions (sign-in counts a failed try even when it refuses). */
  ownTransaction?: boolean
  handle(
    ctx: Context,
    input: { params: Infer<P>; query: Infer<Q>; body: Infer<B>; uploads: Upload[]; http: HttpFacts },
    // biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing returns nothing.
  ): Promise<A extends z.ZodType ? z.input<A> : Download | void>
}

/** The little of HTTP an action may need, and what it may set. */
export interface HttpFacts {
  userAgent: string
  lastEventId: string | undefined
  setSessionCookie(token: string | null, maxAgeSeconds?: number): void
}

// biome-ignore lint/suspicious/noExplicitAny: a list holds routes of every shape; each was checked where it was defined.
export type Route = RouteSpec<any, any, any, any>

/** Declares one route. Slices export arrays of these; `server/features.ts` lists them. */
export function defineRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<P, Q, B, A>): Route {
  return spec
}

export function isWrite(route: Pick<Route, 'method' | 'isRead'>): boolean {
  return route.isRead === undefined ? route.method !== 'GET' : !route.isRead
}

/** A page of the portal: HTML, forms, no JavaScript needed. */
export interface PageSpec {
  method: 'GET' | 'POST'
  path: string
  /** Why anyone may open it. */
  public: string
  uploads?: { maxFiles: number; maxBytes: number }
  handle(ctx: Context, input: PageInput): Promise<PageAnswer>
  /** Shown when `handle` throws an AppError: the form again, with what was typed. */
  onError?(ctx: Context, input: PageInput, error: Error): Promise<PageAnswer | undefined>
}

export interface PageInput {
  params: Record<string, string>
  query: Record<string, string>
  form: Record<string, string>
  uploads: Upload[]
  cookies: Record<string, string | undefined>
}

export interface PageAnswer {
  status?: number
  html?: string
  redirect?: string
  file?: Download
  cookies?: { name: string; value: string; maxAgeSeconds: number; path?: string }[]
}
