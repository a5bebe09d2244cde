import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDots,
  IconMail,
  IconMapPin,
  IconMessageCircle,
  IconPhone,
  IconStar,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tellError } from '../../../web/ui/undoable.tsx'
import { CardBlock, useRemoval } from './card-block.tsx'
import list from './card-list.module.css'
import { ContactForm } from './contact-form.tsx'
import { type CustomerCard, customerKey, staleAfter } from './customer-types.ts'

export type ContactPoint = CustomerCard['contactPoints'][number]
const ICONS = { phone: IconPhone, email: IconMail, messenger: IconMessageCircle, address: IconMapPin }

export function CardContacts({ card }: { card: CustomerCard }) {
  return (
    <CardBlock
      name="contacts"
      form={(close) => <ContactForm customerId={card.customer.id} onClose={close} />}
    >
      {card.contactPoints.map((point) => (
        <ContactLine key={point.id} point={point} card={card} />
      ))}
    </CardBlock>
  )
}

function ContactLine({ point, card }: { point: ContactPoint; card: CustomerCard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const Icon = ICONS[point.kind]
  const isAlone = card.contactPoints.filter((one) => one.kind === point.kind).length === 1
  const shown = point.kind === 'phone' ? format.phone(point.normalised) : point.value
  const href =
    point.kind === 'phone'
      ? `tel:${point.normalised}`
      : point.kind === 'email'
        ? `mailto:${point.normalised}`
        : undefined
  return (
    <li className={list.item}>
      <Icon
        size={18}
        stroke={1.7}
        className={list.icon}
        aria-label={t(`customers.contacts.kind.${point.kind}`)}
      />
      <div className={list.text}>
        <div className={list.line}>
          {href ? (
            <a href={href}>
              <bdi>{shown}</bdi>
            </a>
          ) : (
            <bdi>{shown}</bdi>
          )}
          {point.label && <span className={list.small}>{point.label}</span>}
          {point.isPrimary && !isAlone && (
            <StatusBadge size="sm" tone="info">
              {t('customers.contacts.primary')}
            </StatusBadge>
          )}
        </div>
      </div>
      {can('customer.write') && <ContactMenu point={point} shown={shown} customerId={card.customer.id} />}
    </li>
  )
}

function ContactMenu({
  point,
  shown,
  customerId,
}: {
  point: ContactPoint
  shown: string
  customerId: string
}) {
  const { t } = useTranslation()
  const stale = [customerKey(customerId), ...staleAfter(customerId)]
  const path = { customerId, contactPointId: point.id }
  const remove = useRemoval({
    message: t('customers.contacts.removed', { value: shown }),
    stale,
    remove: (key) =>
      api.DELETE('/api/v1/customers/{customerId}/contact-points/{contactPointId}', {
        params: { path },
        headers: withKey(key),
      }),
    restore: (key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/contact-points', {
          params: { path: { customerId } },
          body: { kind: point.kind, value: point.value, label: point.label, isPrimary: point.isPrimary },
          headers: withKey(key),
        }),
      ),
  })
  const makePrimary = useAction<void>({
    run: (_, key) =>
      api.PUT('/api/v1/customers/{customerId}/contact-points/{contactPointId}/primary', {
        params: { path },
        headers: withKey(key),
      }),
    stale,
    onError: tellError,
  })
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          className="no-print"
          aria-label={t('customers.contacts.menu', { value: shown })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!point.isPrimary && (
          <Menu.Item leftSection={<IconStar size={16} />} onClick={() => makePrimary.run()}>
            {t('customers.contacts.makePrimary')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => remove.run()}>
          {t('customers.contacts.remove', { value: shown })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
