import { EngineError, permutationTest, readAnswers } from '@hamdel/engine'
import { bindTo } from './index-model.ts'
import type { ReadSheets } from './run-input.ts'
import { ANONYMITY_FLOOR, type QuestionLine, type RunRecipe, type RunResult } from './run-result.ts'

type Columns = ReadSheets['columns']

/** Mean and spread of every item, from those who answered it. */
export function questionLines({ sources }: RunRecipe, columns: Columns): QuestionLine[] {
  return sources.map(({ code, min, max, isReversed }) => {
    const given = columns[code]!.filter((value) => !Number.isNaN(value)).map((value) =>
      isReversed ? min + max - value : value,
    )
    const n = given.length
    const shown = n >= ANONYMITY_FLOOR
    const mean = given.reduce((sum, value) => sum + value, 0) / n
    const squares = given.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    return {
      code,
      n,
      missing: columns[code]!.length - n,
      mean: shown ? mean : null,
      sd: shown ? Math.sqrt(squares / (n - 1)) : null,
      performance: shown ? (100 * (mean - min)) / (max - min) : null,
    }
  })
}

/** The permutation test of two groups, each large enough for an index of its own. */
export function compareGroups(
  recipe: RunRecipe,
  groups: readonly (readonly [string, Columns])[],
  [a, b]: readonly string[],
  options: { seed: number; permutations: number },
): NonNullable<RunResult['comparison']> {
  const { scheme, metric } = recipe
  const missing = recipe.missing === 'pairwise' ? 'casewise' : recipe.missing
  try {
    const { compiled } = bindTo(recipe.model, new Map(recipe.sources.map((s) => [s.code, s])))
    if (!recipe.isStructural) throw new EngineError('model_paths_missing')
    const [rowsA, rowsB] = [a!, b!].map((key) => {
      const columns = groups.find(([name]) => name === key)?.[1]
      const rows = columns ? Object.values(columns)[0]!.length : 0
      const tooSmall = (rows: number) =>
        new EngineError('group_too_small', { group: key, rows, needed: recipe.floor })
      if (!columns || rows < recipe.floor) throw tooSmall(rows)
      const answers = readAnswers(compiled, columns, { missing })
      if (answers.n < recipe.floor) throw tooSmall(answers.n)
      return answers.rows
    })
    const test = permutationTest(compiled, rowsA!, rowsB!, { ...options, scheme, metric })
    return { a: a!, b: b!, test, fault: null }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { a: a!, b: b!, test: null, fault: { code: error.code, params: error.params } }
  }
}
