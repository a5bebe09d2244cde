import { formatMonth, toJalali } from '@hamdel/persian'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { linkTo } from '../../../web/ui/stat.tsx'
import classes from './lead.module.css'
import { hrefOf, type Summary } from './lead-queries.ts'

/** The same as the chart, for who reads numbers rather than dots, and for screen readers. */
export function TrendTable({ trend }: { trend: Summary['csatTrend'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const monthName = (monthOn: string) => {
    const { year, month } = toJalali(monthOn)
    return formatMonth(year, month, format.locale)
  }
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className="visually-hidden">{t('indices.csat.trend')}</caption>
        <thead>
          <tr>
            {['month', 'mean', 'interval', 'topTwo', 'n'].map((name) => (
              <th key={name} scope="col">
                {t(`indices.table.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trend.map(({ monthOn, value, rows }) => (
            <tr key={monthOn}>
              <th scope="row">
                <Link {...linkTo(hrefOf(rows))}>{monthName(monthOn)}</Link>
              </th>
              <td>{value.mean === null ? '–' : format.number(value.mean, 1)}</td>
              <td>
                {value.low === null || value.high === null
                  ? '–'
                  : t('indices.fromTo', {
                      from: format.number(value.low, 1),
                      to: format.number(value.high, 1),
                    })}
              </td>
              <td>{value.topTwoRatio === null ? '–' : format.percent(value.topTwoRatio)}</td>
              <td>{format.number(value.n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
