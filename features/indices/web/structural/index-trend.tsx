// biome-ignore-all lint/a11y/useSemanticElements: a group of links inside SVG has no element of its own
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: lines and labels of the axes take no focus
import { JALALI_MONTHS, toJalali } from '@hamdel/persian'
import { useNavigate } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import classes from './charts.module.css'
import { Measured } from './measured.tsx'
import { useWords } from './use-words.ts'

export type TrendPoint = {
  monthOn: string
  value: number
  low: number | null
  high: number | null
  n: number
  method: string
  href?: string
}
type Props = { points: TrendPoint[]; height?: number; width?: number; isSmall?: boolean }

/** A range of the index that shows what moves: tens around the lowest and the highest limit. */
export function domainOf(points: readonly TrendPoint[]): [number, number] {
  const all = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])
  const low = Math.max(0, Math.floor((Math.min(...all) - 2) / 5) * 5)
  const high = Math.min(100, Math.ceil((Math.max(...all) + 2) / 5) * 5)
  return [low, Math.max(high, low + 10)]
}

/** The index by Jalali month with its intervals. In Persian time runs from right to left. */
export function IndexTrend({ points, height = 220, width, isSmall }: Props) {
  return (
    <Measured width={width}>
      {(shown) => <Chart points={points} height={height} width={shown} isSmall={isSmall ?? false} />}
    </Measured>
  )
}

function Chart({ points, height, width, isSmall }: Required<Omit<Props, 'width'>> & { width: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const navigate = useNavigate()
  const isRtl = format.locale === 'fa'
  const [low, high] = domainOf(points)
  const axis = isSmall ? 6 : 40
  const top = isSmall ? 6 : 14
  const bottom = isSmall ? 6 : 44
  const step = (width - axis - (isSmall ? 6 : 16)) / points.length
  const mirror = (x: number) => (isRtl ? width - x : x)
  const xOf = (i: number) => mirror(axis + step * (i + 0.5))
  const yOf = (value: number) => top + ((high - value) / (high - low)) * (height - top - bottom)
  const ticks = [low, (low + high) / 2, high]
  const open = (event: MouseEvent, href: string) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void navigate({ href })
  }
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={classes.svg}
      role={isSmall ? 'img' : 'group'}
      aria-label={t('indices.structuralScreens.trend.chart')}
    >
      {!isSmall &&
        ticks.map((tick) => (
          <g key={tick} aria-hidden="true">
            <line
              className={classes.grid}
              x1={mirror(axis)}
              x2={mirror(width - 8)}
              y1={yOf(tick)}
              y2={yOf(tick)}
            />
            <text
              className={classes.tick}
              x={mirror(axis - 8)}
              y={yOf(tick) + 4}
              textAnchor={isRtl ? 'start' : 'end'}
              direction="ltr"
            >
              {words.number(tick, Number.isInteger(tick) ? 0 : 1)}
            </text>
          </g>
        ))}
      <polyline
        className={classes.line}
        points={points.map((point, i) => `${xOf(i)},${yOf(point.value)}`).join(' ')}
      />
      {points.map((point, i) => {
        const { year, month } = toJalali(point.monthOn)
        const range = words.range(point)
        const title = [
          words.monthOf(point.monthOn),
          words.number(point.value),
          ...(range ? [t('indices.structuralScreens.interval', { range })] : []),
          t('indices.structuralScreens.n', { count: point.n }),
          t(`indices.structural.method.${point.method}`),
        ].join(isRtl ? '، ' : ', ')
        const mark = (
          <>
            <title>{title}</title>
            {!isSmall && (
              <rect
                className={classes.hit}
                x={xOf(i) - step / 2}
                y={2}
                width={step}
                height={height - 4}
                rx={6}
              />
            )}
            {point.low !== null && point.high !== null && (
              <line
                className={classes.whisker}
                x1={xOf(i)}
                x2={xOf(i)}
                y1={yOf(point.high)}
                y2={yOf(point.low)}
              />
            )}
            <circle
              className={classes.dot}
              data-hollow={point.method !== 'structural' || undefined}
              cx={xOf(i)}
              cy={yOf(point.value)}
              r={isSmall ? 3.5 : 5}
            />
          </>
        )
        const showsName = step >= 46 || i % 2 === (points.length - 1) % 2
        return (
          <g key={point.monthOn}>
            {point.href && !isSmall ? (
              <a href={point.href} className={classes.point} onClick={(event) => open(event, point.href!)}>
                {mark}
              </a>
            ) : (
              <g>{mark}</g>
            )}
            {!isSmall && (
              <g aria-hidden="true" className={classes.labels}>
                {showsName && (
                  <text className={classes.name} x={xOf(i)} y={height - 24} textAnchor="middle">
                    {JALALI_MONTHS[format.locale][month - 1]}
                    {(i === 0 || month === 1) && step >= 70 ? ` ${format.digits(year)}` : ''}
                  </text>
                )}
                <text className={classes.tick} x={xOf(i)} y={height - 6} textAnchor="middle">
                  {format.number(point.n)}
                </text>
              </g>
            )}
          </g>
        )
      })}
      {!isSmall && (
        <text
          className={classes.tick}
          x={mirror(axis - 8)}
          y={height - 6}
          textAnchor={isRtl ? 'start' : 'end'}
          direction="ltr"
          aria-hidden="true"
        >
          n
        </text>
      )}
    </svg>
  )
}
