import { readFileSync } from 'node:fs'
import { parseModel } from '../src/indices/parse-model.ts'
import type { IndexModel } from '../src/indices/types.ts'
import { findModel } from '../src/models/find-model.ts'
import { CliError } from './cli-error.ts'
import { openText, resolveFile } from './open-text.ts'

/** A shipped model by its name, or one from a JSON file: whatever has a dot or a slash is a file. */
export function loadModel(name: string): IndexModel {
  if (!/[./\\]/.test(name)) return findModel(name)
  const file = resolveFile(name)
  // Says what is wrong with the file in the same words as for data.
  openText(file).close()
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new CliError('model_json', { file, reason: (error as Error).message.replace(/\s+/g, ' ') })
  }
  return parseModel(json)
}
