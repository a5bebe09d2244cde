import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { PhoneInput } from '../../../web/ui/phone-input.tsx'
import type { ContactPoint } from './card-contacts.tsx'
import { staleAfter } from './customer-types.ts'

const KINDS: ContactPoint['kind'][] = ['phone', 'email', 'messenger', 'address']

export function ContactForm({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState(KINDS[0]!)
  const [value, setValue] = useState('')
  const [label, setLabel] = useState('')
  const add = useAction<void>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/contact-points', {
          params: { path: { customerId } },
          body: { kind, value: value.trim(), label: label.trim() },
          headers: withKey(key),
        }),
      ),
    stale: staleAfter(customerId),
    onDone: onClose,
  })
  const errors = useFieldErrors(add.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim()) add.run()
  }
  const name = t(`customers.contacts.kind.${kind}`)
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" pt="sm">
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('customers.contacts.title')}
          data={KINDS.map((one) => ({ value: one, label: t(`customers.contacts.kind.${one}`) }))}
          value={kind}
          onChange={(one) => {
            setKind(one as ContactPoint['kind'])
            setValue('')
          }}
        />
        {kind === 'phone' ? (
          <PhoneInput label={name} autoFocus value={value} error={errors.value} onChange={setValue} />
        ) : (
          <TextInput
            label={name}
            autoFocus
            type={kind === 'email' ? 'email' : 'text'}
            maxLength={300}
            value={value}
            error={errors.value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={t('customers.contacts.label')}
          placeholder={t('customers.contacts.labelExample')}
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        {!errors.value && <ErrorLine error={add.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="compact-md" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" size="compact-md" loading={add.isRunning} disabled={!value.trim()}>
            {t('customers.contacts.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
