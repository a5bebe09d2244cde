export type DiffLine = {
  path: string
  before: string | undefined
  after: string | undefined
  isChanged: boolean
}

const MAX_DEPTH = 3

function flatten(value: unknown, path: string, into: Map<string, string>, depth = 0) {
  if (value === undefined || value === null) return
  if (typeof value === 'object' && depth < MAX_DEPTH) {
    for (const [key, inner] of Object.entries(value))
      flatten(inner, path ? `${path}.${key}` : key, into, depth + 1)
    return
  }
  into.set(path || '·', typeof value === 'string' ? value : JSON.stringify(value))
}

/** Every field of both states, the changed ones first. */
export function diffOf(before: unknown, after: unknown): DiffLine[] {
  const [old, now] = [new Map<string, string>(), new Map<string, string>()]
  flatten(before, '', old)
  flatten(after, '', now)
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({
      path,
      before: old.get(path),
      after: now.get(path),
      isChanged: old.get(path) !== now.get(path),
    }))
    .sort((a, b) => Number(b.isChanged) - Number(a.isChanged) || a.path.localeCompare(b.path))
}
