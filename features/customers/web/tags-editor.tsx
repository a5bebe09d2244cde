import { ActionIcon, Button, Group, Popover, Stack, TagsInput } from '@mantine/core'
import { IconPencil, IconTag } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { undoable } from '../../../web/ui/undoable.tsx'
import classes from './card-head.module.css'
import { type Customer, staleAfter } from './customer-types.ts'

export function TagsEditor({ customer }: { customer: Customer }) {
  const { t } = useTranslation()
  const can = useCan()
  const [draft, setDraft] = useState<string[]>()
  const put = (tags: string[], version: number, key: string) =>
    take(
      api.PUT('/api/v1/customers/{customerId}/tags', {
        params: { path: { customerId: customer.id } },
        body: { tags, version },
        headers: withKey(key),
      }),
    )
  const stale = staleAfter(customer.id)
  const undo = useAction<number>({ run: (version, key) => put(customer.tags, version, key), stale })
  const save = useAction<string[], { version: number }>({
    run: (tags, key) => put(tags, customer.version, key),
    stale,
    onDone: ({ version }) => {
      setDraft(undefined)
      undoable({ message: t('customers.card.tagsSaved'), undo: () => undo.runAsync(version) })
    },
  })
  return (
    <span className={classes.tags}>
      <IconTag size={16} aria-hidden style={{ color: 'var(--mantine-color-dimmed)' }} />
      {customer.tags.map((tag) => (
        <StatusBadge key={tag} size="sm">
          <bdi>{tag}</bdi>
        </StatusBadge>
      ))}
      {customer.tags.length === 0 && (
        <span style={{ color: 'var(--mantine-color-dimmed)' }}>{t('customers.card.noTags')}</span>
      )}
      {can('customer.write') && (
        <Popover
          opened={draft !== undefined}
          onChange={(isOpen) => !isOpen && setDraft(undefined)}
          withinPortal
          trapFocus
          returnFocus
          width={320}
        >
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              className="no-print"
              aria-label={t('customers.card.editTags')}
              onClick={() => setDraft(draft ? undefined : customer.tags)}
            >
              <IconPencil size={16} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <Stack gap="sm">
              <TagsInput
                data-autofocus
                label={t('customers.field.tags')}
                description={t('customers.form.tagsHint')}
                splitChars={[',', '،']}
                maxTags={30}
                value={draft ?? []}
                onChange={setDraft}
              />
              <ErrorLine error={save.error} />
              <Group justify="flex-end">
                <Button size="compact-md" loading={save.isRunning} onClick={() => draft && save.run(draft)}>
                  {t('ui.save')}
                </Button>
              </Group>
            </Stack>
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  )
}
