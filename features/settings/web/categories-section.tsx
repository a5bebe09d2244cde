import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tell, tellError, undoable } from '../../../web/ui/undoable.tsx'
import { FormDialog } from './form-dialog.tsx'
import { isConflict, Theirs, useMine } from './mine-and-theirs.tsx'
import { ReadOnlyNote } from './read-only-note.tsx'
import { type Category, categoriesQuery } from './settings-queries.ts'
import classes from './settings-screen.module.css'

/** What cases are about, in the order in which employees choose. Moved by the handle, by buttons or by Alt and arrows. */
export function CategoriesSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const canWrite = useCan()('setting.write')
  const client = useQueryClient()
  const categories = useQuery(categoriesQuery)
  const [edited, setEdited] = useState<Category | 'new'>()
  const [dragged, setDragged] = useState<string>()
  const [over, setOver] = useState<string>()
  const [said, setSaid] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const items = categories.data?.items ?? []

  const order = useAction({
    run: (body: { ids: string[]; was: string[] }, key) =>
      take(api.PUT('/api/v1/settings/categories/order', { body, headers: withKey(key) })),
    onDone: (answer) => client.setQueryData(categoriesQuery.queryKey, answer),
    onError: (error) => {
      tellError(error)
      void client.invalidateQueries({ queryKey: categoriesQuery.queryKey })
    },
  })
  const setActive = useAction({
    run: ({ id, ...body }: { id: string; isActive: boolean; version: number }, key) =>
      take(
        api.PATCH('/api/v1/settings/categories/{categoryId}', {
          params: { path: { categoryId: id } },
          body,
          headers: withKey(key),
        }),
      ),
    stale: [categoriesQuery.queryKey],
    onError: (error) => {
      tellError(error)
      void client.invalidateQueries({ queryKey: categoriesQuery.queryKey })
    },
  })
  const move = (id: string, to: number) => {
    const from = items.findIndex((one) => one.id === id)
    if (from < 0 || to < 0 || to >= items.length || from === to) return
    const next = [...items]
    next.splice(to, 0, ...next.splice(from, 1))
    client.setQueryData(categoriesQuery.queryKey, { items: next })
    order.run({ ids: next.map((one) => one.id), was: items.map((one) => one.id) })
    setSaid(t('settings.categories.movedTo', { name: items[from]!.name, place: to + 1 }))
  }
  const onKeyDown = (event: KeyboardEvent, id: string, i: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by || !event.altKey) return
    event.preventDefault()
    move(id, i + by)
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-grip="${id}"]`)?.focus())
  }
  const toggle = async (one: Category) => {
    const done = await setActive
      .runAsync({ id: one.id, isActive: !one.isActive, version: one.version })
      .catch(() => undefined)
    if (!done) return
    undoable({
      message: t(one.isActive ? 'settings.categories.hidden' : 'settings.categories.shown', {
        name: one.name,
      }),
      undo: () => setActive.runAsync({ id: one.id, isActive: one.isActive, version: done.version }),
    })
  }
  if (categories.error && !categories.data)
    return <ErrorState error={categories.error} onRetry={categories.refetch} />
  if (!categories.data) return <ListSkeleton count={6} />
  return (
    <Section
      flush
      title={t('settings.section.categories')}
      note={canWrite ? t('settings.categories.hint') : undefined}
      actions={
        canWrite ? (
          <Button
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            {t('settings.categories.add')}
          </Button>
        ) : (
          <ReadOnlyNote />
        )
      }
    >
      <div className="visually-hidden" aria-live="polite">
        {said}
      </div>
      {items.length === 0 && (
        <EmptyState
          compact
          title={t('settings.categories.empty')}
          hint={t('settings.categories.emptyHint')}
        />
      )}
      <ul className={classes.rows} ref={list}>
        {items.map((one, i) => (
          <li
            key={one.id}
            className={[
              classes.row,
              classes.wraps,
              !one.isActive && classes.off,
              dragged === one.id && classes.dragged,
              over === one.id && dragged !== one.id && classes.dropBefore,
            ]
              .filter(Boolean)
              .join(' ')}
            onDragOver={(event) => {
              if (!dragged) return
              event.preventDefault()
              setOver(one.id)
            }}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged) move(dragged, i)
            }}
          >
            {canWrite && (
              <ActionIcon
                variant="subtle"
                color="gray"
                className={classes.grip}
                data-grip={one.id}
                draggable
                aria-label={t('settings.categories.moveByKeys', { name: one.name })}
                title={t('settings.categories.moveHint')}
                onKeyDown={(event) => onKeyDown(event, one.id, i)}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move'
                  event.dataTransfer.setData('text/plain', one.name)
                  setDragged(one.id)
                }}
                onDragEnd={() => {
                  setDragged(undefined)
                  setOver(undefined)
                }}
              >
                <IconGripVertical size={18} aria-hidden />
              </ActionIcon>
            )}
            <div className={classes.grow}>
              <div className={classes.inline}>
                <bdi className={classes.name}>
                  {format.locale === 'en' && one.nameEn ? one.nameEn : one.name}
                </bdi>
                {!one.isActive && <StatusBadge size="sm">{t('settings.categories.inactive')}</StatusBadge>}
              </div>
              <div className={classes.note}>
                <bdi>{format.locale === 'en' ? one.name : one.nameEn}</bdi>
              </div>
            </div>
            {canWrite && (
              <>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={i === 0}
                  aria-label={t('settings.categories.up', { name: one.name })}
                  onClick={() => move(one.id, i - 1)}
                >
                  <IconArrowUp size={17} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={i === items.length - 1}
                  aria-label={t('settings.categories.down', { name: one.name })}
                  onClick={() => move(one.id, i + 1)}
                >
                  <IconArrowDown size={17} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  aria-label={`${t('settings.edit')} ${one.name}`}
                  title={t('settings.edit')}
                  onClick={() => setEdited(one)}
                >
                  <IconPencil size={17} aria-hidden />
                </ActionIcon>
                <Button size="compact-sm" variant="subtle" color="gray" onClick={() => toggle(one)}>
                  {t(one.isActive ? 'settings.categories.hide' : 'settings.categories.show')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {edited && (
        <CategoryDialog
          category={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Section>
  )
}

function CategoryDialog({ category, onClose }: { category: Category | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mine = useMine(category, ['name', 'nameEn'], { name: '', nameEn: '' })
  const { name, nameEn } = mine.values
  const save = useAction({
    run: (_: undefined, key) =>
      category
        ? take(
            api.PATCH('/api/v1/settings/categories/{categoryId}', {
              params: { path: { categoryId: category.id } },
              body: { ...mine.changed, version: mine.version },
              headers: withKey(key),
            }),
          )
        : take(api.POST('/api/v1/settings/categories', { body: { name, nameEn }, headers: withKey(key) })),
    stale: [categoriesQuery.queryKey],
    onDone: () => {
      tell(t('settings.saved'))
      onClose()
    },
    onError: async (error) => {
      if (!isConflict(error)) return
      const { items } = await client.fetchQuery({ ...categoriesQuery, staleTime: 0 })
      mine.refresh(items.find((one) => one.id === category?.id))
    },
  })
  const errors = useFieldErrors(save.error)
  return (
    <FormDialog
      title={t(category ? 'settings.categories.edit' : 'settings.categories.add')}
      onClose={onClose}
      onSave={() => save.run(undefined)}
      isSaving={save.isRunning}
      isReady={name.trim() !== ''}
      error={save.error}
    >
      <TextInput
        label={t('settings.categories.name')}
        value={name}
        onChange={(event) => mine.change({ name: event.currentTarget.value })}
        data-autofocus
        maxLength={80}
        error={errors.name}
      />
      <TextInput
        label={t('settings.categories.nameEn')}
        value={nameEn}
        onChange={(event) => mine.change({ nameEn: event.currentTarget.value })}
        dir="ltr"
        maxLength={80}
        error={errors.nameEn}
      />
      <Theirs keys={mine.theirs} record={mine.base} label={(key) => t(`settings.categories.${key}`)} />
    </FormDialog>
  )
}
