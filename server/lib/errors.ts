export type ErrorParams = Record<string, string | number | boolean | null | undefined>

/**
 * An error a person sees. `code` is stable and machine-readable; the sentence lives in fa.json/en.json under
 * `errors.<code>` and is filled with `params`. `fields` names the inputs at fault: {path: code}.
 */
export class AppError extends Error {
  readonly status: number
  readonly code: string
  readonly params: ErrorParams
  readonly fields: Record<string, string> | undefined

  constructor(status: number, code: string, params: ErrorParams = {}, fields?: Record<string, string>) {
    super(code)
    this.name = 'AppError'
    this.status = status
    this.code = code
    this.params = params
    this.fields = fields
  }
}

/** 400: the request can not be understood. */
export const badRequest = (code: string, params?: ErrorParams) => new AppError(400, code, params)
/** 401: nobody is signed in. */
export const unauthenticated = (code = 'sign_in_required', params?: ErrorParams) =>
  new AppError(401, code, params)
/** 403: signed in, and may see the thing, but may not do this. */
export const forbidden = (code = 'not_permitted', params?: ErrorParams) => new AppError(403, code, params)
/** 404: does not exist, or the asker may not know that it does. */
export const notFound = (code = 'not_found', params?: ErrorParams) => new AppError(404, code, params)
/** 409: the thing's state does not allow it. */
export const conflict = (code: string, params?: ErrorParams) => new AppError(409, code, params)
/** 422: understood, but a value breaks a rule. */
export const invalid = (code: string, params?: ErrorParams, fields?: Record<string, string>) =>
  new AppError(422, code, params, fields)
/** 429: too many tries; `retryAfterSeconds` is told. */
export const tooMany = (code: string, params?: ErrorParams) => new AppError(429, code, params)
