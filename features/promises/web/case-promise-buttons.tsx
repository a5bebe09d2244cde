import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconCheck, IconDotsVertical } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { useNow } from '../../clocks/web/use-now.ts'
import { type PromiseRef, useKeepPromise } from './case-promise-actions.ts'

const CasePromiseEnd = lazy(() =>
  import('./case-promise-end.tsx').then((module) => ({ default: module.CasePromiseEnd })),
)

/** Kept, in one click; not kept or taken back, with a reason. */
export function CasePromiseButtons({ promise }: { promise: PromiseRef & { text: string; dueAt: string } }) {
  const { t } = useTranslation()
  const can = useCan()
  const now = useNow()
  const keep = useKeepPromise()
  const [ending, setEnding] = useState<'break' | 'withdraw'>()
  if (!can('promise.keep')) return null
  return (
    <span className="no-print" style={{ display: 'inline-flex', gap: '0.25rem', marginInlineStart: 'auto' }}>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconCheck size={15} stroke={2.2} aria-hidden />}
        loading={keep.isRunning}
        onClick={() => keep.run(promise)}
      >
        {t('promises.action.keep')}
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('promises.action.more', { text: promise.text })}
          >
            <IconDotsVertical size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setEnding('break')}>{t('promises.action.break')}</Menu.Item>
          <Menu.Item onClick={() => setEnding('withdraw')} disabled={Date.parse(promise.dueAt) <= now}>
            {t('promises.action.withdraw')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {ending && (
        <Suspense fallback={null}>
          <CasePromiseEnd how={ending} promise={promise} onClose={() => setEnding(undefined)} />
        </Suspense>
      )}
    </span>
  )
}
