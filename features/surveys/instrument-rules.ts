import { EngineError, findModel, type IndexModel } from '@hamdel/engine'
import type { Definition, Question } from './definition.ts'

/** Something wrong with an instrument: where, as a path of its definition, and which rule it breaks. */
export interface Problem {
  path: string
  code: ProblemCode
}
export type ProblemCode =
  | 'code_repeated'
  | 'scale_ends_crossed'
  | 'condition_unknown'
  | 'condition_not_earlier'
  | 'condition_value_missing'
  | 'condition_value_wrong'
  | 'low_score_not_scale'
  | 'low_score_outside'
  | 'model_unknown'
  | 'model_item_missing'
  | 'model_item_scale'

/** What can be answered: a question, or a row of a matrix under its own code. */
interface Answerable {
  code: string
  path: string
  position: number
  question: Question
  isRow: boolean
}

/** What is answered under which code, in the order of asking. A matrix is answered row by row. */
export function answerables(definition: Definition): Answerable[] {
  return definition.questions.flatMap((question, position): Answerable[] => {
    const path = `questions.${position}`
    if (question.kind !== 'matrix')
      return [{ code: question.code, path: `${path}.code`, position, question, isRow: false }]
    return question.rows.map((row, i) => ({
      code: row.code,
      path: `${path}.rows.${i}.code`,
      position,
      question,
      isRow: true,
    }))
  })
}

/** Everything that is wrong with a definition beyond its shape; nothing when it can be published. */
export function definitionProblems(definition: Definition): Problem[] {
  return [
    ...repeatedCodes(definition),
    ...crossedEnds(definition),
    ...wrongConditions(definition),
    ...wrongLowScore(definition),
    ...wrongModel(definition),
  ]
}

function repeatedCodes(definition: Definition): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  const once = (set: Set<string>, code: string, path: string) => {
    if (set.has(code)) problems.push({ path, code: 'code_repeated' })
    set.add(code)
  }
  for (const [i, question] of definition.questions.entries()) {
    once(seen, question.code, `questions.${i}.code`)
    if (question.kind === 'matrix')
      for (const [j, row] of question.rows.entries()) once(seen, row.code, `questions.${i}.rows.${j}.code`)
    if (question.kind === 'choice' || question.kind === 'multi') {
      const options = new Set<string>()
      for (const [j, option] of question.options.entries())
        once(options, option.code, `questions.${i}.options.${j}.code`)
    }
  }
  return problems
}

const crossedEnds = (definition: Definition): Problem[] =>
  definition.questions.flatMap((question, i) =>
    'min' in question && question.min >= question.max
      ? [{ path: `questions.${i}.max`, code: 'scale_ends_crossed' as const }]
      : [],
  )

function wrongConditions(definition: Definition): Problem[] {
  const known = new Map(answerables(definition).map((answerable) => [answerable.code, answerable]))
  return definition.questions.flatMap((question, i) =>
    question.showIf.flatMap((condition, j): Problem[] => {
      const path = `questions.${i}.showIf.${j}`
      const asked = known.get(condition.question)
      if (!asked) return [{ path: `${path}.question`, code: 'condition_unknown' }]
      if (asked.position >= i) return [{ path: `${path}.question`, code: 'condition_not_earlier' }]
      if (condition.is === 'answered') return []
      if (condition.value === undefined) return [{ path: `${path}.value`, code: 'condition_value_missing' }]
      return fitsCondition(asked.question, condition.is, condition.value)
        ? []
        : [{ path: `${path}.value`, code: 'condition_value_wrong' }]
    }),
  )
}

/** Can an answer to this question ever be compared so? Scales with numbers of the scale, options with their codes. */
function fitsCondition(question: Question, is: string, value: number | string): boolean {
  switch (question.kind) {
    case 'scale':
    case 'matrix':
      return is !== 'includes' && typeof value === 'number' && value >= question.min && value <= question.max
    case 'choice':
    case 'multi': {
      const comparisons = question.kind === 'multi' ? ['includes'] : ['equal', 'notEqual']
      return comparisons.includes(is) && question.options.some((option) => option.code === value)
    }
    case 'text':
      return (is === 'equal' || is === 'notEqual' || is === 'includes') && typeof value === 'string'
  }
}

function wrongLowScore({ lowScore, questions }: Definition): Problem[] {
  if (!lowScore) return []
  const question = questions.find((candidate) => candidate.code === lowScore.question)
  if (question?.kind !== 'scale') return [{ path: 'lowScore.question', code: 'low_score_not_scale' }]
  // A score that everybody or nobody reaches calls for nothing.
  const isInside = lowScore.atMost >= question.min && lowScore.atMost < question.max
  return isInside ? [] : [{ path: 'lowScore.atMost', code: 'low_score_outside' }]
}

function wrongModel(definition: Definition): Problem[] {
  if (definition.modelId === null) return []
  const model = modelOf(definition.modelId)
  if (!model) return [{ path: 'modelId', code: 'model_unknown' }]
  const asked = new Map(answerables(definition).map((answerable) => [answerable.code, answerable]))
  return model.constructs.flatMap(({ items }) =>
    items.flatMap((item): Problem[] => {
      const found = asked.get(item)
      if (!found || !('min' in found.question))
        return [{ path: `modelId.${item}`, code: 'model_item_missing' }]
      // The model reads answers on its own scale; on another one its index would be wrong without a word.
      const scale = model.items?.[item]?.scale ?? model.scale ?? { min: 1, max: 10 }
      return found.question.min === scale.min && found.question.max === scale.max
        ? []
        : [{ path: found.path.replace(/code$/, 'max'), code: 'model_item_scale' }]
    }),
  )
}

function modelOf(id: string): IndexModel | undefined {
  try {
    return findModel(id)
  } catch (error) {
    if (error instanceof EngineError) return undefined
    throw error
  }
}
