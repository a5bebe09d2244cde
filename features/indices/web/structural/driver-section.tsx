import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { clampPoints, DriverMap } from './driver-map.tsx'
import { DriverTable } from './driver-table.tsx'
import classes from './structural.module.css'
import type { Driver, RunDetail } from './structural-queries.ts'
import { type useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const FIRST_MOVE = 5
const REACH = 25

/** The drivers by what could still be gained: importance times the way to 100. */
export const byGain = (drivers: readonly Driver[]) =>
  drivers
    .filter((driver) => driver.importance !== null && driver.performance !== null)
    .sort((a, b) => b.importance! * (100 - b.performance!) - a.importance! * (100 - a.performance!))

type Props = { detail: RunDetail; words: ReturnType<typeof useModelWords> }

/** Which lever to pull, and what it would do. It opens with the best one moved a little, to show what the map can do. */
export function DriverSection({ detail, words: names }: Props) {
  const { t } = useTranslation()
  const { drivers, target } = detail
  const best = byGain(drivers)[0] ?? drivers[0]!
  const first = { construct: best.construct, points: clampPoints(best.performance ?? 0, FIRST_MOVE) }
  const [chosen, setChosen] = useState(first)
  return (
    <Section title={t(`${S}.map.title`)} note={t(`${S}.map.hint`)}>
      <div className={classes.two}>
        <div>
          <DriverMap
            drivers={drivers}
            nameOf={names.construct}
            targetName={names.construct(target)}
            chosen={chosen}
            onMove={(construct, points) => setChosen({ construct, points })}
          />
          <p className={classes.note}>{t(`${S}.map.lines`)}</p>
        </div>
        <WhatIf detail={detail} words={names} chosen={chosen} onChange={setChosen} />
      </div>
      <details>
        <summary className={classes.summary}>{t(`${S}.asTable`)}</summary>
        <DriverTable drivers={drivers} words={names} />
      </details>
    </Section>
  )
}

type Chosen = { construct: string; points: number }

/**
 * The effect of a move: the total effect in points times the move, as the API's what-if has it; computed here because the
 * run already came with those effects and a finger that drags cannot wait for an answer.
 */
export function effectOf(driver: Driver | undefined, points: number) {
  if (!driver || driver.importance === null) return undefined
  const ends =
    driver.low === null || driver.high === null
      ? undefined
      : [driver.low * points, driver.high * points].sort((a, b) => a - b)
  return { change: driver.importance * points, low: ends?.[0] ?? null, high: ends?.[1] ?? null }
}

function WhatIf({
  detail,
  words: names,
  chosen,
  onChange,
}: Props & { chosen: Chosen; onChange: (next: Chosen) => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const { drivers, loyaltyDrivers, target, loyalty, result } = detail
  const driver = drivers.find((one) => one.construct === chosen.construct)!
  const now = driver.performance ?? 0
  const effects = [
    { construct: target, driver },
    ...(loyalty && loyalty !== target
      ? [{ construct: loyalty, driver: loyaltyDrivers.find((one) => one.construct === chosen.construct) }]
      : []),
  ].flatMap(({ construct, driver }) => {
    const effect = effectOf(driver, chosen.points)
    const before = result?.whole?.indices[construct]
    return effect && before !== null && before !== undefined ? [{ construct, before, ...effect }] : []
  })
  const name = names.construct(chosen.construct)
  const isWeak = driver.low !== null && driver.high !== null && driver.low <= 0 && driver.high >= 0
  const id = 'driver-points'
  return (
    <div className={classes.panel}>
      <Select
        label={t(`${S}.map.driver`)}
        data={byGain(drivers).map((one) => ({ value: one.construct, label: names.construct(one.construct) }))}
        value={chosen.construct}
        onChange={(construct) => construct && onChange({ construct, points: 0 })}
        allowDeselect={false}
      />
      <div>
        <div className={classes.rangeHead}>
          <label htmlFor={id}>{t(`${S}.map.move`, { name })}</label>
          <b>{t(`${S}.map.points`, { points: words.signed(chosen.points, 0) })}</b>
        </div>
        <input
          id={id}
          type="range"
          className={classes.range}
          min={Math.ceil(-Math.min(now, REACH))}
          max={Math.floor(Math.min(100 - now, REACH))}
          step={1}
          value={Math.round(chosen.points)}
          aria-valuetext={t(`${S}.map.points`, { points: words.signed(chosen.points, 0) })}
          onChange={(event) =>
            onChange({ construct: chosen.construct, points: Number(event.currentTarget.value) })
          }
        />
        <div className={classes.rangeHead}>
          <span className={classes.small}>
            {t(`${S}.map.fromTo`, { from: words.number(now), to: words.number(now + chosen.points) })}
          </span>
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange({ construct: chosen.construct, points: 0 })}
          >
            {t(`${S}.map.reset`)}
          </Button>
        </div>
      </div>
      <ul className={classes.effects} aria-live="polite" aria-label={t(`${S}.map.expected`)}>
        {effects.map(({ construct, before, change, low, high }) => {
          const range = words.range({ low, high }, 1, words.signed)
          const after = Math.max(0, Math.min(100, before + change))
          return (
            <li key={construct}>
              <div className={classes.rangeHead}>
                <span>{names.construct(construct)}</span>
                <span className={classes.muted}>
                  {t(`${S}.map.nowAfter`, { now: words.number(before), after: words.number(after) })}
                </span>
              </div>
              <div className={classes.change}>{t(`${S}.map.change`, { change: words.signed(change) })}</div>
              <p className={classes.small}>
                {range ? t(`${S}.interval`, { range }) : t(`${S}.map.noInterval`)}
              </p>
            </li>
          )
        })}
      </ul>
      {isWeak && <p className={classes.flags}>{t(`${S}.map.notSignificant`)}</p>}
      <p className={classes.small} lang={format.locale}>
        {t('indices.structural.note.whatIf')}
      </p>
    </div>
  )
}
