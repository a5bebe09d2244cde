import { sentences } from './sentences.ts'

export type CliCode = keyof typeof sentences
export type CliParams = Readonly<Record<string, string | number>>

/** A fault of the command or of a file: said in one sentence, never as a stack trace. */
export class CliError extends Error {
  readonly code: CliCode
  readonly params: CliParams

  constructor(code: CliCode, params: CliParams = {}) {
    super(fillSentence(sentences[code].en, params))
    this.name = 'CliError'
    this.code = code
    this.params = params
  }
}

export function cliSentence(error: { code: CliCode; params: CliParams }, language: 'en' | 'fa'): string {
  return fillSentence(sentences[error.code][language], error.params)
}

function fillSentence(sentence: string, params: CliParams): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = params[key]
    return value === undefined ? whole : String(value)
  })
}
