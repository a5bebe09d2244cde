import { Button, Collapse, Group, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useSession } from '../../../web/session.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { PhoneInput } from '../../../web/ui/phone-input.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import { type CustomerDraft, MoreFields, WhoFields } from './customer-form.tsx'
import { DuplicateWarning } from './duplicate-warning.tsx'

type Draft = CustomerDraft & { phone: string }
type Props = { onClose: () => void; initialName?: string }

/** Adds a customer: name and phone are enough, the rest waits behind one button. */
export default function NewCustomerDialog({ onClose, initialName = '' }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const session = useSession()
  const isNumber = /\d|[۰-۹]/.test(initialName)
  const draft = useDraft<Draft>('customers.new', {
    kind: 'person',
    fullName: isNumber ? '' : initialName,
    phone: isNumber ? initialName : '',
    honorific: '',
    identifier: '',
    externalCode: '',
    stage: 'potential',
    tier: 'normal',
    mood: 'unknown',
    ownerId: session?.person.id ?? null,
    branchId: session?.person.branchId ?? '',
    tags: [],
    city: '',
    bornOn: null,
    note: '',
  })
  const [isMoreOpen, more] = useDisclosure(false)
  const [isPhoneGood, setPhoneGood] = useState(true)
  const { value } = draft
  const save = useAction({
    run: (allowDuplicate: boolean, key) => {
      const { phone, mood: _, identifier, externalCode, ...rest } = value
      return take(
        api.POST('/api/v1/customers', {
          body: {
            ...rest,
            identifier: identifier || null,
            externalCode: externalCode || null,
            contactPoints: phone ? [{ kind: 'phone', value: phone, isPrimary: true }] : [],
            allowDuplicate,
          },
          headers: withKey(key),
        }),
      )
    },
    stale: [['customers', 'list']],
    onDone: ({ id }) => {
      draft.clear()
      onClose()
      tell(t('customers.new.done', { name: value.fullName }))
      void navigate({ to: '/customers/$customerId', params: { customerId: id } })
    },
  })
  const errors = useFieldErrors(save.error)
  const duplicate =
    save.error instanceof ApiError && save.error.code === 'customer_may_exist' ? save.error : undefined
  const change = (part: Partial<Draft>) => draft.setValue({ ...value, ...part })
  const hasHiddenError = Object.keys(errors).some((path) => !/fullName|honorific|contactPoints/.test(path))
  const isMore = isMoreOpen || hasHiddenError
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.fullName.trim()) save.run(false)
  }
  return (
    <Dialog opened onClose={onClose} title={t('customers.new.title')} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <DraftNote draft={draft} />
          <WhoFields draft={value} change={change} errors={errors} canChooseKind />
          <PhoneInput
            label={t('customers.field.phone')}
            value={value.phone}
            error={errors['contactPoints.0.value'] ?? errors.phone}
            onChange={(phone, isComplete) => {
              setPhoneGood(isComplete || phone === '')
              change({ phone })
            }}
          />
          <Button
            variant="subtle"
            size="compact-md"
            style={{ justifySelf: 'start', alignSelf: 'flex-start' }}
            aria-expanded={isMore}
            onClick={more.toggle}
            rightSection={isMore ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
          >
            {t('customers.form.more')}
          </Button>
          <Collapse expanded={isMore}>
            <MoreFields draft={value} change={change} errors={errors} />
          </Collapse>
          {duplicate ? (
            <DuplicateWarning error={duplicate} isSaving={save.isRunning} onAnyway={() => save.run(true)} />
          ) : (
            <ErrorLine error={save.error} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={save.isRunning} disabled={!value.fullName.trim() || !isPhoneGood}>
              {t('customers.new.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
