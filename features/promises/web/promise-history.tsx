import { ActionIcon, Popover } from '@mantine/core'
import {
  IconArrowBackUp,
  IconCheck,
  IconChecklist,
  IconClockCheck,
  IconHistory,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { Timeline, TimelineItem } from '../../../web/ui/timeline.tsx'
import { type PromiseItem, usePromiseHistory } from './promise-queries.ts'
import classes from './promise-row.module.css'

const LOOKS = {
  open: { icon: IconArrowBackUp, tone: 'neutral' },
  kept: { icon: IconCheck, tone: 'good' },
  late: { icon: IconClockCheck, tone: 'warn' },
  broken: { icon: IconX, tone: 'bad' },
  withdrawn: { icon: IconX, tone: 'neutral' },
} as const

/** Who made it, who said how it ended and why: nothing here is ever changed. */
export function PromiseHistory({ row }: { row: PromiseItem }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const history = usePromiseHistory(row, isOpen)
  const label = t('promises.history.title')
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          data-do="history"
          aria-label={label}
          title={label}
          onClick={() => setOpen(!isOpen)}
        >
          <IconHistory size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <h3 className={classes.historyTitle} tabIndex={-1} data-autofocus>
          {label}
        </h3>
        {history.error ? (
          <ErrorState error={history.error} onRetry={history.refetch} compact />
        ) : !history.data ? (
          <ListSkeleton count={2} />
        ) : (
          <Timeline label={label}>
            {history.data.items.map((change, i) => {
              const isMade = i === 0 && change.status === 'open'
              return (
                <TimelineItem
                  key={change.id}
                  {...LOOKS[change.status]}
                  {...(isMade ? { icon: IconChecklist } : {})}
                  at={change.at}
                  relative
                  title={t(isMade ? 'promises.history.made' : `promises.history.${change.status}`)}
                >
                  {change.actorName ? <PersonText name={change.actorName} /> : t('promises.history.system')}
                  {change.reason && (
                    <span className={classes.reason} dir="auto">
                      {change.reason}
                    </span>
                  )}
                </TimelineItem>
              )
            })}
          </Timeline>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
