import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { type ListFilters, toQuery } from './list-filters.ts'
import { type SavedView, VIEWS } from './saved-views.tsx'

type Props = { view: SavedView | undefined; filters: ListFilters; onClose: () => void }

/** Names the present filters, or gives one of my views another name. */
export function SaveViewDialog({ view, filters, onClose }: Props) {
  const { t } = useTranslation()
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setShared] = useState(view?.isShared ?? false)
  const save = useAction<void>({
    run: async (_, key) => {
      // A view is made and removed, never changed: the old one goes once the new one stands, or first under the same name.
      const isSameName = view?.name === name.trim()
      const remove = () =>
        view &&
        api.DELETE('/api/v1/saved-views/{viewId}', {
          params: { path: { viewId: view.id } },
          headers: withKey(`${key}-old`),
        })
      if (isSameName) await remove()
      const made = await take(
        api.POST('/api/v1/saved-views', {
          body: {
            entity: 'customers',
            name: name.trim(),
            query: view?.query ?? toQuery(filters),
            isShared,
          },
          headers: withKey(key),
        }),
      )
      if (!isSameName) await remove()
      return made
    },
    stale: [VIEWS],
    onDone: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) save.run()
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(view ? 'customers.views.edit' : 'customers.views.save')}
      size="sm"
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            required
            label={t('customers.views.name')}
            placeholder={t('customers.views.nameExample')}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label={t('customers.views.share')}
            description={t('customers.views.shareHint')}
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <ErrorLine error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={save.isRunning} disabled={!name.trim()}>
              {t('ui.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
