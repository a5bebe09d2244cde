import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconBookmarkPlus, IconDots, IconPencil, IconTrash, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import { fromQuery, isSameList, type ListFilters } from './list-filters.ts'
import { SaveViewDialog } from './save-view-dialog.tsx'
import classes from './saved-views.module.css'

export type SavedView = components['schemas']['SavedView']
export const VIEWS = ['customers', 'views']

const BUILT_IN: { name: string; filters: ListFilters }[] = [
  { name: 'all', filters: {} },
  { name: 'mine', filters: { owner: 'me' } },
  { name: 'atRisk', filters: { stage: 'at_risk' } },
]

/** The list's own views and those people saved; which one is shown is a matter of the address alone. */
export function SavedViews({ filters }: { filters: ListFilters }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<SavedView | 'new'>()
  const views = useQuery({
    queryKey: VIEWS,
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/saved-views', { params: { query: { entity: 'customers' } }, signal })),
    staleTime: 60_000,
  })
  const saved = (views.data?.items ?? []).map((view) => ({ view, filters: fromQuery(view.query) }))
  const isKnown = [...BUILT_IN, ...saved].some((one) => isSameList(one.filters, filters))
  return (
    <nav aria-label={t('customers.views.label')} className={`${classes.views} no-print`}>
      {BUILT_IN.map((one) => (
        <ViewLink key={one.name} filters={one.filters} isShown={isSameList(one.filters, filters)}>
          {t(`customers.views.${one.name}`)}
        </ViewLink>
      ))}
      {saved.map(({ view, filters: of }) => {
        const isShown = isSameList(of, filters)
        return (
          <span key={view.id} className={classes.view}>
            <ViewLink
              filters={of}
              isShown={isShown}
              title={view.isMine ? undefined : t('customers.views.sharedBy', { name: view.ownerName })}
            >
              {view.isShared && <IconUsersGroup size={14} aria-label={t('customers.views.shared')} />}
              <bdi>{view.name}</bdi>
            </ViewLink>
            {view.isMine && isShown && <ViewMenu view={view} onEdit={() => setEditing(view)} />}
          </span>
        )
      })}
      {!isKnown && (
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconBookmarkPlus size={16} aria-hidden />}
          onClick={() => setEditing('new')}
        >
          {t('customers.views.save')}
        </Button>
      )}
      {editing && (
        <SaveViewDialog
          view={editing === 'new' ? undefined : editing}
          filters={filters}
          onClose={() => setEditing(undefined)}
        />
      )}
    </nav>
  )
}

type ViewLinkProps = {
  filters: ListFilters
  isShown: boolean
  title?: string | undefined
  children: React.ReactNode
}

function ViewLink({ filters, isShown, title, children }: ViewLinkProps) {
  return (
    <Link
      to="/customers"
      search={filters as never}
      className={classes.link}
      aria-current={isShown ? 'page' : undefined}
      activeOptions={{ exact: true, includeSearch: true }}
      title={title}
    >
      {children}
    </Link>
  )
}

function ViewMenu({ view, onEdit }: { view: SavedView; onEdit: () => void }) {
  const { t } = useTranslation()
  const restore = useAction<void>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/saved-views', {
          body: { entity: 'customers', name: view.name, query: view.query, isShared: view.isShared },
          headers: withKey(key),
        }),
      ),
    stale: [VIEWS],
  })
  const remove = useAction<void>({
    run: (_, key) =>
      api.DELETE('/api/v1/saved-views/{viewId}', {
        params: { path: { viewId: view.id } },
        headers: withKey(key),
      }),
    stale: [VIEWS],
    onDone: () =>
      undoable({
        message: t('customers.views.removed', { name: view.name }),
        undo: () => restore.runAsync(),
      }),
    onError: tellError,
  })
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('customers.views.menu', { name: view.name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t('customers.views.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => remove.run()}>
          {t('customers.views.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
