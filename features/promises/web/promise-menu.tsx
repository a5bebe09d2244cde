import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowBackUp, IconDots, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../clocks/web/use-now.ts'
import type { Ending } from './promise-queries.ts'
import classes from './promise-row.module.css'

type Props = { promise: { text: string; dueAt: string }; onEnd: (kind: Ending) => void; size?: 'md' | 'lg' }

/** What else may become of an open promise: not kept, or taken back while there is time. */
export function PromiseMenu({ promise, onEnd, size = 'md' }: Props) {
  const { t } = useTranslation()
  const isOverdue = Date.parse(promise.dueAt) < useNow()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={size}
          aria-label={t('promises.list.more', { text: promise.text })}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconX size={16} aria-hidden />} onClick={() => onEnd('break')}>
          {t('promises.list.break')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          disabled={isOverdue}
          onClick={() => onEnd('withdraw')}
        >
          {t('promises.list.withdraw')}
          {isOverdue && <span className={classes.why}>{t('promises.list.withdrawTooLate')}</span>}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
