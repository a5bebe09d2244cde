import { readFileSync } from 'node:fs'

/** Stored with every run: the same answers, seed and version give the same numbers. */
export const ENGINE_VERSION: string = JSON.parse(
  readFileSync(new URL('../../engine/package.json', import.meta.url), 'utf8'),
).version
