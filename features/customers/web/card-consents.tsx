import { Button, Group, Popover, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { Section } from '../../../web/ui/section.tsx'
import classes from './card-consents.module.css'
import { type CustomerCard, customerKey } from './customer-types.ts'

type Consent = CustomerCard['consents'][number]
const CHANNELS: Consent['channel'][] = ['sms', 'phone', 'email', 'messenger', 'post']
const PURPOSES: Consent['purpose'][] = ['service', 'marketing', 'survey']

/** What the customer allows, by channel and purpose. */
export function CardConsents({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  return (
    <Section title={t('customers.consents.title')} note={t('customers.consents.note')}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('customers.consents.channelHead')}</span>
            </th>
            {PURPOSES.map((purpose) => (
              <th key={purpose} scope="col">
                {t(`customers.consents.purpose.${purpose}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CHANNELS.map((channel) => (
            <tr key={channel}>
              <th scope="row">{t(`customers.consents.channel.${channel}`)}</th>
              {PURPOSES.map((purpose) => (
                <td key={purpose}>
                  <Cell
                    customerId={card.customer.id}
                    channel={channel}
                    purpose={purpose}
                    consent={card.consents.find((one) => one.channel === channel && one.purpose === purpose)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

type CellProps = {
  customerId: string
  channel: Consent['channel']
  purpose: Consent['purpose']
  consent: Consent | undefined
}

function Cell({ customerId, channel, purpose, consent }: CellProps) {
  const { t } = useTranslation()
  const can = useCan()
  const [isOpen, setOpen] = useState(false)
  const state = consent ? (consent.isGranted ? 'granted' : 'refused') : 'unknown'
  const Icon = { granted: IconCheck, refused: IconX, unknown: IconMinus }[state]
  const words = {
    channel: t(`customers.consents.channel.${channel}`),
    purpose: t(`customers.consents.purpose.${purpose}`),
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} withinPortal trapFocus returnFocus width={300}>
      <Popover.Target>
        <button
          type="button"
          className={classes.cell}
          data-state={state}
          title={t(`customers.consents.${state}`)}
          aria-label={t('customers.consents.cell', { ...words, state: t(`customers.consents.${state}`) })}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon size={18} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <strong>{t('customers.consents.change', words)}</strong>
          {consent && (
            <Text size="sm" c="dimmed">
              {t(`customers.consents.${state}`)}، <DateText value={consent.recordedAt} show="date" />
              {consent.recordedByName && (
                <> · {t('customers.consents.by', { name: consent.recordedByName })}</>
              )}
              <br />
              <bdi>«{consent.proof}»</bdi>
            </Text>
          )}
          {!consent && (
            <Text size="sm" c="dimmed">
              {t('customers.consents.unknown')}
            </Text>
          )}
          {can('customer.write') && (
            <ConsentForm
              customerId={customerId}
              channel={channel}
              purpose={purpose}
              wasGranted={consent?.isGranted ?? false}
              onDone={() => setOpen(false)}
            />
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

type FormProps = Omit<CellProps, 'consent'> & { wasGranted: boolean; onDone: () => void }

function ConsentForm({ customerId, channel, purpose, wasGranted, onDone }: FormProps) {
  const { t } = useTranslation()
  const [isGranted, setGranted] = useState(!wasGranted)
  const [proof, setProof] = useState('')
  const record = useAction<void>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/consents', {
          params: { path: { customerId } },
          body: { channel, purpose, isGranted, proof: proof.trim() },
          headers: withKey(key),
        }),
      ),
    stale: [customerKey(customerId)],
    onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (proof.trim()) record.run()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('customers.consents.title')}
          data={[
            { value: 'yes', label: t('customers.consents.grant') },
            { value: 'no', label: t('customers.consents.revoke') },
          ]}
          value={isGranted ? 'yes' : 'no'}
          onChange={(value) => setGranted(value === 'yes')}
        />
        <TextInput
          data-autofocus
          required
          label={t('customers.consents.proof')}
          placeholder={t('customers.consents.proofExample')}
          maxLength={500}
          value={proof}
          onChange={(event) => setProof(event.currentTarget.value)}
        />
        <ErrorLine error={record.error} />
        <Group justify="flex-end">
          <Button type="submit" size="compact-md" loading={record.isRunning} disabled={!proof.trim()}>
            {t('customers.consents.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
