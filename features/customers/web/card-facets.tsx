import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { CardBlock } from './card-block.tsx'
import list from './card-list.module.css'
import { type CustomerCard, customerKey } from './customer-types.ts'

type Kind = CustomerCard['facets'][number]['kind']
const KINDS: Kind[] = [
  'opinion',
  'expectation',
  'interest',
  'motivator',
  'attitude',
  'occasion',
  'culture',
  'economic_situation',
]

/** What we learnt of the person, with where from and when. */
export function CardFacets({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  return (
    <CardBlock name="facets" form={(close) => <FacetForm customerId={card.customer.id} onClose={close} />}>
      {card.facets.map((facet) => (
        <li key={facet.id} className={list.item}>
          <div className={list.text}>
            <div className={list.line}>
              <StatusBadge size="sm">{t(`customers.facets.kind.${facet.kind}`)}</StatusBadge>
              <bdi>{facet.value}</bdi>
            </div>
            <div className={list.small}>
              <bdi>{t('customers.facets.from', { source: facet.source })}</bdi> ·{' '}
              <bdi>
                <DateText value={facet.observedOn} />
              </bdi>
            </div>
          </div>
        </li>
      ))}
    </CardBlock>
  )
}

function FacetForm({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>('opinion')
  const value = useDraft(`customers.facet.${customerId}`, '')
  const [source, setSource] = useState('')
  const [observedOn, setObservedOn] = useState<string | null>(null)
  const add = useAction<void>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/facets', {
          params: { path: { customerId } },
          body: {
            kind,
            value: value.value.trim(),
            source: source.trim(),
            ...(observedOn ? { observedOn } : {}),
          },
          headers: withKey(key),
        }),
      ),
    stale: [customerKey(customerId)],
    onDone: () => {
      value.clear()
      onClose()
    },
  })
  const errors = useFieldErrors(add.error)
  const isComplete = value.value.trim() !== '' && source.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete) add.run()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" pb="md">
        <Select
          label={t('customers.facets.kindLabel')}
          allowDeselect={false}
          data={KINDS.map((one) => ({ value: one, label: t(`customers.facets.kind.${one}`) }))}
          value={kind}
          onChange={(one) => one && setKind(one as Kind)}
        />
        <TextInput
          autoFocus
          required
          label={t('customers.facets.value')}
          maxLength={500}
          value={value.value}
          error={errors.value}
          onChange={(event) => value.setValue(event.currentTarget.value)}
        />
        <Group gap="sm" grow align="flex-start">
          <TextInput
            required
            label={t('customers.facets.source')}
            placeholder={t('customers.facets.sourceExample')}
            maxLength={200}
            value={source}
            error={errors.source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          <JalaliDateInput
            label={t('customers.facets.observedOn')}
            placeholder={t('ui.date.today')}
            value={observedOn}
            error={errors.observedOn}
            onChange={setObservedOn}
          />
        </Group>
        {Object.keys(errors).length === 0 && <ErrorLine error={add.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="compact-md" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" size="compact-md" loading={add.isRunning} disabled={!isComplete}>
            {t('customers.facets.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
