import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

export interface Change {
  /** What must be in the source, once. */
  from: string
  to: string
}

/**
 * Replaces text of one module while it is loaded, in this process only. The program has no switch for any of this: a
 * planted bug exists only under `node --import campaign/plants/<bug>.ts`. Fails the start when the text is not there,
 * so that a campaign never tests an unharmed build and calls the bug caught.
 */
export function plant(name: string, file: string, changes: readonly Change[]): void {
  const url = new URL(`../${file}`, import.meta.url).href
  registerHooks({
    load(target, context, next) {
      const loaded = next(target, context)
      if (target !== url) return loaded
      let source = readFileSync(fileURLToPath(url), 'utf8')
      for (const { from, to } of changes) {
        if (source.split(from).length !== 2)
          throw new Error(`planting ${name}: the text is not in ${file} once:\n${from}`)
        source = source.replace(from, () => to)
      }
      process.stderr.write(`planted: ${name}\n`)
      return { ...loaded, source, shortCircuit: true }
    },
  })
}
