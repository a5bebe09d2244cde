import { Button, Menu } from '@mantine/core'
import { IconBuilding, IconChevronDown, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import classes from './card-head.module.css'
import { MoodBadge, StageBadge, TierBadge } from './customer-badges.tsx'
import { type CustomerCard, STAGES, type Stage, staleAfter } from './customer-types.ts'
import { TagsEditor } from './tags-editor.tsx'

/** One line that says how we stand with them. */
export function CardHead({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const { customer } = card
  const Kind = customer.kind === 'person' ? IconUser : IconBuilding
  return (
    <div className={classes.head}>
      <span className={classes.fact}>
        <Kind size={16} aria-hidden />
        {t(`customers.kind.${customer.kind}`)}
      </span>
      <StagePart card={card} />
      <TierBadge tier={customer.tier} size="md" />
      {customer.mood !== 'unknown' && (
        <span className={classes.fact}>
          <MoodBadge mood={customer.mood} size="md" />
          {customer.moodAt && <DateText value={customer.moodAt} show="relative" />}
        </span>
      )}
      {customer.worksHere && (
        <StatusBadge tone="warn">{t(`customers.card.worksHere.${customer.worksHere}`)}</StatusBadge>
      )}
      <span className={classes.fact}>
        {t('customers.field.owner')}:
        {customer.ownerName ? (
          <strong>
            <PersonText name={customer.ownerName} />
          </strong>
        ) : (
          <span>{t('customers.card.noOwner')}</span>
        )}
      </span>
      <span className={classes.fact}>
        {t('customers.field.branch')}: <bdi>{customer.branchName}</bdi>
      </span>
      <TagsEditor customer={customer} />
    </div>
  )
}

function StagePart({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const can = useCan()
  const { customer, suggestedStage } = card
  const put = (stage: Stage, version: number, key: string) =>
    take(
      api.PUT('/api/v1/customers/{customerId}/stage', {
        params: { path: { customerId: customer.id } },
        body: { stage, version },
        headers: withKey(key),
      }),
    )
  const stale = staleAfter(customer.id)
  const undo = useAction<{ stage: Stage; version: number }>({
    run: ({ stage, version }, key) => put(stage, version, key),
    stale,
  })
  const change = useAction<Stage, { version: number }>({
    run: (stage, key) => put(stage, customer.version, key),
    stale,
    onDone: ({ version }, stage) =>
      undoable({
        message: t('customers.card.stageChanged', { stage: t(`customers.stage.${stage}`) }),
        undo: () => undo.runAsync({ stage: customer.stage, version }),
      }),
    onError: tellError,
  })
  if (!can('customer.write')) return <StageBadge stage={customer.stage} size="md" />
  return (
    <span className={classes.fact}>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <button type="button" className={classes.stage} title={t('customers.card.changeStage')}>
            <StageBadge stage={customer.stage} size="md" />
            <IconChevronDown size={14} aria-hidden />
            <span className="visually-hidden">{t('customers.card.changeStage')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {STAGES.map((stage) => (
            <Menu.Item key={stage} disabled={stage === customer.stage} onClick={() => change.run(stage)}>
              {t(`customers.stage.${stage}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {suggestedStage !== customer.stage && (
        <span className={`${classes.suggested} no-print`}>
          {t('customers.card.suggested', { stage: t(`customers.stage.${suggestedStage}`) })}
          <Button
            variant="subtle"
            size="compact-sm"
            loading={change.isRunning}
            onClick={() => change.run(suggestedStage)}
          >
            {t('customers.card.accept')}
          </Button>
        </span>
      )}
    </span>
  )
}
