import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { KindIcon, SeverityMark, StatusMark } from '../../cases/web/case-marks.tsx'
import { ClockChip } from '../../clocks/web/clock-chip.tsx'
import list from './card-list.module.css'
import type { CustomerCard } from './customer-types.ts'

export function CardCases({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { openCases } = card
  const hidden = card.openCaseCount - openCases.length
  return (
    <Section
      title={t('customers.cases.title')}
      note={card.openCaseCount > 0 ? format.number(card.openCaseCount) : undefined}
      tone={card.openCaseCount > 0 ? 'warn' : 'plain'}
    >
      {openCases.length === 0 && hidden <= 0 && <p className={list.empty}>{t('customers.cases.empty')}</p>}
      <ul className={list.list}>
        {openCases.map((one) => (
          <li key={one.id} className={list.item}>
            <span className={list.icon}>
              <KindIcon kind={one.kind} />
            </span>
            <div className={list.text}>
              <div className={list.line}>
                <Link
                  to="/customers/$customerId/cases/$caseId"
                  params={{ customerId: card.customer.id, caseId: one.id }}
                >
                  <bdi>{one.subject}</bdi>
                </Link>
                <SeverityMark severity={one.severity} />
              </div>
              <div className={`${list.line} ${list.small}`}>
                <bdi>{format.trackingCode(one.code)}</bdi>
                <span>
                  {one.ownerName
                    ? t('customers.cases.owner', { name: one.ownerName })
                    : t('customers.cases.noOwner')}
                </span>
                <DateText value={one.openedAt} show="relative" />
              </div>
            </div>
            <div className={list.end}>
              {one.clocks.slice(0, 1).map((clock) => (
                <ClockChip
                  key={clock.metric}
                  clock={{
                    ...clock,
                    isPaused: clock.pausedAt !== null,
                    isBreached: clock.breachedAt !== null,
                  }}
                />
              ))}
              <StatusMark status={one.status} />
            </div>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={list.empty}>{t('customers.cases.more', { count: hidden })}</p>}
    </Section>
  )
}
