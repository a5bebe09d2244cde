import { IconArrowBackUp, IconCircleCheck, IconCrown, IconHourglassHigh } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { ChannelIcon, MoodMark, NamedIcon, SeverityMark } from '../../cases/web/case-marks.tsx'
import { ClockChip } from '../../clocks/web/clock-chip.tsx'
import classes from './queue-row.module.css'
import type { ShownItem } from './steady-queue.ts'
import { WhyFirst } from './why-first.tsx'

type QueueRowProps = {
  item: ShownItem
  isSelected: boolean
  isTabStop: boolean
  hasUnsent: boolean
  showsBranch: boolean
  onOpen: (item: ShownItem) => void
}

export const QueueRow = memo(function QueueRow({
  item,
  isSelected,
  isTabStop,
  hasUnsent,
  showsBranch,
  onOpen,
}: QueueRowProps) {
  const { t } = useTranslation()
  const me = useSession()?.person.id
  const preview = item.lastMessage
  return (
    <li className={classes.row} data-selected={isSelected || undefined} data-gone={item.isGone || undefined}>
      <button
        type="button"
        className={classes.open}
        data-case={item.caseId}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => onOpen(item)}
      >
        <span className={classes.line}>
          <ChannelIcon channel={item.channel} />
          <bdi className={classes.name}>{item.customerName}</bdi>
          {item.tier !== 'normal' && (
            <span className={classes.tier} data-tier={item.tier}>
              <NamedIcon icon={IconCrown} name={t(`triage.queue.tier.${item.tier}`)} size={14} />
            </span>
          )}
          {item.isChanged && <span className={classes.dot} title={t('triage.queue.changed')} />}
          <span
            className={classes.at}
            data-late={item.isPastFloor || undefined}
            title={item.isPastFloor ? t('triage.queue.pastFloorTitle') : undefined}
          >
            {item.isPastFloor && (
              <NamedIcon icon={IconHourglassHigh} name={t('triage.queue.pastFloor')} size={13} />
            )}
            <DateText value={item.turnSince} show="relative" />
          </span>
        </span>
        <span className={classes.subject}>
          <bdi>{item.subject}</bdi>
        </span>
        <span className={classes.preview}>
          {hasUnsent ? (
            <b className={classes.unsent}>{t('triage.queue.unsent')}</b>
          ) : (
            preview && (
              <>
                {preview.direction === 'outbound' && (
                  <NamedIcon icon={IconArrowBackUp} name={t('triage.queue.us')} size={14} />
                )}
                <bdi>{preview.text}</bdi>
              </>
            )
          )}
        </span>
      </button>
      <div className={classes.marks}>
        {item.isGone ? (
          <StatusBadge tone="good" size="sm" icon={IconCircleCheck}>
            {t('triage.queue.gone')}
          </StatusBadge>
        ) : (
          <>
            {item.clock && <ClockChip clock={item.clock} />}
            <SeverityMark severity={item.severity} />
            <MoodMark mood={item.mood} />
          </>
        )}
        <span className={classes.owner} data-mine={item.ownerId === me || undefined}>
          {item.ownerId === null ? (
            t('triage.queue.unowned')
          ) : item.ownerId === me ? (
            t('triage.queue.mine')
          ) : (
            <bdi>{item.ownerName}</bdi>
          )}
          {showsBranch && <bdi> · {item.branchName}</bdi>}
        </span>
        <WhyFirst item={item} />
      </div>
    </li>
  )
})
