import { useTranslation } from 'react-i18next'
import { Scroll } from './scroll.tsx'
import classes from './structural.module.css'
import type { Driver } from './structural-queries.ts'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'

/** The map in numbers. */
export function DriverTable({
  drivers,
  words: names,
}: {
  drivers: Driver[]
  words: { construct: (name: string) => string }
}) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Scroll label={t(`${S}.map.title`)}>
      <table className={classes.table}>
        <caption className="visually-hidden">{t(`${S}.map.title`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`${S}.map.driver`)}</th>
            <th scope="col">{t(`${S}.map.importance`)}</th>
            <th scope="col">{t(`${S}.trend.limits`)}</th>
            <th scope="col">{t(`${S}.map.performance`)}</th>
          </tr>
        </thead>
        <tbody>
          {drivers.map((driver) => (
            <tr key={driver.construct}>
              <th scope="row">{names.construct(driver.construct)}</th>
              <td>{words.number(driver.importance, 2)}</td>
              <td>{words.range(driver, 2) ?? '–'}</td>
              <td>{words.number(driver.performance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
