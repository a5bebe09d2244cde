import { addDays } from '@hamdel/persian'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import classes from './answer-days.module.css'
import type { SurveyNumbers } from './survey-types.ts'

const SHOWN = 60

/** How many answers came on each day; days without one stand there too. */
export function AnswerDays({ days }: { days: SurveyNumbers['days'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const last = days.at(-1)?.on
  if (!last || days.length < 2) return null
  const counts = new Map(days.map((day) => [day.on, day.answered]))
  const all: string[] = []
  for (let day = days[0]!.on; day <= last; day = addDays(day, 1)) all.push(day)
  const shown = all.slice(-SHOWN)
  const most = Math.max(1, ...shown.map((day) => counts.get(day) ?? 0))
  return (
    <Section title={t('surveys.screens.days.title')} note={t('surveys.screens.days.note', { max: most })}>
      <ol className={classes.days}>
        {shown.map((day) => {
          const n = counts.get(day) ?? 0
          return (
            <li
              key={day}
              title={`${format.date(day, 'long')}: ${format.number(n)}`}
              style={{ '--part': n / most } as React.CSSProperties}
            >
              <span className="visually-hidden">
                {format.date(day)}: {format.number(n)}
              </span>
            </li>
          )
        })}
      </ol>
      <div className={classes.ends} aria-hidden="true">
        <span>{format.date(shown[0]!, 'short')}</span>
        <span>{format.date(last, 'short')}</span>
      </div>
    </Section>
  )
}
