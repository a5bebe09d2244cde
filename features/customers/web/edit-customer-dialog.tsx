import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { tell, useLeaveWarning } from '../../../web/ui/undoable.tsx'
import { type CustomerDraft, MoodField, MoreFields, WhoFields } from './customer-form.tsx'
import { type Customer, customerKey, staleAfter } from './customer-types.ts'
import { EditConflict } from './edit-conflict.tsx'
import { useShown } from './use-shown.ts'

export const draftOf = (customer: Customer): CustomerDraft => ({
  kind: customer.kind,
  fullName: customer.fullName,
  honorific: customer.honorific,
  identifier: '',
  externalCode: customer.externalCode ?? '',
  stage: customer.stage,
  tier: customer.tier,
  mood: customer.mood,
  ownerId: customer.ownerId,
  branchId: customer.branchId,
  tags: customer.tags,
  city: customer.city,
  bornOn: customer.bornOn,
  note: customer.note,
})

/** Only what was changed is sent, so that nobody's other work is overwritten. */
function changesOf(from: CustomerDraft, to: CustomerDraft): Partial<CustomerDraft> {
  const changed = Object.entries(to).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(from[key as keyof CustomerDraft]),
  )
  return Object.fromEntries(changed)
}

export default function EditCustomerDialog({
  customer,
  onClose,
}: {
  customer: Customer
  onClose: () => void
}) {
  const { t } = useTranslation()
  // What the person began with; the card behind the dialog may become newer meanwhile.
  const [base] = useState(customer)
  const [draft, setDraft] = useState(() => draftOf(customer))
  const [hasConflict, setConflict] = useState(false)
  const changes = changesOf(draftOf(base), draft)
  const isDirty = Object.keys(changes).length > 0
  useLeaveWarning(isDirty)
  const fresh = useQuery({
    queryKey: customerKey(base.id, 'fields'),
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/{customerId}', { params: { path: { customerId: base.id } }, signal })),
    enabled: hasConflict,
    staleTime: 0,
  })
  const save = useAction<number>({
    run: (version, key) => {
      const { kind: _, ...rest } = changes
      return take(
        api.PATCH('/api/v1/customers/{customerId}', {
          params: { path: { customerId: base.id } },
          body: { ...rest, version },
          headers: withKey(key),
        }),
      )
    },
    stale: staleAfter(base.id),
    onDone: () => {
      onClose()
      tell(t('customers.edit.saved'))
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.code !== 'version_conflict') return
      setConflict(true)
      if (hasConflict) void fresh.refetch()
    },
  })
  const place = useShown<HTMLDivElement>(fresh.data)
  const errors = useFieldErrors(save.error)
  const change = (part: Partial<CustomerDraft>) => setDraft((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isDirty) return onClose()
    save.run(hasConflict && fresh.data ? fresh.data.version : base.version)
  }
  return (
    <Dialog opened onClose={onClose} title={t('customers.edit.title', { name: base.fullName })} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WhoFields draft={draft} change={change} errors={errors} canChooseKind={false} />
          <MoodField mood={draft.mood} change={(mood) => change({ mood })} />
          <MoreFields draft={draft} change={change} errors={errors} masked={base.identifierMasked} />
          {hasConflict ? (
            <Alert ref={place} color="saffron" title={t('customers.edit.conflict')}>
              {fresh.data && <EditConflict base={base} fresh={fresh.data} mine={changes} />}
            </Alert>
          ) : (
            <ErrorLine error={save.error} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button
              type="submit"
              loading={save.isRunning || (hasConflict && fresh.isFetching)}
              disabled={!draft.fullName.trim()}
            >
              {t(hasConflict ? 'customers.edit.saveOver' : 'ui.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
