import { IconLock, IconPhone, IconRobot, IconWalk } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { AttachmentList } from './attachment-list.tsx'
import { CHANNEL_ICONS } from './case-marks.tsx'
import type { Attachment, CaseDetail, Interaction } from './case-types.ts'
import classes from './message-bubble.module.css'

type MessageBubbleProps = { kase: CaseDetail; message: Interaction; attachments: Attachment[] }

const lookOf = (message: Interaction) =>
  message.kind === 'note' || message.direction === 'internal'
    ? message.kind === 'system'
      ? 'system'
      : 'note'
    : message.direction === 'inbound'
      ? 'theirs'
      : 'ours'

/** What somebody said: the customer from the beginning of the line, we from its end, notes across. */
export function MessageBubble({ kase, message, attachments }: MessageBubbleProps) {
  const { t } = useTranslation()
  const me = useSession()?.person.id
  const look = lookOf(message)
  const isTalk = message.kind === 'call' || message.kind === 'visit'
  const Icon =
    message.kind === 'call'
      ? IconPhone
      : message.kind === 'visit'
        ? IconWalk
        : look === 'note'
          ? IconLock
          : look === 'system'
            ? IconRobot
            : CHANNEL_ICONS[message.channel]
  const isMine = me !== undefined && message.personId === me
  return (
    <article className={classes.bubble} data-look={look}>
      <header className={classes.head}>
        {Icon && <Icon size={14} stroke={1.9} aria-hidden />}
        <b>
          {isMine && <span className="no-print">{t('cases.conversation.you')}</span>}
          {/* On paper nobody knows who "you" is. */}
          <bdi className={isMine ? 'print-only' : undefined}>{message.authorName}</bdi>
        </b>
        <span className={classes.kind}>
          {look === 'note'
            ? t('cases.conversation.noteFor')
            : isTalk
              ? t(`cases.conversation.${message.kind}.${message.direction}`)
              : t(`cases.channel.${message.channel}`, { defaultValue: '' })}
        </span>
        <span className={classes.at}>
          <DateText value={message.occurredAt} show="time" />
        </span>
      </header>
      <div className={classes.text}>{message.body}</div>
      {attachments.length > 0 && <AttachmentList kase={kase} attachments={attachments} />}
    </article>
  )
}
