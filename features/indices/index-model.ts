import {
  type CompiledModel,
  compileModel,
  EngineError,
  errorSentence,
  findModel,
  type IndexModel,
  parseModel,
  type Words,
} from '@hamdel/engine'
import { invalid } from '../../server/lib/errors.ts'
import type { Definition } from '../surveys/definition.ts'

/** As kept in index_definitions.model: a shipped model's id, or a model of one's own; importances of the plain index. */
export interface ModelSpec {
  id?: string | undefined
  definition?: Record<string, unknown> | undefined
  importance?: Record<string, number> | undefined
}

/** Where an item's number comes from in an answer sheet. */
export interface ItemSource {
  code: string
  /** Of a choice: its options in order; the first counts 0, the next 1 … A number stored for it counts as it is. */
  options: string[] | null
  min: number
  max: number
  isReversed: boolean
  text: Words
}

/** Every question of an instrument whose answer is a number, a matrix's rows one by one. */
export function itemSources(instrument: Definition): Map<string, ItemSource> {
  const found = new Map<string, ItemSource>()
  const both = (text: { fa: string; en: string }): Words => ({ fa: text.fa, en: text.en || text.fa })
  for (const asked of instrument.questions) {
    const text = both(asked.text)
    if (asked.kind === 'scale') {
      const { code, min, max, isReversed } = asked
      found.set(code, { code, options: null, min, max, isReversed, text })
    } else if (asked.kind === 'choice') {
      const options = asked.options.map((option) => option.code)
      found.set(asked.code, {
        code: asked.code,
        options,
        min: 0,
        max: options.length - 1,
        isReversed: false,
        text,
      })
    } else if (asked.kind === 'matrix')
      for (const row of asked.rows)
        found.set(row.code, {
          code: row.code,
          options: null,
          min: asked.min,
          max: asked.max,
          isReversed: false,
          text: both(row.text),
        })
  }
  return found
}

export interface BoundModel {
  model: IndexModel
  compiled: CompiledModel
  /** In the order of `compiled.items`. */
  sources: ItemSource[]
  /** Without paths there is no structural index, only the plain one. */
  isStructural: boolean
}

/**
 * A model as this instrument asks it: ends of scales and reversed questions come from the instrument, labels from the
 * model. 422 index_model_invalid with the engine's sentence, index_items_missing naming the codes the instrument lacks.
 */
export function bindModel(spec: ModelSpec, instrument: Definition, locale: 'fa' | 'en'): BoundModel {
  try {
    const model = spec.definition ? parseModel(spec.definition) : findModel(spec.id ?? '')
    return bindTo(model, itemSources(instrument))
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    throw invalid(
      'index_model_invalid',
      { reason: errorSentence(error, locale) },
      { model: 'index_model_invalid' },
    )
  }
}

export function bindTo(model: IndexModel, asked: ReadonlyMap<string, ItemSource>): BoundModel {
  const codes = model.constructs.flatMap((construct) => construct.items)
  const missing = codes.filter((code) => !asked.has(code))
  if (missing.length > 0)
    throw invalid('index_items_missing', { items: missing.join(', ') }, { model: 'index_items_missing' })
  const bound: IndexModel = {
    ...model,
    items: Object.fromEntries(
      codes.map((code) => {
        const source = asked.get(code)!
        const own = model.items?.[code]
        return [
          code,
          {
            scale: { min: source.min, max: source.max },
            reversed: source.isReversed,
            label: own?.label ?? source.text,
            question: source.text,
          },
        ]
      }),
    ),
  }
  const isStructural = model.paths.length > 0
  const compiled = compileModel(bound, { allowUnconnected: !isStructural })
  return { model: bound, compiled, sources: compiled.items.map((code) => asked.get(code)!), isStructural }
}

/** The construct called loyalty, when the model has one. */
export const loyaltyOf = (model: Pick<IndexModel, 'constructs'>): string | null =>
  model.constructs.find(({ name }) => /loyal/i.test(name))?.name ?? null

/** Two versions of an instrument count together when they ask the model's items on the same scales. */
export function asksTheSame(sources: readonly ItemSource[], instrument: Definition): boolean {
  const other = itemSources(instrument)
  return sources.every((source) => {
    const there = other.get(source.code)
    return (
      there !== undefined &&
      there.min === source.min &&
      there.max === source.max &&
      there.isReversed === source.isReversed &&
      JSON.stringify(there.options) === JSON.stringify(source.options)
    )
  })
}
