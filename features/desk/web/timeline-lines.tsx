import {
  IconChecklist,
  IconClipboardText,
  IconGavel,
  IconGift,
  IconHeartHandshake,
  IconInbox,
  IconLock,
  IconMessage,
  IconMessageReply,
  IconNotes,
  IconPhone,
  IconShoppingBag,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import classes from './timeline-lines.module.css'

type Entry = components['schemas']['TimelineEntry']

function iconOf(entry: Entry): TablerIcon {
  switch (entry.kind) {
    case 'interaction':
      if (entry.interactionKind === 'note') return IconLock
      if (entry.interactionKind === 'call') return IconPhone
      return entry.direction === 'outbound' ? IconMessageReply : IconMessage
    case 'case':
      return IconInbox
    case 'promise':
      return IconChecklist
    case 'compensation':
      return IconGift
    case 'verdict':
      return IconGavel
    case 'purchase':
      return IconShoppingBag
    case 'survey':
      return IconClipboardText
    case 'need':
      return IconHeartHandshake
    default:
      return IconNotes
  }
}

/** The newest lines of a customer's story, one line each. */
export function TimelineLines({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = (entry: Entry): string => {
    switch (entry.kind) {
      case 'interaction':
        return entry.text
      case 'case':
        return t(`desk.timeline.case.${entry.change}`, { subject: entry.subject })
      case 'promise':
        return t(`desk.timeline.promise.${entry.change}`, { text: entry.text })
      case 'compensation':
        return t('desk.timeline.compensation', {
          kind: t(`compensations.kind.${entry.compensationKind}`),
          amount: entry.amountRials ? format.money(entry.amountRials) : '',
        })
      case 'verdict':
        return t('cases.verdict.score', { score: entry.score })
      case 'purchase':
        return t('desk.timeline.purchase', {
          totalRials: entry.totalRials,
          products: entry.products.join('، '),
        })
      case 'survey':
        return t('desk.timeline.survey', {
          answers: entry.answers.map((one) => one.answer || one.score).join('، '),
        })
      case 'need':
        return t(`desk.timeline.need.${entry.change}`, { text: entry.text })
      default:
        return entry.value
    }
  }
  return (
    <ol className={classes.lines}>
      {entries.map((entry) => {
        const Icon = iconOf(entry)
        return (
          <li key={`${entry.kind}-${entry.id}-${'change' in entry ? entry.change : ''}`}>
            <Icon size={15} stroke={1.8} aria-hidden />
            <span className={classes.text} title={words(entry)}>
              {words(entry)}
            </span>
            <span className={classes.at}>
              <DateText value={entry.at} show="relative" />
            </span>
          </li>
        )
      })}
    </ol>
  )
}
