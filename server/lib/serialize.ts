import type { z } from 'zod'
import { id, instant, rials } from './fields.ts'

type Project = (value: unknown) => unknown
/** The little of zod's inside that is read here; anything else goes through zod itself. */
interface Def {
  type: string
  shape?: Record<string, z.ZodType>
  catchall?: z.ZodType
  element?: z.ZodType
  innerType?: z.ZodType
  entries?: Record<string, string>
  values?: unknown[]
  options?: z.ZodType[]
  discriminator?: string
  checks?: unknown[]
  coerce?: boolean
  format?: string
}

/**
 * Makes the serializer of an answer from its schema, once a route. Like parsing with the schema it lets only declared
 * fields out and throws on a missing field or a wrong type; unlike it, it does not run the formats (a UUID's pattern) of
 * every value of every row again, which came from our own database and cost more than the rest of the request.
 */
export function makeSerializer(schema: z.ZodType): (data: unknown) => string {
  const project = projectionOf(schema)
  return (data) => JSON.stringify(project(data))
}

const unfit = (wanted: string, value: unknown) =>
  new Error(
    `answer does not fit its schema: ${wanted} wanted, ${value === null ? 'null' : typeof value} found`,
  )

function projectionOf(schema: z.ZodType): Project {
  if (schema === instant) return projectInstant
  if (schema === rials) return projectRials
  if (schema === id) return projectId
  const def = schema._zod.def as unknown as Def
  const isPlain = !def.checks?.length && !def.coerce
  if (!isPlain) return throughZod(schema)
  if (def.type === 'object' && !def.catchall) return projectObject(def.shape!)
  if (def.type === 'array') {
    const item = projectionOf(def.element!)
    return (value) => {
      if (!Array.isArray(value)) throw unfit('a list', value)
      return value.map(item)
    }
  }
  if (def.type === 'nullable') {
    const inner = projectionOf(def.innerType!)
    return (value) => (value === null ? null : inner(value))
  }
  if (def.type === 'optional') {
    const inner = projectionOf(def.innerType!)
    return (value) => (value === undefined ? undefined : inner(value))
  }
  if (def.type === 'string')
    return (value) => {
      if (typeof value !== 'string') throw unfit('a text', value)
      return value
    }
  if (def.type === 'boolean')
    return (value) => {
      if (typeof value !== 'boolean') throw unfit('true or false', value)
      return value
    }
  if (def.type === 'enum' || def.type === 'literal') {
    const known = new Set<unknown>(def.type === 'enum' ? Object.values(def.entries!) : def.values)
    return (value) => {
      if (!known.has(value)) throw unfit('a declared word', value)
      return value
    }
  }
  if (def.type === 'number' && (def.format === 'safeint' || def.format === undefined)) {
    const fits = def.format === 'safeint' ? Number.isSafeInteger : Number.isFinite
    return (value) => {
      if (!fits(value)) throw unfit('a number', value)
      return value
    }
  }
  // Unions without a discriminator, records, pipes and whatever has bounds are rare: zod does them.
  if (def.type === 'union' && def.discriminator) return projectUnion(def) ?? throughZod(schema)
  return throughZod(schema)
}

function projectObject(shape: Record<string, z.ZodType>): Project {
  const names = Object.keys(shape)
  const projections = names.map((name) => projectionOf(shape[name]!))
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unfit('an object', value)
    const out: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      const projected = projections[i]!((value as Record<string, unknown>)[name])
      if (projected !== undefined) out[name] = projected
    }
    return out
  }
}

/** Undefined when an option has no fixed words under the discriminator. */
function projectUnion(def: Def): Project | undefined {
  const byWord = new Map<unknown, Project>()
  for (const option of def.options!) {
    const inner = (option._zod.def as unknown as Def).shape?.[def.discriminator!]
    const word = inner && (inner._zod.def as unknown as Def)
    const words =
      word?.type === 'literal'
        ? word.values
        : word?.type === 'enum'
          ? Object.values(word.entries!)
          : undefined
    if (!words) return undefined
    const project = projectionOf(option)
    for (const one of words) byWord.set(one, project)
  }
  return (value) => {
    const project = byWord.get((value as Record<string, unknown> | null)?.[def.discriminator!])
    if (!project) throw unfit('a declared kind', value)
    return project(value)
  }
}

function throughZod(schema: z.ZodType): Project {
  return (value) => {
    const result = schema.safeParse(value)
    if (!result.success) throw new Error(`answer does not fit its schema: ${result.error.message}`)
    return result.data
  }
}

function projectId(value: unknown): string {
  if (typeof value !== 'string') throw unfit('an id', value)
  return value.toLowerCase()
}

function projectInstant(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return throughZod(instant)(value) as string
}

function projectRials(value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (!Number.isSafeInteger(number)) throw unfit('whole rials', value)
  return number as number
}
