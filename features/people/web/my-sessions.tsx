import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tell, tellError } from '../../../web/ui/undoable.tsx'
import classes from './people.module.css'

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]
const nameOf = (list: [RegExp, string][], agent: string) => list.find(([test]) => test.test(agent))?.[1]

/** Where one is signed in; a session that is not one's own can be ended here. */
export function MySessions() {
  const { t } = useTranslation()
  const sessions = useQuery({
    queryKey: ['me', 'sessions'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/me/sessions', { signal })),
  })
  const end = useAction({
    run: (sessionId: string, key) =>
      api.DELETE('/api/v1/me/sessions/{sessionId}', {
        params: { path: { sessionId } },
        headers: withKey(key),
      }),
    stale: [['me', 'sessions']],
    onDone: () => tell(t('people.sessions.ended')),
    onError: tellError,
  })
  if (sessions.error && !sessions.data)
    return <ErrorState error={sessions.error} onRetry={sessions.refetch} compact />
  if (!sessions.data) return <ListSkeleton count={2} />
  return (
    <ul className={classes.rows}>
      {sessions.data.items.map((one) => {
        const device =
          [nameOf(BROWSERS, one.userAgent), nameOf(SYSTEMS, one.userAgent)].filter(Boolean).join(' · ') ||
          t('people.sessions.unknown')
        return (
          <li key={one.id} className={classes.row}>
            <div className={classes.grow}>
              <div title={one.userAgent}>
                <bdi>{device}</bdi>
              </div>
              <div className={classes.note}>
                <bdi dir="ltr">{one.ip}</bdi> · {t('people.sessions.lastSeen')}{' '}
                <DateText value={one.lastSeenAt} show="relative" />
              </div>
            </div>
            {one.isCurrent ? (
              <StatusBadge tone="good">{t('people.sessions.current')}</StatusBadge>
            ) : (
              <Button
                variant="default"
                size="compact-md"
                aria-label={`${t('people.sessions.end')} ${device}`}
                loading={end.isRunning && end.input === one.id}
                onClick={() => end.run(one.id)}
              >
                {t('people.sessions.end')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
