import { ActionIcon, Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconFilePlus, IconPencil, IconPrinter, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { useCommands } from '../../../web/ui/commands.ts'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import { openNewCase } from '../../cases/web/new-case.ts'
import { type Customer, customerKey, staleAfter } from './customer-types.ts'

const EditCustomerDialog = lazy(() => import('./edit-customer-dialog.tsx'))

/** What can be done with a customer as a whole. */
export function CardActions({ customer, phone }: { customer: Customer; phone: string | undefined }) {
  const { t } = useTranslation()
  const can = useCan()
  const [isEditing, editing] = useDisclosure(false)
  const remove = useRemove(customer)
  const canOpen = can('case.open')
  const openCase = () =>
    openNewCase({ customerId: customer.id, customerName: customer.fullName, phone: phone ?? null })
  const canEdit = can('customer.write')
  useShortcuts([
    { keys: 'n', label: t('customers.card.newCase'), disabled: !canOpen, run: openCase },
    { keys: 'e', label: t('customers.card.edit'), disabled: !canEdit, run: editing.open },
  ])
  useCommands([
    ...(canOpen
      ? [
          {
            id: 'new-case-for-customer',
            label: t('customers.card.newCase'),
            icon: IconFilePlus,
            keys: 'n',
            run: openCase,
          },
        ]
      : []),
    ...(canEdit
      ? [
          {
            id: 'edit-customer',
            label: t('customers.card.edit'),
            icon: IconPencil,
            keys: 'e',
            run: editing.open,
          },
        ]
      : []),
  ])
  return (
    <>
      {canOpen && (
        <Button leftSection={<IconFilePlus size={18} aria-hidden />} onClick={openCase}>
          {t('customers.card.newCase')}
        </Button>
      )}
      {canEdit && (
        <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={editing.open}>
          {t('customers.card.edit')}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('customers.card.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t('ui.print')}
          </Menu.Item>
          {can('customer.delete') && (
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => remove.run()}>
              {t('customers.card.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>{isEditing && <EditCustomerDialog customer={customer} onClose={editing.close} />}</Suspense>
    </>
  )
}

function useRemove(customer: Customer) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const customerId = customer.id
  const restore = useAction<void>({
    run: (_, key) =>
      api.POST('/api/v1/customers/{customerId}/restore', {
        params: { path: { customerId } },
        headers: withKey(key),
      }),
    stale: staleAfter(customerId),
  })
  return useAction<void>({
    run: (_, key) =>
      api.DELETE('/api/v1/customers/{customerId}', {
        params: { path: { customerId } },
        headers: withKey(key),
      }),
    onDone: async () => {
      await navigate({ to: '/customers' })
      client.removeQueries({ queryKey: customerKey(customerId) })
      void client.invalidateQueries({ queryKey: ['customers', 'list'] })
      undoable({
        message: t('customers.card.removed', { name: customer.fullName }),
        undo: async () => {
          await restore.runAsync()
          await navigate({ to: '/customers/$customerId', params: { customerId } })
        },
      })
    },
    onError: tellError,
  })
}
