import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import classes from './authority-meter.module.css'

/** What I may give: at one time, this month, what is spent, what this one would leave. */
export function AuthorityMeter({
  authority,
  amountRials,
}: {
  authority: components['schemas']['Authority']
  amountRials: number
}) {
  const { t } = useTranslation()
  const { monthlyBudgetRials: budget, spentThisMonthRials: spent, leftThisMonthRials: left } = authority
  const share = (rials: number) => `${budget > 0 ? Math.min(100, (rials / budget) * 100) : 0}%`
  const isOver = amountRials > left
  return (
    <div className={classes.meter}>
      <div className={classes.bar} aria-hidden="true">
        <span className={classes.spent} style={{ inlineSize: share(spent) }} />
        <span
          className={classes.asked}
          data-over={isOver || undefined}
          style={{ inlineSize: share(Math.min(amountRials, left)) }}
        />
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>{t('compensations.authority.single')}</dt>
          <dd>
            <MoneyText rials={authority.maxSingleRials} />
          </dd>
        </div>
        <div>
          <dt>{t('compensations.authority.budget')}</dt>
          <dd>
            <MoneyText rials={budget} />
          </dd>
        </div>
        <div>
          <dt>{t('compensations.authority.spent')}</dt>
          <dd>
            <MoneyText rials={spent} />
          </dd>
        </div>
        <div>
          <dt>{t('compensations.authority.left')}</dt>
          <dd>
            <b>
              <MoneyText rials={left} />
            </b>
          </dd>
        </div>
      </dl>
    </div>
  )
}
