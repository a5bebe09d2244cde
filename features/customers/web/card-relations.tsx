import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useCan } from '../../../web/session.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { CardBlock, useRemoval } from './card-block.tsx'
import list from './card-list.module.css'
import { type CustomerCard, customerKey } from './customer-types.ts'
import { RelationForm } from './relation-form.tsx'

type Relation = CustomerCard['relations'][number]

/** Who pays, uses, represents; read from this customer's side, whoever's row it is. */
export function CardRelations({ card }: { card: CustomerCard }) {
  return (
    <CardBlock
      name="relations"
      form={(close) => <RelationForm customerId={card.customer.id} onClose={close} />}
    >
      {card.relations.map((relation) => (
        <RelationLine key={relation.id} relation={relation} customerId={card.customer.id} />
      ))}
    </CardBlock>
  )
}

function RelationLine({ relation, customerId }: { relation: Relation; customerId: string }) {
  const { t } = useTranslation()
  const can = useCan()
  const [from, to] =
    relation.direction === 'outgoing'
      ? [customerId, relation.otherCustomerId]
      : [relation.otherCustomerId, customerId]
  const stale = [customerKey(from), customerKey(to)]
  const remove = useRemoval({
    message: t('customers.relations.removed', { name: relation.otherName }),
    stale,
    remove: (key) =>
      api.DELETE('/api/v1/customers/{customerId}/relations/{relationId}', {
        params: { path: { customerId: from, relationId: relation.id } },
        headers: withKey(key),
      }),
    restore: (key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/relations', {
          params: { path: { customerId: from } },
          body: { otherCustomerId: to, kind: relation.kind, note: relation.note },
          headers: withKey(key),
        }),
      ),
  })
  return (
    <li className={list.item}>
      <div className={list.text}>
        <div className={list.line}>
          <span className={list.small}>
            {t(`customers.relations.${relation.direction}.${relation.kind}`)}
          </span>
          <Link to="/customers/$customerId" params={{ customerId: relation.otherCustomerId }}>
            <PersonText name={relation.otherName} />
          </Link>
        </div>
        {relation.note && <div className={list.small}>{relation.note}</div>}
      </div>
      {can('customer.write') && (
        <ActionIcon
          variant="subtle"
          color="gray"
          className="no-print"
          loading={remove.isRunning}
          aria-label={t('customers.relations.remove', { name: relation.otherName })}
          onClick={() => remove.run()}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </li>
  )
}
