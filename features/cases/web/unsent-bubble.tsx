import { Button, Loader } from '@mantine/core'
import { IconChecklist, IconClockHour4, IconCloudOff, IconHandStop, IconPaperclip } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import type { CaseDetail } from './case-types.ts'
import classes from './message-bubble.module.css'
import { isRefused, newerAnswers, send, takeBack, type Unsent } from './unsent.ts'
import own from './unsent-bubble.module.css'

const ICONS = { waiting: IconClockHour4, sending: IconClockHour4, failed: IconCloudOff, held: IconHandStop }

/** An answer the customer does not have yet; it never looks as if they had. */
export function UnsentBubble({ kase, unsent }: { kase: CaseDetail; unsent: Unsent }) {
  const { t } = useTranslation()
  const me = useSession()?.person.id
  const Icon = ICONS[unsent.state]
  const other = newerAnswers(kase, unsent.seenId, me).at(-1)
  return (
    <article className={classes.bubble} data-look="unsent">
      <header className={classes.head}>
        {unsent.state === 'sending' ? <Loader size={13} /> : <Icon size={14} stroke={1.9} aria-hidden />}
        <b>{t(`cases.unsent.${unsent.state}`)}</b>
      </header>
      <div className={classes.text}>{unsent.body.text}</div>
      {unsent.body.promise && (
        <div className={own.files}>
          <IconChecklist size={14} aria-hidden />
          <bdi>{unsent.body.promise.text}</bdi> ·{' '}
          <DateText value={unsent.body.promise.dueAt} show="relative" />
        </div>
      )}
      {unsent.files.length > 0 && (
        <div className={own.files}>
          <IconPaperclip size={14} aria-hidden />
          {unsent.files.map((file) => file.name).join('، ')}
        </div>
      )}
      {unsent.state === 'held' && (
        <div className={own.held} role="alert">
          {t('cases.unsent.heldBy', { name: other?.authorName ?? '' })}
        </div>
      )}
      {unsent.state === 'failed' && unsent.error !== undefined && <ErrorLine error={unsent.error} />}
      {unsent.state !== 'sending' && (
        <div className={`${own.actions} no-print`}>
          {unsent.state === 'failed' && !isRefused(unsent.error) && (
            <Button size="compact-sm" onClick={() => send(unsent.key, t)}>
              {t('cases.unsent.again')}
            </Button>
          )}
          {unsent.state === 'held' && (
            <Button size="compact-sm" onClick={() => send(unsent.key, t, true)}>
              {t('cases.unsent.anyway')}
            </Button>
          )}
          {unsent.state !== 'waiting' && (
            <Button size="compact-sm" variant="default" onClick={() => takeBack(unsent.key)}>
              {t('cases.unsent.edit')}
            </Button>
          )}
        </div>
      )}
    </article>
  )
}
