import type { ClockPolicy } from './settings-queries.ts'

type Limit = { businessSeconds: number; nearRatio: number }
/** Both limits of one case: as people think of them; the server keeps a row for each. */
export type LimitRow = Pick<ClockPolicy, 'kind' | 'severity' | 'tier'> & {
  first_reply: Limit | undefined
  resolution: Limit | undefined
  nearRatio: number
}

const KIND_ORDER = [null, 'complaint', 'warranty_claim', 'request', 'question', 'suggestion', 'praise']
const SEVERITY_ORDER = [null, 'low', 'normal', 'high', 'critical']
const TIER_ORDER = [null, 'normal', 'silver', 'gold']

export const rowKey = (row: Pick<ClockPolicy, 'kind' | 'severity' | 'tier'>) =>
  `${row.kind ?? ''}/${row.severity ?? ''}/${row.tier ?? ''}`
export const isGeneral = (row: Pick<ClockPolicy, 'kind' | 'severity' | 'tier'>) => rowKey(row) === '//'

export function toRows(policies: ClockPolicy[]): LimitRow[] {
  const rows = new Map<string, LimitRow>()
  for (const { metric, kind, severity, tier, businessSeconds, nearRatio } of policies) {
    const key = rowKey({ kind, severity, tier })
    const row = rows.get(key) ?? {
      kind,
      severity,
      tier,
      first_reply: undefined,
      resolution: undefined,
      nearRatio,
    }
    row[metric] = { businessSeconds, nearRatio }
    rows.set(key, row)
  }
  const place = (row: LimitRow) =>
    KIND_ORDER.indexOf(row.kind) * 100 +
    SEVERITY_ORDER.indexOf(row.severity) * 10 +
    TIER_ORDER.indexOf(row.tier)
  return [...rows.values()].sort((a, b) => place(a) - place(b))
}

export const toPolicies = (rows: LimitRow[]): ClockPolicy[] =>
  rows.flatMap(({ kind, severity, tier, ...row }) =>
    (['first_reply', 'resolution'] as const).flatMap((metric) =>
      row[metric] ? [{ metric, kind, severity, tier, ...row[metric] }] : [],
    ),
  )
