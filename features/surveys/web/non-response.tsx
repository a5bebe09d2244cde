import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import classes from './non-response.module.css'
import bars from './survey-bars.module.css'
import type { SurveyNumbers } from './survey-types.ts'

type Share = SurveyNumbers['shares'][number]
/** Percentage points from which a difference is worth a word. */
const LOUD = 0.1
/** Of fewer answers a share says nothing. */
const ENOUGH = 30

/** Is a group rarer or more frequent among those who answered than among those the survey is about? */
export function NonResponse({ numbers }: { numbers: SurveyNumbers }) {
  const { t } = useTranslation()
  const format = useFormat()
  const answered = numbers.shares.reduce(
    (sum, one) => (one.by === 'branch' ? sum + (one.answered ?? 0) : sum),
    0,
  )
  if (answered === 0)
    return (
      <Section title={t('surveys.screens.bias.title')}>
        <EmptyState
          compact
          title={t('surveys.screens.bias.empty')}
          hint={t('surveys.screens.bias.emptyHint')}
        />
      </Section>
    )
  const groups = (['branch', 'tier', 'stage'] as const)
    .map((by) => ({ by, shares: numbers.shares.filter((one) => one.by === by && one.fit + one.invited > 0) }))
    .filter((group) => group.shares.length > 1)
  return (
    <Section
      title={t('surveys.screens.bias.title')}
      note={t('surveys.screens.bias.note', { count: answered })}
    >
      <p className={bars.hint}>
        {t('surveys.screens.bias.text')}
        {answered < ENOUGH && ` ${t('surveys.screens.bias.few', { count: ENOUGH })}`}
      </p>
      <div className={classes.groups}>
        {groups.map(({ by, shares }) => (
          <Group key={by} by={by} shares={shares} format={format} />
        ))}
      </div>
    </Section>
  )
}

type GroupProps = { by: Share['by']; shares: Share[]; format: ReturnType<typeof useFormat> }

function Group({ by, shares, format }: GroupProps) {
  const { t } = useTranslation()
  const sum = (key: 'fit' | 'answered') => shares.reduce((all, one) => all + (one[key] ?? 0), 0)
  const [fit, answered] = [sum('fit'), sum('answered')]
  return (
    <table className={classes.table}>
      <caption>{t(`surveys.screens.bias.by.${by}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t('surveys.screens.bias.group')}</th>
          <th scope="col">{t('surveys.screens.bias.base')}</th>
          <th scope="col">{t('surveys.screens.bias.answers')}</th>
          <th scope="col">{t('surveys.screens.bias.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {shares.map((one) => {
          const base = fit === 0 ? 0 : one.fit / fit
          const given = answered === 0 ? 0 : (one.answered ?? 0) / answered
          const gap = given - base
          const points = Math.round(gap * 100)
          const isLoud = Math.abs(gap) >= LOUD && answered >= ENOUGH
          return (
            <tr key={one.value}>
              <th scope="row">
                <bdi>{by === 'branch' ? one.name : t(`customers.${by}.${one.value}`)}</bdi>
              </th>
              <td>
                {format.percent(base)} <small>({format.number(one.fit)})</small>
              </td>
              <td>
                {format.percent(given)} <small>({format.number(one.answered ?? 0)})</small>
              </td>
              <td data-loud={isLoud || undefined}>
                <span className={classes.gap} aria-hidden="true">
                  <span
                    data-side={gap < 0 ? 'less' : 'more'}
                    style={{ inlineSize: `${Math.min(50, Math.abs(gap) * 100)}%` }}
                  />
                </span>
                <span className={classes.points} dir="ltr">
                  {points > 0 ? '+' : points < 0 ? '−' : ''}
                  {format.number(Math.abs(points))}
                </span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
