import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../../web/ui/error-state.tsx'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { TextSkeleton } from '../../../../web/ui/skeletons.tsx'
import { branchesQuery } from '../../../settings/web/settings-queries.ts'
import charts from './charts.module.css'
import { Measured } from './measured.tsx'
import classes from './structural.module.css'
import { type ProfitLink as Link, profitQuery } from './structural-queries.ts'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const BY = ['branch', 'tier', 'stage', 'city'] as const

/** Index of a quarter against purchases of the next: association, never cause. */
export function ProfitLink({ definitionId }: { definitionId: string }) {
  const { t } = useTranslation()
  const words = useWords()
  const [by, setBy] = useState<Link['by']>('branch')
  const found = useQuery(profitQuery(definitionId, by))
  const correlation = (name: 'pooled' | 'within', link: Link) => {
    const value = link[name]
    return (
      <>
        <dt>{t(`${S}.profit.${name}`)}</dt>
        <dd>
          {value
            ? `${words.signed(value.r, 2)} (${words.range(value, 2, words.signed)}) · ${t(`${S}.profit.points`, { count: value.n })}`
            : '–'}
        </dd>
      </>
    )
  }
  return (
    <Section
      title={t(`${S}.profit.title`)}
      actions={
        <Select
          aria-label={t(`${S}.profit.by`)}
          size="xs"
          data={BY.map((one) => ({ value: one, label: t(`${S}.by.${one}`) }))}
          value={by}
          onChange={(value) => value && setBy(value as Link['by'])}
          allowDeselect={false}
        />
      }
    >
      {found.error && !found.data && <ErrorState compact error={found.error} onRetry={found.refetch} />}
      {!found.data && !found.error && <TextSkeleton lines={4} />}
      {found.data?.status === 'refused' && (
        <EmptyState
          compact
          title={t(`${S}.profit.tooFew`)}
          hint={t('indices.structural.note.profitRefused', { needed: found.data.needed })}
        />
      )}
      {found.data?.status === 'association' && (
        <>
          <Scatter link={found.data} />
          <dl className={classes.facts}>
            {correlation('pooled', found.data)}
            {correlation('within', found.data)}
          </dl>
        </>
      )}
      <p className={classes.note}>{t('indices.structural.note.profit')}</p>
    </Section>
  )
}

const HEIGHT = 220

function Scatter({ link }: { link: Link }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const branches = useQuery(branchesQuery)
  const indices = link.points.map((point) => point.index)
  const low = Math.max(0, Math.floor(Math.min(...indices) / 5) * 5)
  const high = Math.min(100, Math.ceil(Math.max(...indices) / 5) * 5)
  const most = Math.max(1, ...link.points.map((point) => point.perCustomerRials)) * 1.05
  const nameOf = (segment: string) =>
    link.by === 'branch'
      ? (branches.data?.items.find((one) => one.id === segment)?.name ?? segment)
      : words.groupName(link.by, { key: segment, label: null })
  return (
    <Measured>
      {(width) => {
        const xOf = (value: number) => 12 + ((value - low) / Math.max(1, high - low)) * (width - 24)
        const yOf = (value: number) => 10 + (1 - value / most) * (HEIGHT - 54)
        return (
          <svg
            viewBox={`0 0 ${width} ${HEIGHT}`}
            width={width}
            height={HEIGHT}
            className={charts.svg}
            role="img"
            aria-label={t(`${S}.profit.chart`)}
          >
            <rect className={charts.frame} x={1} y={1} width={width - 2} height={HEIGHT - 42} rx={4} />
            {link.points.map((point) => (
              <circle
                key={`${point.segment} ${point.quarterOn}`}
                className={charts.dot}
                cx={xOf(point.index)}
                cy={yOf(point.perCustomerRials)}
                r={5}
              >
                <title>
                  {t(`${S}.profit.point`, {
                    segment: nameOf(point.segment),
                    quarterOn: point.quarterOn,
                    value: words.number(point.index),
                    perRials: Math.round(point.perCustomerRials),
                    answers: point.answers,
                  })}
                </title>
              </circle>
            ))}
            {[low, high].map((tick) => (
              <text
                key={tick}
                className={charts.tick}
                x={xOf(tick)}
                y={HEIGHT - 26}
                textAnchor="middle"
                direction="ltr"
              >
                {format.number(tick)}
              </text>
            ))}
            <text className={charts.tick} x={width / 2} y={HEIGHT - 26} textAnchor="middle">
              {t(`${S}.profit.x`)}
            </text>
            <text className={charts.tick} x={width / 2} y={HEIGHT - 6} textAnchor="middle">
              {t(`${S}.profit.y`)}: ↑
            </text>
          </svg>
        )
      }}
    </Measured>
  )
}
