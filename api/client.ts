import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './types.ts'

/** What the server says went wrong (problem+json). `code` is stable, `detail` is a sentence in the user's language. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly params: Record<string, unknown>
  readonly detail: string
  /** The inputs at fault, by path: `{ 'contactPoints.0.value': 'phone_invalid' }`. */
  readonly fields: Record<string, string>

  constructor(
    status: number,
    code: string,
    params: Record<string, unknown> = {},
    detail = '',
    fields: Record<string, string> = {},
  ) {
    super(detail || code)
    this.status = status
    this.code = code
    this.params = params
    this.detail = detail
    this.fields = fields
  }

  /** The request never got an answer: the network, not a decision of the server. */
  get isNetwork() {
    return this.status === 0
  }
}

/** Sent on `window` when the session has ended; the shell goes to the sign-in page and comes back afterwards. */
export const SIGNED_OUT = 'hamdel:signed-out'

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const BUSY = new Set([502, 503, 504])
const PAUSES_MS = [400, 1600]
const TIMEOUT_MS = 30_000
/** Photos over a weak line take their time. */
const UPLOAD_TIMEOUT_MS = 180_000

/** One key per user action: make it when the person acts and pass it to every attempt of that action. */
export const newKey = () => crypto.randomUUID()

/** Headers of an action whose key the caller keeps: `api.POST(path, { body, headers: withKey(key) })`. */
export const withKey = (key: string) => ({ 'Idempotency-Key': key })

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Every request may be sent again: reads change nothing and writes carry an idempotency key, so an answer lost on the
 * way back is answered again instead of being done again.
 */
async function fetchWithRetry(request: Request): Promise<Response> {
  const isUpload = request.headers.get('Content-Type')?.startsWith('multipart/') ?? false
  for (let attempt = 0; ; attempt++) {
    const mayRetry = attempt < PAUSES_MS.length && !request.signal.aborted
    try {
      const signal = AbortSignal.any([
        request.signal,
        AbortSignal.timeout(isUpload ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS),
      ])
      const response = await fetch(request.clone(), { signal })
      if (!BUSY.has(response.status) || !mayRetry) return response
    } catch (error) {
      if (request.signal.aborted) throw error
      if (!mayRetry || !navigator.onLine) throw new ApiError(0, 'network_unreachable')
    }
    await pause(PAUSES_MS[attempt]! * (0.75 + Math.random() / 2))
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => ({}))
  const fallback = response.status >= 500 ? 'server_failed' : `http_${response.status}`
  return new ApiError(
    response.status,
    body.code ?? fallback,
    body.params ?? {},
    body.detail ?? '',
    body.fields ?? {},
  )
}

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang || 'fa')
    if (WRITES.has(request.method) && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', newKey())
    }
    return request
  },
  async onResponse({ request, response }) {
    if (response.ok || response.status === 304) return undefined
    const error = await toApiError(response)
    // A wrong password is also a 401, but it is an answer to the person signing in, not the end of a session.
    const isSigningIn =
      request.method === 'POST' && new URL(request.url).pathname.endsWith('/api/v1/sessions')
    if (response.status === 401 && !isSigningIn) window.dispatchEvent(new CustomEvent(SIGNED_OUT))
    throw error
  },
}

/** The browser's only door. Every method resolves with `{ data }` or rejects with an `ApiError`. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin', fetch: fetchWithRetry })
api.use(manners)

/** The body of the answer: `const me = await take(api.GET('/api/v1/me'))`. */
export async function take<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  return (await answer).data as NonNullable<T>
}
