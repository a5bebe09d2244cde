import { Button, SegmentedControl } from '@mantine/core'
import { IconChartDots3, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../../web/session.ts'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../../web/ui/error-state.tsx'
import { Page } from '../../../../web/ui/page.tsx'
import { ListSkeleton } from '../../../../web/ui/skeletons.tsx'
import { DefinitionCard } from './definition-card.tsx'
import { DefinitionDialog } from './definition-dialog.tsx'
import classes from './structural.module.css'
import { definitionsQuery } from './structural-queries.ts'

/** All indices: how satisfied, how sure, from how many, since when. */
export function IndicesScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const mayWrite = can('index.write')
  const [isArchived, setArchived] = useState(false)
  const [isMaking, setMaking] = useState(false)
  const list = useQuery(definitionsQuery(isArchived))
  const make = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('indices.structuralScreens.new')}
    </Button>
  )
  const items = list.data?.items
  return (
    <Page
      title={t('indices.structuralScreens.title')}
      subtitle={t('indices.structuralScreens.subtitle')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('indices.structuralScreens.title')}
            value={isArchived ? 'archived' : 'active'}
            onChange={(value) => setArchived(value === 'archived')}
            data={[
              { value: 'active', label: t('indices.structuralScreens.showActive') },
              { value: 'archived', label: t('indices.structuralScreens.showArchived') },
            ]}
          />
          {mayWrite && make}
        </>
      }
    >
      {list.error && !items && <ErrorState page error={list.error} onRetry={list.refetch} />}
      {!items && !list.error && <ListSkeleton count={4} />}
      {items?.length === 0 &&
        (isArchived ? (
          <EmptyState page title={t('indices.structuralScreens.empty.archived')} />
        ) : (
          <EmptyState
            page
            icon={IconChartDots3}
            title={t('indices.structuralScreens.empty.title')}
            hint={
              <>
                {t('indices.structuralScreens.empty.hint')}
                {!mayWrite && <> {t('indices.structuralScreens.empty.readOnly')}</>}
              </>
            }
            action={mayWrite && make}
          />
        ))}
      {items && items.length > 0 && (
        <ul className={classes.cards}>
          {items.map((definition) => (
            <li key={definition.id}>
              <DefinitionCard definition={definition} />
            </li>
          ))}
        </ul>
      )}
      {isMaking && <DefinitionDialog onClose={() => setMaking(false)} />}
    </Page>
  )
}
