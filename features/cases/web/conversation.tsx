import { addDays, tehranDay } from '@hamdel/persian'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import type { CaseChange, CaseDetail, Interaction } from './case-types.ts'
import { ChangeFold } from './change-fold.tsx'
import classes from './conversation.module.css'
import { MessageBubble } from './message-bubble.tsx'
import { forgetArrived, useUnsent } from './unsent.ts'
import { UnsentBubble } from './unsent-bubble.tsx'
import { VerdictCard } from './verdict-card.tsx'

type Verdict = CaseDetail['verdicts'][number]
type Entry =
  | { at: string; id: string; message: Interaction }
  | { at: string; id: string; changes: CaseChange[] }
  | { at: string; id: string; verdict: Verdict }

/** Words, changes and verdicts in one order; neighbouring changes are folded together. */
function entriesOf(kase: CaseDetail): Entry[] {
  const all: Entry[] = [
    ...kase.interactions.map((message) => ({ at: message.occurredAt, id: message.id, message })),
    ...kase.changes.map((change) => ({ at: change.at, id: change.id, changes: [change] })),
    ...kase.verdicts.map((verdict) => ({ at: verdict.givenAt, id: verdict.id, verdict })),
  ]
  all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const folded: Entry[] = []
  for (const entry of all) {
    const last = folded.at(-1)
    if (
      'changes' in entry &&
      last &&
      'changes' in last &&
      tehranDay(new Date(last.at)) === tehranDay(new Date(entry.at))
    )
      last.changes.push(...entry.changes)
    else folded.push('changes' in entry ? { ...entry, changes: [...entry.changes] } : entry)
  }
  return folded
}

export function Conversation({ kase }: { kase: CaseDetail }) {
  const { t } = useTranslation()
  const entries = useMemo(() => entriesOf(kase), [kase])
  const unsent = useUnsent(kase.id)
  useEffect(() => forgetArrived(kase), [kase])
  let day = ''
  return (
    <ol className={classes.conversation} aria-label={t('cases.conversation.label')}>
      {entries.map((entry) => {
        const own = tehranDay(new Date(entry.at))
        const isNewDay = own !== day
        day = own
        return (
          <li key={entry.id} className={classes.entry}>
            {isNewDay && <DayName day={own} />}
            {'message' in entry ? (
              <MessageBubble
                kase={kase}
                message={entry.message}
                attachments={kase.attachments.filter((one) => one.interactionId === entry.message.id)}
              />
            ) : 'verdict' in entry ? (
              <VerdictCard verdict={entry.verdict} />
            ) : (
              <ChangeFold changes={entry.changes} branchId={kase.branchId} />
            )}
          </li>
        )
      })}
      {unsent.map((one) => (
        <li key={one.key} className={classes.entry}>
          <UnsentBubble kase={kase} unsent={one} />
        </li>
      ))}
    </ol>
  )
}

function DayName({ day }: { day: string }) {
  const format = useFormat()
  const today = tehranDay(new Date())
  const isNear = day === today || day === addDays(today, -1)
  return (
    <div className={classes.day}>
      <time dateTime={day} title={format.date(day, 'long')}>
        {isNear ? format.relative(day) : format.date(day, 'long')}
      </time>
    </div>
  )
}
