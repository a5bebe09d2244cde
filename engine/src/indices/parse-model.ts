import { EngineError } from '../errors.ts'
import type { Construct, IndexModel, Item, Mode, Scale, Words } from './types.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * A model from parsed JSON of unknown shape, e.g. `{"constructs":[{"name","items","mode"}],"paths":[["a","b"]]}`; further
 * keys are those of IndexModel. Throws an EngineError saying which part is malformed and what was expected there.
 * Checks shape only: what the names mean (cycles, shared items …) is checked by `compileModel`.
 */
export function parseModel(json: unknown): IndexModel {
  if (!isObject(json)) throw new EngineError('model_not_object')
  if (!Array.isArray(json.constructs)) throw new EngineError('model_constructs_missing')
  if (!Array.isArray(json.paths)) throw new EngineError('model_paths_missing')
  return {
    constructs: json.constructs.map((value: unknown, i) => parseConstruct(value, `constructs[${i}]`)),
    paths: json.paths.map((value: unknown, i) => parsePath(value, `paths[${i}]`)),
    ...optional(json, 'id', '', text),
    ...optional(json, 'version', '', text),
    ...optional(json, 'source', '', text),
    ...optional(json, 'target', '', text),
    ...optional(json, 'label', '', words),
    ...optional(json, 'scale', '', scale),
    ...optional(json, 'items', '', parseItems),
  }
}

function parseConstruct(value: unknown, part: string): Construct {
  if (!isObject(value)) throw invalid(part, 'an object with "name" and "items"')
  if (!Array.isArray(value.items)) throw invalid(`${part}.items`, 'a list of item names')
  return {
    name: text(value.name, `${part}.name`),
    items: value.items.map((item: unknown, i) => text(item, `${part}.items[${i}]`)),
    // Which modes there are is compileModel's to say, with the construct's name.
    ...(optional(value, 'mode', part, text) as { mode?: Mode }),
    ...optional(value, 'label', part, words),
  }
}

function parsePath(value: unknown, part: string): readonly [string, string] {
  if (!Array.isArray(value) || value.length !== 2) throw invalid(part, 'a pair ["from", "to"]')
  return [text(value[0], `${part}[0]`), text(value[1], `${part}[1]`)]
}

function parseItems(value: unknown, part: string): Readonly<Record<string, Item>> {
  if (!isObject(value)) throw invalid(part, 'an object keyed by item name')
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, parseItem(entry, `${part}.${name}`)]),
  )
}

/** A mistyped setting ("reverse") would change the numbers silently, so unknown keys are refused here. */
function parseItem(value: unknown, part: string): Item {
  if (!isObject(value)) throw invalid(part, 'an object')
  for (const key of Object.keys(value))
    if (!['scale', 'reversed', 'label', 'question', 'ends'].includes(key))
      throw invalid(`${part}.${key}`, 'one of scale, reversed, label, question, ends')
  return {
    ...optional(value, 'scale', part, scale),
    ...optional(value, 'reversed', part, flag),
    ...optional(value, 'label', part, words),
    ...optional(value, 'question', part, words),
    ...optional(value, 'ends', part, ends),
  }
}

function optional<K extends string, T>(
  object: Json,
  key: K,
  part: string,
  read: (value: unknown, part: string) => T,
): { [key in K]?: T } {
  const value = object[key]
  if (value === undefined || value === null) return {}
  return { [key]: read(value, part === '' ? key : `${part}.${key}`) } as { [key in K]?: T }
}

function text(value: unknown, part: string): string {
  if (typeof value !== 'string') throw invalid(part, 'a text')
  return value
}

function flag(value: unknown, part: string): boolean {
  if (typeof value !== 'boolean') throw invalid(part, 'true or false')
  return value
}

function scale(value: unknown, part: string): Scale {
  if (!isObject(value) || typeof value.min !== 'number' || typeof value.max !== 'number')
    throw invalid(part, '{"min": number, "max": number}')
  return { min: value.min, max: value.max }
}

function words(value: unknown, part: string): Words {
  if (!isObject(value) || typeof value.fa !== 'string' || typeof value.en !== 'string')
    throw invalid(part, '{"fa": text, "en": text}')
  return { fa: value.fa, en: value.en }
}

function ends(value: unknown, part: string): { low: Words; high: Words } {
  if (!isObject(value)) throw invalid(part, '{"low": {"fa", "en"}, "high": {"fa", "en"}}')
  return { low: words(value.low, `${part}.low`), high: words(value.high, `${part}.high`) }
}

function invalid(part: string, expected: string): EngineError {
  return new EngineError('model_part_invalid', { part, expected })
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
