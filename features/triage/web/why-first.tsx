import { ActionIcon, Popover } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import type { QueueItem } from './steady-queue.ts'
import classes from './why-first.module.css'

/** The reasons of the order, in words: nobody obeys a number they can not question. */
export function WhyFirst({ item }: { item: QueueItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const heaviest = Math.max(...item.whyFirst.map((one) => one.weight), 1)
  const words = (reason: QueueItem['whyFirst'][number]) => {
    const { seconds, severity, kind, mood, ...rest } = reason.params
    return t(`triage.why.${reason.code}`, {
      ...rest,
      ...(seconds === undefined ? {} : { duration: format.duration(Number(seconds)) }),
      ...(severity ? { severity: t(`cases.severity.${severity}`) } : {}),
      ...(kind ? { kind: t(`cases.kind.${kind}`) } : {}),
      ...(mood ? { mood: t(`cases.mood.${mood}`) } : {}),
    })
  }
  return (
    <Popover width={300} position="bottom-end" withArrow trapFocus={false}>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          className={classes.open}
          aria-label={t('triage.queue.whyFirstOf', { name: item.customerName })}
          title={t('triage.queue.whyFirst')}
        >
          <IconInfoCircle size={16} stroke={1.8} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.title}>{t('triage.queue.whyFirst')}</div>
        {item.whyFirst.length === 0 && <p className={classes.none}>{t('triage.queue.whyNothing')}</p>}
        <ul className={classes.list}>
          {item.whyFirst.map((reason) => (
            <li key={reason.code}>
              {words(reason)}
              <span className={classes.weight} aria-hidden="true">
                <span style={{ inlineSize: `${Math.max(6, (reason.weight / heaviest) * 100)}%` }} />
              </span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
