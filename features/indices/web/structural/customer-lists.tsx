import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../../web/ui/error-state.tsx'
import { NumberInput } from '../../../../web/ui/number-input.tsx'
import { Section } from '../../../../web/ui/section.tsx'
import { TextSkeleton } from '../../../../web/ui/skeletons.tsx'
import { linkTo } from '../../../../web/ui/stat.tsx'
import classes from './structural.module.css'
import { type Cuts, type Quadrants, quadrantsQuery, type RunDetail } from './structural-queries.ts'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
/** As a map: satisfied at the start, loyal above. */
const ORDER = ['loyal_satisfied', 'loyal_unsatisfied', 'disloyal_satisfied', 'disloyal_unsatisfied'] as const
const QUADRANT_TONES = {
  loyal_satisfied: 'good',
  loyal_unsatisfied: 'warn',
  disloyal_satisfied: 'plain',
  disloyal_unsatisfied: 'bad',
} as const
const STATES = ['delighted', 'satisfied', 'dissatisfied'] as const
const STATE_TONES = { delighted: 'good', satisfied: 'plain', dissatisfied: 'bad' } as const
const PARTS = [
  ['satisfaction', 'cutSatisfaction'],
  ['loyalty', 'cutLoyalty'],
  ['delight', 'cutDelight'],
] as const

/** Customers by name in four fields and three states; every count opens its list. */
export function CustomerLists({ detail }: { detail: RunDetail }) {
  const { t } = useTranslation()
  const [cuts, setCuts] = useState<Cuts>({})
  const found = useQuery({
    ...quadrantsQuery(detail.run.id, cuts),
    enabled: detail.loyalty !== null,
    placeholderData: keepPreviousData,
  })
  return (
    <Section title={t(`${S}.lists.title`)}>
      {detail.loyalty === null ? (
        <EmptyState compact title={t(`${S}.lists.noLoyalty`)} />
      ) : found.error && !found.data ? (
        <ErrorState compact error={found.error} onRetry={found.refetch} />
      ) : !found.data ? (
        <TextSkeleton lines={4} />
      ) : (
        <>
          {found.data.n === 0 ? (
            <EmptyState compact title={t(`${S}.lists.empty`)} hint={t(`${S}.lists.emptyHint`)} />
          ) : (
            <Tiles runId={detail.run.id} found={found.data} cuts={cuts} />
          )}
          <CutFields found={found.data} onChange={setCuts} />
        </>
      )}
    </Section>
  )
}

function Tiles({ runId, found, cuts }: { runId: string; found: Quadrants; cuts: Cuts }) {
  const { t } = useTranslation()
  const href = (part: Record<string, string>) =>
    `/indices/runs/${runId}/rows?${new URLSearchParams({
      ...part,
      ...Object.fromEntries(Object.entries(cuts).map(([key, value]) => [key, String(value)])),
    })}`
  const countOf = (list: { name: string; count: number }[], name: string) =>
    list.find((one) => one.name === name)?.count ?? 0
  return (
    <>
      <div className={classes.quadrants}>
        {ORDER.map((name) => (
          <Link
            key={name}
            {...linkTo(href({ quadrant: name }))}
            className={classes.tile}
            data-tone={QUADRANT_TONES[name]}
          >
            <span>{t(`indices.structural.quadrant.${name}`)}</span>
            <b>{t(`${S}.lists.people`, { count: countOf(found.quadrants, name) })}</b>
            <span className={classes.small}>{t(`${S}.lists.hint.${name}`)}</span>
          </Link>
        ))}
      </div>
      <div className={classes.states}>
        {STATES.map((name) => (
          <Link
            key={name}
            {...linkTo(href({ state: name }))}
            className={classes.tile}
            data-tone={STATE_TONES[name]}
          >
            <span>{t(`indices.structural.state.${name}`)}</span>
            <b>{t(`${S}.lists.people`, { count: countOf(found.states, name) })}</b>
          </Link>
        ))}
      </div>
    </>
  )
}

function CutFields({ found, onChange }: { found: Quadrants; onChange: (cuts: Cuts) => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const [typed, setTyped] = useState<Record<string, number | null>>({})
  const set = (name: string, value: number | null) => {
    const next = { ...typed, [name]: value }
    setTyped(next)
    const valid = Object.entries(next).filter(([, one]) => one !== null && one >= 0 && one <= 100)
    onChange(Object.fromEntries(valid) as Cuts)
  }
  const { satisfaction, loyalty, delight } = found.cuts
  return (
    <>
      <p className={classes.note}>
        {t('indices.structural.note.cuts', {
          satisfaction: words.number(satisfaction, 0),
          loyalty: words.number(loyalty, 0),
          delight: words.number(delight, 0),
        })}
      </p>
      <details className="no-print">
        <summary className={classes.summary}>{t(`${S}.lists.cuts`)}</summary>
        <div className={classes.cuts}>
          {PARTS.map(([name, label]) => (
            <NumberInput
              key={name}
              label={t(`${S}.lists.${label}`)}
              value={name in typed ? typed[name] : Math.round(found.cuts[name])}
              onChange={(value) => set(name, value)}
              min={0}
              max={100}
              step={5}
            />
          ))}
        </div>
      </details>
    </>
  )
}
