import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconFileText } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { useNow } from '../../clocks/web/use-now.ts'
import { PromiseDue } from './promise-due.tsx'
import { PromiseHistory } from './promise-history.tsx'
import { PromiseMenu } from './promise-menu.tsx'
import {
  type Ending,
  mayReopen,
  type PromiseItem,
  useKeepPromise,
  useMayKeep,
  useReopenPromise,
} from './promise-queries.ts'
import classes from './promise-row.module.css'

export type OnEnd = (row: PromiseItem, kind: Ending) => void
type Props = {
  row: PromiseItem
  /** The keeper is not said where all promises are one's own. */
  showsKeeper: boolean
  onEnd: OnEnd
}

export function PromiseRow({ row, showsKeeper, onEnd }: Props) {
  const { t } = useTranslation()
  const keep = useKeepPromise()
  return (
    <li className={classes.row} data-promise={row.id} data-busy={keep.isRunning || undefined}>
      <span className={classes.box} aria-hidden="true" />
      <PromiseDue row={row} />
      <div className={classes.main}>
        <PlaceLink row={row} className={classes.text}>
          {row.text}
        </PlaceLink>
        <Facts row={row} />
        {row.reason && (
          <div className={classes.reason}>
            {t('promises.list.reason')}: <bdi>{row.reason}</bdi>
          </div>
        )}
      </div>
      <div className={classes.keeper} data-shown={showsKeeper || undefined}>
        {showsKeeper && (
          <>
            <span className="visually-hidden">{t('promises.list.keeper')}: </span>
            <PersonText name={row.keeperName} avatar />
          </>
        )}
      </div>
      <div className={`${classes.actions} no-print`}>
        <Actions row={row} isRunning={keep.isRunning} onKeep={() => keep.run(row)} onEnd={onEnd} />
      </div>
    </li>
  )
}

/** Where the promise was made: its case, else its customer. */
function PlaceLink({
  row,
  ...rest
}: {
  row: PromiseItem
  className?: string | undefined
  tabIndex?: number
  title?: string | undefined
  children: React.ReactNode
}) {
  const { customerId, caseId } = row
  return caseId ? (
    <Link to="/customers/$customerId/cases/$caseId" params={{ customerId, caseId }} dir="auto" {...rest} />
  ) : (
    <Link to="/customers/$customerId" params={{ customerId }} dir="auto" {...rest} />
  )
}

function Facts({ row }: { row: PromiseItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.facts}>
      <Link to="/customers/$customerId" params={{ customerId: row.customerId }}>
        <PersonText name={row.customerName} />
      </Link>
      {row.caseSubject && (
        // The text of the promise leads there already: one stop for the Tab key is enough.
        <PlaceLink
          row={row}
          className={classes.case}
          tabIndex={-1}
          title={row.caseCode ? format.trackingCode(row.caseCode) : undefined}
        >
          <IconFileText size={14} stroke={1.7} aria-hidden />
          <span>{row.caseSubject}</span>
        </PlaceLink>
      )}
      <span>
        {t('promises.list.madeBy')} <PersonText name={row.madeByName} />
        {' · '}
        <DateText value={row.madeAt} show="relative" />
      </span>
      {row.status !== 'open' && (
        <span>
          {t('promises.list.wasDue')} <DateText value={row.dueAt} />
        </span>
      )}
      {row.closedByName && row.closedByName !== row.keeperName && (
        <span>
          {t('promises.list.closedBy')} <PersonText name={row.closedByName} />
        </span>
      )}
    </div>
  )
}

type ActionsProps = { row: PromiseItem; isRunning: boolean; onKeep: () => void; onEnd: OnEnd }

function Actions({ row, isRunning, onKeep, onEnd }: ActionsProps) {
  const { t } = useTranslation()
  const now = useNow()
  const reopen = useReopenPromise()
  const isAllowed = useMayKeep()(row)
  return (
    <>
      {isAllowed && row.status === 'open' && (
        <Button
          variant="light"
          size="compact-md"
          data-do="keep"
          className={classes.keep}
          leftSection={<IconCheck size={17} aria-hidden />}
          aria-busy={isRunning}
          onClick={() => !isRunning && onKeep()}
        >
          {t('promises.list.keep')}
        </Button>
      )}
      {isAllowed && mayReopen(row, now) && (
        <Button
          variant="default"
          size="compact-md"
          className={classes.keep}
          leftSection={<IconArrowBackUp size={17} aria-hidden />}
          aria-busy={reopen.isRunning}
          onClick={() => !reopen.isRunning && reopen.run(row)}
        >
          {t('promises.list.reopen')}
        </Button>
      )}
      <PromiseHistory row={row} />
      {isAllowed && row.status === 'open' && (
        <PromiseMenu promise={row} size="lg" onEnd={(kind) => onEnd(row, kind)} />
      )}
    </>
  )
}
