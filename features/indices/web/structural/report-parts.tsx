import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../../web/session.ts'
import { useFormat } from '../../../../web/ui/format.ts'
import { Fact, usePopulationWords } from './definition-facts.tsx'
import classes from './report.module.css'
import shared from './structural.module.css'
import {
  type Driver,
  definitionQuery,
  type Result,
  type RunDetail,
  sheetCountQuery,
  surveysQuery,
} from './structural-queries.ts'
import { type useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const PRIORITIES = 4
const EMPTY_LINES = ['a', 'b']

/** Whom it is about, and how many answered. */
export function ReportPeople({ detail, result }: { detail: RunDetail; result: Result }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const say = usePopulationWords()
  const sheets = useQuery(sheetCountQuery(detail.run.id))
  const missing = (result.whole ?? result.plain)?.missing
  const { from: _, to: __, ...population } = detail.population
  const asked = missing ? missing.rowsGiven * result.questions.length : 0
  const empty = result.questions.reduce((sum, line) => sum + line.missing, 0)
  return (
    <section className={classes.part}>
      <h2>{t(`${S}.report.whom`)}</h2>
      <dl className={shared.facts}>
        <Fact name={t(`${S}.definition.population`)} value={say(population)} />
        <Fact name={t(`${S}.head.period`)} value={words.period(detail.run)} />
        <Fact name={t(`${S}.report.sheets`)} value={format.number(detail.run.n ?? 0)} />
        {sheets.data && (
          <>
            <Fact name={t(`${S}.report.withName`)} value={format.number(sheets.data.named)} />
            <Fact name={t(`${S}.report.withoutName`)} value={format.number(sheets.data.anonymous)} />
          </>
        )}
        {missing && (
          <Fact
            name={t(`${S}.report.complete`)}
            value={t(`${S}.head.usedOf`, { used: missing.rowsComplete, given: missing.rowsGiven })}
          />
        )}
        {asked > 0 && <Fact name={t(`${S}.report.itemMissing`)} value={format.percent(empty / asked, 1)} />}
        <Fact
          name={t(`${S}.report.floor`)}
          value={t(`${S}.definition.floorOf`, { count: detail.run.floor })}
        />
      </dl>
      <ResponseRates definitionId={detail.run.definitionId} />
    </section>
  )
}

/** Of each survey that asked this questionnaire: how many were invited, how many answered. */
function ResponseRates({ definitionId }: { definitionId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const definition = useQuery(definitionQuery(definitionId))
  const surveys = useQuery({ ...surveysQuery, enabled: can('survey.read') })
  const asked =
    surveys.data?.items.filter(
      (one) => one.instrumentId === definition.data?.instrumentId && one.invitedCount > 0,
    ) ?? []
  if (asked.length === 0) return null
  return (
    <>
      <table className={shared.table}>
        <thead>
          <tr>
            {['survey', 'invited', 'answered', 'responseRate'].map((name) => (
              <th key={name} scope="col">
                {t(`${S}.report.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {asked.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name}</th>
              <td>{format.number(one.invitedCount)}</td>
              <td>{format.number(one.answeredCount)}</td>
              <td>{format.percent(one.answeredCount / one.invitedCount, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={shared.note}>{t(`${S}.report.rateNote`)}</p>
    </>
  )
}

/** What to do first, with room to write down who does it until when. */
export function ReportActions({
  drivers,
  names,
}: {
  drivers: Driver[]
  names: ReturnType<typeof useModelWords>
}) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <section className={classes.part}>
      <h2>{t(`${S}.report.actions`)}</h2>
      {drivers.length > 0 && <p className={shared.small}>{t(`${S}.report.actionsHint`)}</p>}
      <table className={`${shared.table} ${classes.actions}`}>
        <thead>
          <tr>
            {['driver', 'why', 'action', 'owner', 'due'].map((name) => (
              <th key={name} scope="col">
                {t(`${S}.report.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drivers.slice(0, PRIORITIES).map((driver) => (
            <tr key={driver.construct}>
              <th scope="row">{names.construct(driver.construct)}</th>
              <td>
                {t(`${S}.report.whyText`, {
                  importance: words.number(driver.importance, 2),
                  performance: words.number(driver.performance),
                })}
              </td>
              <td />
              <td />
              <td />
            </tr>
          ))}
          {EMPTY_LINES.map((key) => (
            <tr key={key}>
              <td />
              <td />
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.signature}>{t(`${S}.report.signature`)}</p>
    </section>
  )
}
