import { EngineError } from '../errors.ts'
import type { IndexModel, Words } from '../indices/types.ts'
import { acsi, acsiPrice } from './acsi.ts'
import { csi } from './csi.ts'
import { ecsiBank } from './ecsi-bank.ts'
import { ecsi, ecsi6 } from './ecsi-mobile.ts'
import { epsi } from './epsi.ts'
import { swics } from './swics.ts'

const MODELS: readonly IndexModel[] = [acsi, acsiPrice, ecsi, ecsi6, ecsiBank, epsi, swics, csi]

/** The shipped model with this id. Throws `model_unknown` naming the models there are. */
export function findModel(id: string): IndexModel {
  const model = MODELS.find((candidate) => candidate.id === id)
  if (!model)
    throw new EngineError('model_unknown', { model: id, known: MODELS.map(({ id }) => id).join(', ') })
  return model
}

/** The shipped models: id, label, number of constructs and items, source. */
export function listModels(): readonly {
  id: string
  version: string
  label: Words
  constructs: number
  items: number
  source: string
}[] {
  return MODELS.map((model) => ({
    id: model.id!,
    version: model.version!,
    label: model.label!,
    constructs: model.constructs.length,
    items: model.constructs.reduce((sum, construct) => sum + construct.items.length, 0),
    source: model.source!,
  }))
}
