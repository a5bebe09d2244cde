export type PromiseStatus = 'open' | 'kept' | 'late' | 'broken' | 'withdrawn'

const TWO_HOURS_MS = 2 * 3_600_000
export const UNDO_SECONDS = 600
/** More open promises than this due on one day of one person: told, not refused (R99). */
export const DAY_CAPACITY = 20

/** Kept in time, or late. A promise kept at the very moment it was due is in time. */
export const keptStatus = (now: Date, dueAt: Date): 'kept' | 'late' => (now <= dueAt ? 'kept' : 'late')

/**
 * When the keeper is reminded: two hours before it is due, or in the last fifth of its span when that is shorter (a
 * promise for half an hour is not reminded of before it is made).
 */
export function warnAt(madeAt: Date, dueAt: Date): Date {
  const fifth = Math.max(0, (dueAt.getTime() - madeAt.getTime()) * 0.2)
  return new Date(dueAt.getTime() - Math.min(TWO_HOURS_MS, fifth))
}

/** A kept promise may be taken up again for ten minutes: a slip of the finger, not a change of mind. */
export const mayUndo = (
  row: { status: string; closed_at: Date | null },
  now: Date,
): 'yes' | 'not_kept' | 'too_late' => {
  if ((row.status !== 'kept' && row.status !== 'late') || !row.closed_at) return 'not_kept'
  return now.getTime() - row.closed_at.getTime() <= UNDO_SECONDS * 1000 ? 'yes' : 'too_late'
}
