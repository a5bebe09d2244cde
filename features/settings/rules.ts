export interface OpenHours {
  weekday: number
  opensAt: string
  closesAt: string
}

/** The first row that does not close after it opens or overlaps another of its day; undefined when all is well. */
export function badHours(hours: readonly OpenHours[]): number | undefined {
  for (const [i, row] of hours.entries()) {
    if (row.opensAt >= row.closesAt) return i
    const clash = hours.findIndex(
      (other, j) =>
        j < i &&
        other.weekday === row.weekday &&
        other.opensAt < row.closesAt &&
        row.opensAt < other.closesAt,
    )
    if (clash >= 0) return i
  }
  return undefined
}

interface PolicyKey {
  metric: string
  kind: string | null
  severity: string | null
  tier: string | null
}

const keyOf = ({ metric, kind, severity, tier }: PolicyKey) => JSON.stringify([metric, kind, severity, tier])

/** What is wrong with a set of clock policies: two rows for one thing, or a metric some case would have no limit for. */
export function policyFault(policies: readonly PolicyKey[]): 'policy_twice' | 'policy_missing' | undefined {
  const keys = new Set(policies.map(keyOf))
  if (keys.size < policies.length) return 'policy_twice'
  for (const metric of ['first_reply', 'resolution'])
    if (!keys.has(keyOf({ metric, kind: null, severity: null, tier: null }))) return 'policy_missing'
  return undefined
}
