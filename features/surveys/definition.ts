import { z } from 'zod'

/** Persian is always there; English where a company asks in English too. */
export const words = z.object({ fa: z.string().min(1).max(2_000), en: z.string().max(2_000).default('') })

const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/)

/** Shown only when an earlier question was answered so; several conditions must all hold. */
const condition = z.object({
  question: code,
  is: z.enum(['equal', 'notEqual', 'atMost', 'atLeast', 'includes', 'answered']),
  value: z.union([z.number(), z.string()]).optional(),
})

const common = {
  code,
  text: words,
  help: words.optional(),
  isRequired: z.boolean().default(false),
  showIf: z.array(condition).max(5).default([]),
}

export const scaleQuestion = z.object({
  ...common,
  kind: z.literal('scale'),
  min: z.int().min(0).max(1),
  max: z.int().min(1).max(10),
  minPole: words,
  maxPole: words,
  /** Answered the other way round: low is good. The engine reads min + max − x. */
  isReversed: z.boolean().default(false),
  hasDontKnow: z.boolean().default(false),
})

const option = z.object({ code, text: words })

export const question = z.discriminatedUnion('kind', [
  scaleQuestion,
  z.object({
    ...common,
    kind: z.literal('choice'),
    options: z.array(option).min(2).max(30),
    hasDontKnow: z.boolean().default(false),
  }),
  z.object({ ...common, kind: z.literal('multi'), options: z.array(option).min(2).max(30) }),
  z.object({ ...common, kind: z.literal('text'), maxLength: z.int().min(1).max(4_000).default(1_000) }),
  /** Several statements on one scale; each row's answer stands under the row's own code. */
  z.object({
    ...common,
    kind: z.literal('matrix'),
    rows: z.array(option).min(1).max(20),
    min: z.int().min(0).max(1),
    max: z.int().min(1).max(10),
    minPole: words,
    maxPole: words,
    hasDontKnow: z.boolean().default(false),
  }),
])

/** What an instrument asks. Frozen when it is published. */
export const definition = z
  .object({
    intro: words,
    thanks: words,
    paging: z.enum(['all', 'one']).default('all'),
    questions: z.array(question).min(1).max(80),
    /** A score that calls for a call: the case it opens carries the answers. */
    lowScore: z.object({ question: code, atMost: z.number() }).nullable().default(null),
    /** The engine's model whose items are codes of this instrument. */
    modelId: z.string().max(40).nullable().default(null),
  })
  .meta({ id: 'InstrumentDefinition' })

export type Definition = z.output<typeof definition>
export type Question = Definition['questions'][number]
export type Words = z.output<typeof words>

/** A stored answer: a number, an option's code or a text, several codes, or "I do not know". */
export const answer = z.union([
  z.number(),
  z.string().max(4_000),
  z.array(code).max(30),
  z.object({ dontKnow: z.literal(true) }),
])
export const answers = z.record(code, answer)
export type Answers = z.output<typeof answers>
