import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { CustomerSelect } from './customer-select.tsx'
import { customerKey } from './customer-types.ts'

const KINDS = ['pays', 'uses', 'represents', 'family'] as const

export function RelationForm({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('pays')
  const [otherCustomerId, setOther] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const add = useAction<string>({
    run: (other, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/relations', {
          params: { path: { customerId } },
          body: { otherCustomerId: other, kind, note: note.trim() },
          headers: withKey(key),
        }),
      ),
    stale: [customerKey(customerId), ...(otherCustomerId ? [customerKey(otherCustomerId)] : [])],
    onDone: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (otherCustomerId) add.run(otherCustomerId)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" pt="sm">
        <CustomerSelect
          autoFocus
          label={t('customers.relations.other')}
          except={customerId}
          onChange={setOther}
        />
        <Select
          label={t('customers.relations.kind')}
          allowDeselect={false}
          data={KINDS.map((one) => ({ value: one, label: t(`customers.relations.choose.${one}`) }))}
          value={kind}
          onChange={(one) => one && setKind(one as (typeof KINDS)[number])}
        />
        <TextInput
          label={t('customers.relations.note')}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <ErrorLine error={add.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="compact-md" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" size="compact-md" loading={add.isRunning} disabled={!otherCustomerId}>
            {t('customers.relations.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
