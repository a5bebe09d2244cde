import { useTranslation } from 'react-i18next'
import { type Money, useFormat } from '../../../web/ui/format.ts'
import classes from './budget-meter.module.css'

type Props = { spent: Money; budget: Money /** One line, for a table. */; compact?: boolean }

/** How much of the month's budget is given away: a bar, and the same in words. */
export function BudgetMeter({ spent, budget, compact }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [used, all] = [Number(spent), Number(budget)]
  if (all === 0) return <span className={classes.none}>{t('people.authority.none')}</span>
  const ratio = Math.min(1, used / all)
  const left = Math.max(0, all - used)
  const words = t('people.authority.leftOf', { leftRials: left, budgetRials: all })
  return (
    <div className={classes.meter} data-compact={compact || undefined} title={words}>
      <span className={classes.bar} aria-hidden="true">
        <span
          data-tone={ratio >= 1 ? 'bad' : ratio >= 0.8 ? 'warn' : undefined}
          style={{ inlineSize: used > 0 ? `max(3px, ${ratio * 100}%)` : 0 }}
        />
      </span>
      <span className={classes.words}>
        {compact ? (
          <>
            {t('people.authority.left', { leftRials: left })}
            <span className="visually-hidden">
              {t('people.authority.usedShare', { share: format.percent(ratio) })}
            </span>
          </>
        ) : (
          words
        )}
      </span>
    </div>
  )
}
