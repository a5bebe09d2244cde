import { expect, test } from 'vitest'
import { chain } from '../../fixtures/simulate.ts'
import { compileModel } from '../indices/compile.ts'
import type { IndexModel, Metric, Scheme } from '../indices/types.ts'
import { fastWorkspace } from './fast-workspace.ts'
import { planOf } from './plan.ts'

const planFor = (model: IndexModel) => planOf(compileModel(model))

// Without this, a fault in the generated code would hide behind the plain loops and nothing would fail.
test('models in mode A iterate in WebAssembly, with every scheme and metric', () => {
  for (const scheme of ['path', 'centroid', 'factorial'] satisfies Scheme[])
    for (const metric of ['standardised', 'raw'] satisfies Metric[])
      for (const sizes of [
        [1, 1, 1],
        [2, 3, 4],
        [7, 1, 12],
      ] as const)
        expect(fastWorkspace(planFor(chain(sizes)), { scheme, metric }).firstIterations).toBeTypeOf(
          'function',
        )
})

test('mode B, very large models and callers who say so stay with plain loops', () => {
  expect(fastWorkspace(planFor(chain([2, 2, 2], 'B')), {}).firstIterations).toBeUndefined()
  expect(fastWorkspace(planFor(chain([90, 90, 90])), {}).firstIterations).toBeUndefined()
  expect(fastWorkspace(planFor(chain([2, 2, 2])), {}, false).firstIterations).toBeUndefined()
})

test('blocks of sixty items are no trouble for the generator', () => {
  const model: IndexModel = {
    constructs: ['a', 'b'].map((name) => ({
      name,
      items: Array.from({ length: 60 }, (_, i) => `${name}${i}`),
    })),
    paths: [['a', 'b']],
  }
  expect(fastWorkspace(planFor(model), {}).firstIterations).toBeTypeOf('function')
})
