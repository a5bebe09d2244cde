import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { StatusBadge } from '../../../../web/ui/status-badge.tsx'
import { Scroll } from './scroll.tsx'
import classes from './structural.module.css'
import type { Result, RunDetail } from './structural-queries.ts'
import { type useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const RARE = 0.05
type Comparison = NonNullable<Result['comparison']>
type Differences = NonNullable<Comparison['test']>['indices']
type Names = ReturnType<typeof useModelWords>

/** Do two groups differ, or is it chance? */
export function Comparison({
  detail,
  result,
  words: names,
}: {
  detail: RunDetail
  result: Result
  words: Names
}) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const words = useWords()
  const { a, b, test, fault } = result.comparison!
  const nameOf = (key: string) =>
    words.groupName(detail.run.groupBy, {
      key,
      label: result.groups.find((group) => group.key === key)?.label ?? null,
    })
  const arrow = locale === 'fa' ? '←' : '→'
  const pathName = (key: string) => {
    const [from, to] = key.split('->') as [string, string]
    return `${names.construct(from)} ${arrow} ${names.construct(to)}`
  }
  return (
    <Section title={t(`${S}.compare.title`, { a: nameOf(a), b: nameOf(b) })}>
      {fault && <p className={classes.flags}>{fault.detail}</p>}
      {test && (
        <>
          <div className={classes.halves}>
            <Table
              caption={t(`${S}.compare.indices`)}
              differences={test.indices}
              nameOf={names.construct}
              digits={1}
              groups={[nameOf(a), nameOf(b)]}
            />
            <Table
              caption={t(`${S}.compare.paths`)}
              differences={test.paths}
              nameOf={pathName}
              digits={2}
              groups={[nameOf(a), nameOf(b)]}
            />
          </div>
          <p className={classes.note}>
            {t(`${S}.compare.note`, { count: test.usable, nA: test.nA, nB: test.nB, seed: test.seed })}
          </p>
        </>
      )}
    </Section>
  )
}

function Table({
  caption,
  differences,
  nameOf,
  digits,
  groups,
}: {
  caption: string
  differences: Differences
  nameOf: (key: string) => string
  digits: number
  groups: [string, string]
}) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Scroll label={caption}>
      <table className={classes.table}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`${S}.compare.what`)}</th>
            {groups.map((group) => (
              <th key={group} scope="col">
                {group}
              </th>
            ))}
            <th scope="col">{t(`${S}.compare.difference`)}</th>
            <th scope="col">p</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(differences).map(([key, { a, b, difference, p }]) => {
            const isRare = p !== null && p < RARE
            return (
              <tr key={key}>
                <th scope="row" className={classes.long}>
                  {nameOf(key)}
                </th>
                <td>{words.number(a, digits)}</td>
                <td>{words.number(b, digits)}</td>
                <td>{words.signed(difference, digits)}</td>
                <td>
                  {words.number(p, 3)}{' '}
                  <StatusBadge size="sm" tone={isRare ? 'info' : 'neutral'}>
                    {t(`${S}.compare.${isRare ? 'differs' : 'same'}`)}
                  </StatusBadge>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}
