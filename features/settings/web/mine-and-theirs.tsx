import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../../api/client.ts'

type Record = { version: number }

/**
 * A form on a record that a colleague may change meanwhile. What was typed here stays; what was not touched follows the
 * record; after a conflict the next save speaks of the version that `refresh` brought.
 */
export function useMine<R extends Record, K extends keyof R & string>(
  opened: R | undefined,
  keys: readonly K[],
  empty: Pick<R, K>,
) {
  const [base, setBase] = useState(opened)
  const [typed, setTyped] = useState<Partial<Pick<R, K>>>({})
  const [theirs, setTheirs] = useState<K[]>([])
  const values = { ...(base ?? empty), ...typed } as Pick<R, K>
  return {
    values,
    version: base?.version ?? 0,
    theirs,
    base,
    change: (part: Partial<Pick<R, K>>) => setTyped((before) => ({ ...before, ...part })),
    /** Only what differs from the record: the rest may be somebody else's newest work. */
    changed: Object.fromEntries(
      keys.filter((key) => !base || values[key] !== base[key]).map((key) => [key, values[key]]),
    ) as Partial<Pick<R, K>>,
    refresh(fresh: R | undefined) {
      if (!fresh || !base || fresh.version === base.version) return
      setTheirs(keys.filter((key) => fresh[key] !== base[key]))
      setBase(fresh)
    },
    /** Written: what stands in the form is the record now. */
    saved(fresh: R) {
      setBase(fresh)
      setTyped({})
      setTheirs([])
    },
    reset() {
      setTyped({})
      setTheirs([])
    },
  }
}

export const isConflict = (error: unknown) => error instanceof ApiError && error.code === 'version_conflict'

/** What the colleague made of it, where my own words stand in the form. */
export function Theirs<K extends string>({
  keys,
  record,
  label,
}: {
  keys: readonly K[]
  record: { [key in K]?: unknown } | undefined
  label: (key: K) => string
}) {
  const { t } = useTranslation()
  if (!record || keys.length === 0) return null
  return (
    <ul role="status" style={{ margin: 0, paddingInlineStart: '1.125rem' }}>
      {keys.map((key) => (
        <li key={key}>
          {t('settings.theirs', { field: label(key) })}{' '}
          <bdi>{record[key] ? String(record[key]) : t('settings.theirsEmpty')}</bdi>
        </li>
      ))}
    </ul>
  )
}
