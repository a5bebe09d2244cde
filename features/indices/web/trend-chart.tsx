// biome-ignore-all lint/a11y/useSemanticElements: a group of links inside SVG has no element of its own
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: lines and labels of the axis take no focus
import { JALALI_MONTHS, toJalali } from '@hamdel/persian'
import { useElementSize } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { hrefOf, type Summary } from './lead-queries.ts'
import classes from './trend-chart.module.css'

const HEIGHT = 240
const TOP = 14
const BOTTOM = 46
const AXIS = 36
const SIDE = 18
const LOW = 1
const HIGH = 10
const TICKS = [2, 4, 6, 8, 10]

/**
 * Mean verdict of each month with its interval. In Persian time runs from right to left, so the axis stands at the
 * right. Every month opens its cases.
 */
export function TrendChart({ trend }: { trend: Summary['csatTrend'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const { ref, width } = useElementSize()
  const isRtl = format.locale === 'fa'
  const plot = Math.max(0, width - AXIS - SIDE)
  const step = plot / trend.length
  const mirror = (x: number) => (isRtl ? width - x : x)
  const xOf = (i: number) => mirror(AXIS + step * (i + 0.5))
  const yOf = (score: number) => TOP + ((HIGH - score) / (HIGH - LOW)) * (HEIGHT - TOP - BOTTOM)
  const nameOf = (monthOn: string) => {
    const { year, month } = toJalali(monthOn)
    return { name: JALALI_MONTHS[format.locale][month - 1]!, year, month }
  }
  // Months without a verdict break the line: nothing was said then.
  const runs: number[][] = []
  trend.forEach((month, i) => {
    if (month.value.mean === null) return
    const last = runs.at(-1)
    if (last && last.at(-1) === i - 1) last.push(i)
    else runs.push([i])
  })
  const open = (event: MouseEvent, href: string) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void navigate({ href })
  }
  const isTight = step < 46
  return (
    <div ref={ref} className={classes.chart}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-label={t('indices.csat.chart')} role="group">
          {TICKS.map((tick) => (
            <g key={tick} aria-hidden="true">
              <line
                className={classes.gridLine}
                x1={mirror(AXIS)}
                x2={mirror(width - SIDE)}
                y1={yOf(tick)}
                y2={yOf(tick)}
              />
              <text
                className={classes.tick}
                x={mirror(AXIS - 10)}
                y={yOf(tick) + 4}
                textAnchor={isRtl ? 'start' : 'end'}
                direction="ltr"
              >
                {format.number(tick)}
              </text>
            </g>
          ))}
          {runs.map((run) => (
            <polyline
              key={run[0]}
              className={classes.line}
              points={run.map((i) => `${xOf(i)},${yOf(trend[i]!.value.mean!)}`).join(' ')}
            />
          ))}
          {trend.map((month, i) => {
            const { mean, low, high, n } = month.value
            const { name, year, month: number } = nameOf(month.monthOn)
            const hasInterval = low !== null && high !== null
            const words = [
              `${name} ${format.digits(year)}`,
              mean === null ? t('indices.none') : t('indices.ofTen', { score: format.number(mean, 1) }),
              t('indices.verdicts', { count: n }),
              ...(hasInterval
                ? [t('ui.stat.interval', { from: format.number(low, 1), to: format.number(high, 1) })]
                : []),
            ].join(format.locale === 'fa' ? '، ' : ', ')
            const showsName = !isTight || i % 2 === (trend.length - 1) % 2
            const labels = (
              <>
                {showsName && (
                  <text className={classes.month} x={xOf(i)} y={HEIGHT - 24} textAnchor="middle">
                    {name}
                  </text>
                )}
                <text className={classes.n} x={xOf(i)} y={HEIGHT - 6} textAnchor="middle">
                  {number === 1 && !isTight
                    ? `${format.number(n)} · ${format.digits(year)}`
                    : format.number(n)}
                </text>
              </>
            )
            if (mean === null) return <g key={month.monthOn}>{labels}</g>
            const href = hrefOf(month.rows)
            return (
              <g key={month.monthOn}>
                <a href={href} className={classes.point} onClick={(event) => open(event, href)}>
                  <title>{words}</title>
                  <rect
                    className={classes.hit}
                    x={xOf(i) - step / 2}
                    y={TOP - 8}
                    width={step}
                    height={HEIGHT - TOP + 8}
                    rx={6}
                  />
                  {hasInterval && (
                    <g className={classes.interval}>
                      <line
                        x1={xOf(i)}
                        x2={xOf(i)}
                        y1={yOf(Math.min(HIGH, high))}
                        y2={yOf(Math.max(LOW, low))}
                      />
                      <line
                        x1={xOf(i) - 5}
                        x2={xOf(i) + 5}
                        y1={yOf(Math.min(HIGH, high))}
                        y2={yOf(Math.min(HIGH, high))}
                      />
                      <line
                        x1={xOf(i) - 5}
                        x2={xOf(i) + 5}
                        y1={yOf(Math.max(LOW, low))}
                        y2={yOf(Math.max(LOW, low))}
                      />
                    </g>
                  )}
                  <circle
                    className={classes.dot}
                    data-hollow={!hasInterval || undefined}
                    cx={xOf(i)}
                    cy={yOf(mean)}
                    r={5}
                  />
                </a>
                <g className={classes.labels} aria-hidden="true">
                  {labels}
                </g>
              </g>
            )
          })}
          <text
            className={classes.n}
            x={mirror(AXIS - 10)}
            y={HEIGHT - 6}
            textAnchor={isRtl ? 'start' : 'end'}
            direction="ltr"
            aria-hidden="true"
          >
            n
          </text>
        </svg>
      )}
    </div>
  )
}
