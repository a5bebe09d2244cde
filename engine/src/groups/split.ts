import type { Columns } from '../indices/answers.ts'

/**
 * Splits columns by a label per row (a segment, a period, a branch): groups in order of first appearance, rows in their order.
 * Rows whose label is null or empty belong to no group.
 */
export function splitColumns(
  columns: Columns,
  labels: readonly (string | null | undefined)[],
): Map<string, Columns> {
  const rowsOf = new Map<string, number[]>()
  for (const [row, label] of labels.entries()) {
    if (label === null || label === undefined || label === '') continue
    const rows = rowsOf.get(label)
    if (rows) rows.push(row)
    else rowsOf.set(label, [row])
  }
  return new Map(
    Array.from(rowsOf, ([label, rows]) => [
      label,
      Object.fromEntries(
        Object.entries(columns).map(([name, column]) => [
          name,
          Float64Array.from(rows, (row) => column[row]!),
        ]),
      ),
    ]),
  )
}
