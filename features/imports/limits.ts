/** What an import accepts; the same numbers stand in the sentences a person reads. */
export const MAX_ROWS = 2_000_000
export const MAX_COLUMNS = 200
export const MAX_CELL = 32_000
export const MAX_UPLOAD_BYTES = 200 * 1_048_576
/** Rows written in one transaction. */
export const CHUNK_ROWS = 4_000

/** A file that can not be imported: `code` has a sentence in fa.json. */
export class FileProblem extends Error {
  readonly code: string
  readonly params: Record<string, string | number>
  constructor(code: string, params: Record<string, string | number> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}
