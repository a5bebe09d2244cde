import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PromiseMenu } from './promise-menu.tsx'
import { type Ending, type EndingPromise, useKeepPromise, useMayKeep } from './promise-queries.ts'

const EndPromiseDialog = lazy(() =>
  import('./end-promise-dialog.tsx').then((module) => ({ default: module.EndPromiseDialog })),
)

/** Kept, in one click; not kept or taken back, with a reason. */
export function CasePromiseButtons({
  promise,
}: {
  promise: EndingPromise & { keeperId: string; branchId: string }
}) {
  const { t } = useTranslation()
  const mayKeep = useMayKeep()
  const keep = useKeepPromise()
  const [ending, setEnding] = useState<Ending>()
  if (!mayKeep(promise)) return null
  return (
    <span className="no-print" style={{ display: 'inline-flex', gap: '0.25rem', marginInlineStart: 'auto' }}>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconCheck size={15} stroke={2.2} aria-hidden />}
        loading={keep.isRunning}
        onClick={() => keep.run(promise)}
      >
        {t('promises.list.keep')}
      </Button>
      <PromiseMenu promise={promise} onEnd={setEnding} />
      {ending && (
        <Suspense fallback={null}>
          <EndPromiseDialog kind={ending} row={promise} onClose={() => setEnding(undefined)} />
        </Suspense>
      )}
    </span>
  )
}
