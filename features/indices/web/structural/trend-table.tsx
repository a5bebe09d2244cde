import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { linkTo } from '../../../../web/ui/stat.tsx'
import type { TrendPoint } from './index-trend.tsx'
import { Scroll } from './scroll.tsx'
import classes from './structural.module.css'
import { useWords } from './use-words.ts'

const COLUMNS = ['month', 'index', 'limits', 'answers', 'method'] as const

export function TrendTable({ points }: { points: TrendPoint[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  return (
    <Scroll label={t('indices.structuralScreens.trend.title')}>
      <table className={classes.table}>
        <caption className="visually-hidden">{t('indices.structuralScreens.trend.title')}</caption>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {t(`indices.structuralScreens.trend.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.monthOn}>
              <th scope="row">
                {point.href ? (
                  <Link {...linkTo(point.href)} className={classes.link}>
                    {words.monthOf(point.monthOn)}
                  </Link>
                ) : (
                  words.monthOf(point.monthOn)
                )}
              </th>
              <td>{words.number(point.value)}</td>
              <td>{words.range(point) ?? '–'}</td>
              <td>{format.number(point.n)}</td>
              <td>{t(`indices.structural.method.${point.method}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
