import { displayText } from '@hamdel/persian'
import { z } from 'zod'

/** An instant in answers: a Date or an ISO text goes in, an ISO text in UTC goes out. */
export const instant = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime({ offset: true }),
)
/** A day, 'YYYY-MM-DD', in Asia/Tehran. */
export const day = z.iso.date()
/** Rials in answers: a bigint goes in, a whole number goes out. */
export const rials = z.preprocess((value) => (typeof value === 'bigint' ? Number(value) : value), z.int())
/** Rials in requests. */
export const rialsInput = z.int().min(0).max(9_000_000_000_000_000)
/** PostgreSQL writes ids in lower case; so do we, so that what is audited is what is stored. */
export const id = z.uuid().toLowerCase()

/** One line a person typed: normalised for storing, never empty. */
export const line = (max = 200) => z.string().max(max).transform(displayText).pipe(z.string().min(1))
/** One line that may be left empty. */
export const optionalLine = (max = 200) => z.string().max(max).transform(displayText)
/** A text of several lines: outer blank space and unsafe controls go, line breaks stay. */
export const prose = (max = 10_000) => z.string().max(max).transform(cleanProse).pipe(z.string().min(1))
export const optionalProse = (max = 10_000) => z.string().max(max).transform(cleanProse)

function cleanProse(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((row) => displayText(row))
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim()
}

/** A comma-separated list of declared values in a query: ?filter[status]=new,open */
export const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .max(400)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(values)).min(1))

/** Cursor pages: opaque cursor in, next cursor out. */
export const pageQuery = {
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor, or undefined when it is not one of ours (the list then starts at its beginning). */
export function decodeCursor(
  cursor: string | undefined,
  length: number,
): (string | number | null)[] | undefined {
  if (!cursor) return undefined
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(values) &&
      values.length === length &&
      values.every((v) => v === null || typeof v === 'string' || typeof v === 'number')
      ? values
      : undefined
  } catch {
    return undefined
  }
}
