import { ActionIcon, Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import list from './card-list.module.css'
import { type CustomerCard, customerKey } from './customer-types.ts'
import { RelationForm } from './relation-form.tsx'

type Relation = CustomerCard['relations'][number]

/** Who pays, uses, represents; read from this customer's side, whoever's row it is. */
export function CardRelations({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const can = useCan()
  const [isAdding, adding] = useDisclosure(false)
  return (
    <Section
      title={t('customers.relations.title')}
      actions={
        can('customer.write') &&
        !isAdding && (
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={adding.open}
          >
            {t('customers.relations.add')}
          </Button>
        )
      }
    >
      {card.relations.length === 0 && !isAdding && (
        <p className={list.empty}>{t('customers.relations.empty')}</p>
      )}
      <ul className={list.list}>
        {card.relations.map((relation) => (
          <RelationLine key={relation.id} relation={relation} customerId={card.customer.id} />
        ))}
      </ul>
      {isAdding && <RelationForm customerId={card.customer.id} onClose={adding.close} />}
    </Section>
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
  const restore = useAction<void>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/relations', {
          params: { path: { customerId: from } },
          body: { otherCustomerId: to, kind: relation.kind, note: relation.note },
          headers: withKey(key),
        }),
      ),
    stale,
  })
  const remove = useAction<void>({
    run: (_, key) =>
      api.DELETE('/api/v1/customers/{customerId}/relations/{relationId}', {
        params: { path: { customerId: from, relationId: relation.id } },
        headers: withKey(key),
      }),
    stale,
    onDone: () =>
      undoable({
        message: t('customers.relations.removed', { name: relation.otherName }),
        undo: () => restore.runAsync(),
      }),
    onError: tellError,
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
