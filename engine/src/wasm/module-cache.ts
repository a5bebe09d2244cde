import { webAssembly } from './platform.ts'

const MOST = 32
const known = new Map<string, object>()

/**
 * The compiled module of a key that says everything its bytes depend on. Making and compiling one costs milliseconds, and
 * the engine's optimised code stays with it: segments and repeated runs of one model share it. Keeps the last 32.
 */
export function moduleFor(key: string, bytes: () => Uint8Array<ArrayBuffer>): object {
  const found = known.get(key)
  const module = found ?? new webAssembly!.Module(bytes())
  known.delete(key)
  known.set(key, module)
  if (known.size > MOST) known.delete(known.keys().next().value!)
  return module
}
