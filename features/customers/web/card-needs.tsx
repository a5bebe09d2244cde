import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { delayed } from '../../../web/ui/undoable.tsx'
import list from './card-list.module.css'
import classes from './card-needs.module.css'
import { type CustomerCard, customerKey } from './customer-types.ts'

type Need = CustomerCard['needs'][number]

/** What they need: written down with one Enter, met or honestly declined with one click. */
export function CardNeeds({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const can = useCan()
  const [waiting, setWaiting] = useState<Record<string, 'fulfil' | 'decline'>>({})
  const open = card.needs.filter((need) => need.status === 'open')
  const closed = card.needs.filter((need) => need.status !== 'open')
  const customerId = card.customer.id
  const close = useAction<{ needId: string; how: 'fulfil' | 'decline' }>({
    run: ({ needId, how }, key) =>
      api.POST(
        how === 'fulfil'
          ? '/api/v1/customers/{customerId}/needs/{needId}/fulfil'
          : '/api/v1/customers/{customerId}/needs/{needId}/decline',
        { params: { path: { customerId, needId } }, headers: withKey(key) },
      ),
    stale: [customerKey(customerId)],
  })
  const forget = (needId: string) => setWaiting(({ [needId]: _, ...rest }) => rest)
  const decide = (need: Need, how: 'fulfil' | 'decline') => {
    setWaiting((all) => ({ ...all, [need.id]: how }))
    delayed({
      message: t(`customers.needs.${how === 'fulfil' ? 'fulfilling' : 'declining'}`),
      commit: () => close.runAsync({ needId: need.id, how }).finally(() => forget(need.id)),
      onUndo: () => forget(need.id),
    })
  }
  return (
    <Section title={t('customers.needs.title')}>
      {card.needs.length === 0 && !can('need.write') && (
        <p className={list.empty}>{t('customers.needs.empty')}</p>
      )}
      <ul className={list.list}>
        {open.map((need) => (
          <li key={need.id} className={list.item}>
            <div className={list.text}>
              <div className={list.line}>
                <span className={waiting[need.id] && classes.waiting}>{need.text}</span>
                {need.isWant && <StatusBadge size="sm">{t('customers.needs.isWant')}</StatusBadge>}
                {need.kind === 'latent' && <StatusBadge size="sm">{t('customers.needs.latent')}</StatusBadge>}
              </div>
              <div className={list.small}>
                <DateText value={need.createdAt} show="relative" />
              </div>
            </div>
            {can('need.write') && !waiting[need.id] && (
              <div className={`${list.end} no-print`}>
                <Button
                  variant="light"
                  size="compact-sm"
                  leftSection={<IconCheck size={14} aria-hidden />}
                  onClick={() => decide(need, 'fulfil')}
                >
                  {t('customers.needs.fulfil')}
                </Button>
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  leftSection={<IconX size={14} aria-hidden />}
                  onClick={() => decide(need, 'decline')}
                >
                  {t('customers.needs.decline')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {can('need.write') && <NeedForm customerId={customerId} />}
      {closed.length > 0 && (
        <details className={classes.closed}>
          <summary>{t('customers.needs.closed', { count: closed.length })}</summary>
          <ul className={list.list}>
            {closed.map((need) => (
              <li key={need.id} className={list.item}>
                <span className={list.text}>{need.text}</span>
                <StatusBadge size="sm" tone={need.status === 'fulfilled' ? 'good' : 'neutral'}>
                  {t(`customers.needs.status.${need.status}`)}
                </StatusBadge>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function NeedForm({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const draft = useDraft(`customers.need.${customerId}`, '')
  const [isWant, setWant] = useState(false)
  const add = useAction<string>({
    run: (text, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/needs', {
          params: { path: { customerId } },
          body: { text, kind: 'explicit', isWant },
          headers: withKey(key),
        }),
      ),
    stale: [customerKey(customerId)],
    onDone: () => {
      draft.clear()
      setWant(false)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (draft.value.trim() && !add.isRunning) add.run(draft.value.trim())
  }
  return (
    <form onSubmit={submit} className={`${classes.form} no-print`}>
      <TextInput
        className={classes.input}
        aria-label={t('customers.needs.add')}
        placeholder={t('customers.needs.placeholder')}
        maxLength={500}
        value={draft.value}
        onChange={(event) => draft.setValue(event.currentTarget.value)}
      />
      <Checkbox
        size="xs"
        label={t('customers.needs.isWantHint')}
        checked={isWant}
        onChange={(event) => setWant(event.currentTarget.checked)}
      />
      <Button type="submit" variant="light" loading={add.isRunning} disabled={!draft.value.trim()}>
        {t('customers.needs.add')}
      </Button>
      <ErrorLine error={add.error} />
    </form>
  )
}
