export type Status =
  | 'uploaded'
  | 'checking'
  | 'checked'
  | 'running'
  | 'done'
  | 'cancelled'
  | 'failed'
  | 'undoing'
  | 'undone'

/** Which steps an import may take from where it stands. A stopped run goes on where it stopped. */
export function canMove(
  row: { status: Status; isDryRun: boolean },
  step: 'choose' | 'check' | 'run' | 'cancel' | 'undo',
): boolean {
  const { status, isDryRun } = row
  const isFresh =
    status === 'uploaded' ||
    status === 'checked' ||
    ((status === 'failed' || status === 'cancelled') && isDryRun)
  if (step === 'choose' || step === 'check') return isFresh
  if (step === 'run') return isFresh || status === 'cancelled' || status === 'failed'
  if (step === 'cancel') return status === 'checking' || status === 'running'
  return status === 'done' || ((status === 'cancelled' || status === 'failed') && !isDryRun)
}

/** Rows a second since the start, and the seconds left at that pace. */
export function pace(input: {
  startedAt: Date | null
  until: Date
  nextRow: number
  totalRows: number | null
  isMoving: boolean
}): { rowsPerSecond: number | null; etaSeconds: number | null } {
  if (!input.startedAt || input.nextRow === 0) return { rowsPerSecond: null, etaSeconds: null }
  const seconds = Math.max((input.until.getTime() - input.startedAt.getTime()) / 1000, 0.001)
  const rate = input.nextRow / seconds
  return {
    rowsPerSecond: Math.round(rate),
    etaSeconds:
      input.isMoving && input.totalRows !== null
        ? Math.ceil(Math.max(input.totalRows - input.nextRow, 0) / rate)
        : null,
  }
}
