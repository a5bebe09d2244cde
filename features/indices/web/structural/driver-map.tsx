// biome-ignore-all lint/a11y/useSemanticElements: a point of an SVG chart that is moved like a slider has no element of its own
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: lines and labels of the axes take no focus
import type { KeyboardEvent, PointerEvent } from 'react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import classes from './charts.module.css'
import { Measured } from './measured.tsx'
import type { Driver } from './structural-queries.ts'
import { useWords } from './use-words.ts'

type Props = {
  drivers: Driver[]
  nameOf: (construct: string) => string
  targetName: string
  /** Left out on paper, where nothing moves. */
  chosen?: { construct: string; points: number } | undefined
  onMove?: (construct: string, points: number) => void
  width?: number
}

const HEIGHT = 400
const MARGIN = { top: 14, bottom: 46, start: 48, end: 20 }
const RADIUS = 8

export const clampPoints = (now: number, points: number) => Math.max(-now, Math.min(100 - now, points))

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1)

/** A round number not below `value`, for the end of the axis. */
function ceiling(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value))
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((m) => m * unit).find((one) => one >= value) ?? value
}

type Box = { x: number; y: number; width: number; height: number }
type Spot = { key: string; name: string; x: number; y: number }

const overlap = (a: Box, b: Box) =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2

/** Where each name stands (its middle): above, below or beside its point, where nothing else is. */
function placeNames(spots: Spot[], width: number): Map<string, { x: number; y: number }> {
  const taken: Box[] = spots.map(({ x, y }) => ({ x, y, width: 2 * RADIUS + 4, height: 2 * RADIUS + 4 }))
  const placed = new Map<string, { x: number; y: number }>()
  for (const { key, name, x, y } of spots) {
    const size = { width: name.length * 7 + 8, height: 17 }
    const aside = RADIUS + size.width / 2 + 4
    const around = [
      { x, y: y - RADIUS - 12 },
      { x, y: y + RADIUS + 12 },
      { x: x + aside, y },
      { x: x - aside, y },
      { x, y: y - RADIUS - 28 },
      { x, y: y + RADIUS + 28 },
    ].map((one) => ({
      x: Math.max(MARGIN.start + size.width / 2, Math.min(width - size.width / 2, one.x)),
      y: one.y,
      ...size,
    }))
    const free = around.find((box) => !taken.some((other) => overlap(box, other))) ?? around[0]!
    taken.push(free)
    placed.set(key, { x: free.x, y: free.y })
  }
  return placed
}

/**
 * Importance across, performance upwards, as everywhere where this map is drawn; it is not mirrored in Persian, as axes of
 * numbers are not. Points move up and down by mouse, finger or keys.
 */
export function DriverMap({ width, ...props }: Props) {
  return <Measured width={width}>{(shown) => <Chart {...props} width={shown} />}</Measured>
}

function Chart({ drivers, nameOf, targetName, chosen, onMove, width }: Props & { width: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const svg = useRef<SVGSVGElement>(null)
  const known = drivers.flatMap((driver) => {
    const { importance, performance } = driver
    return importance === null || performance === null ? [] : [{ ...driver, importance, performance }]
  })
  const importances = known.map((driver) => driver.importance)
  const performances = known.map((driver) => driver.performance)
  const left = Math.min(0, ...importances.map((one) => (one < 0 ? -ceiling(-one) : 0)))
  const right = ceiling(Math.max(0.1, ...importances) * 1.08)
  const bottom = Math.max(0, Math.floor((Math.min(...performances) - 8) / 10) * 10)
  const top = Math.min(100, Math.ceil((Math.max(...performances) + (onMove ? 18 : 8)) / 10) * 10)
  const plotWidth = width - MARGIN.start - MARGIN.end
  const plotHeight = HEIGHT - MARGIN.top - MARGIN.bottom
  const xOf = (importance: number) => MARGIN.start + ((importance - left) / (right - left)) * plotWidth
  const yOf = (performance: number) => MARGIN.top + ((top - performance) / (top - bottom)) * plotHeight
  const meanX = xOf(mean(importances))
  const meanY = yOf(mean(performances))

  const moveTo = (event: PointerEvent, now: number, construct: string) => {
    const box = svg.current!.getBoundingClientRect()
    const y = ((event.clientY - box.top) / box.height) * HEIGHT
    const performance = top - ((y - MARGIN.top) / plotHeight) * (top - bottom)
    onMove?.(construct, clampPoints(now, Math.round(performance - now)))
  }
  const onKey = (event: KeyboardEvent, now: number, construct: string, points: number) => {
    const change = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key]
    if (change === undefined && event.key !== 'Home') return
    event.preventDefault()
    onMove?.(construct, change === undefined ? 0 : clampPoints(now, points + change))
  }
  const pointsOf = (construct: string) => (chosen?.construct === construct ? chosen.points : 0)
  const labels = placeNames(
    known.map(({ construct, importance, performance }) => ({
      key: construct,
      name: nameOf(construct),
      x: xOf(importance),
      y: yOf(performance + pointsOf(construct)),
    })),
    width,
  )
  const ticksY = Array.from({ length: 11 }, (_, i) => 10 * i).filter((tick) => tick >= bottom && tick <= top)
  const ticksX = [0, 0.25, 0.5, 0.75, 1].map((share) => left + share * (right - left))
  const areas = [
    { key: 'first', x: width - MARGIN.end - 8, y: HEIGHT - MARGIN.bottom - 10, end: true },
    { key: 'keep', x: width - MARGIN.end - 8, y: MARGIN.top + 18, end: true },
    { key: 'later', x: MARGIN.start + 8, y: HEIGHT - MARGIN.bottom - 10, end: false },
    { key: 'enough', x: MARGIN.start + 8, y: MARGIN.top + 18, end: false },
  ]
  // The middle is written in the middle; at the sides "start" and "end" follow the direction of the page.
  const anchor = (end: boolean) => (end === (format.locale === 'fa') ? 'start' : 'end')
  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      className={classes.svg}
      role="group"
      aria-label={t('indices.structuralScreens.map.chart', { target: targetName })}
    >
      <g aria-hidden="true">
        <rect
          className={classes.frame}
          x={MARGIN.start}
          y={MARGIN.top}
          width={plotWidth}
          height={plotHeight}
          rx={4}
        />
        {ticksY.map((tick) => (
          <g key={tick}>
            <line
              className={classes.grid}
              x1={MARGIN.start}
              x2={width - MARGIN.end}
              y1={yOf(tick)}
              y2={yOf(tick)}
            />
            <text
              className={classes.tick}
              x={MARGIN.start - 8}
              y={yOf(tick) + 4}
              textAnchor="end"
              direction="ltr"
            >
              {format.number(tick)}
            </text>
          </g>
        ))}
        {ticksX.map((tick) => (
          <text
            key={tick}
            className={classes.tick}
            x={xOf(tick)}
            y={HEIGHT - 26}
            textAnchor="middle"
            direction="ltr"
          >
            {words.number(tick, 2)}
          </text>
        ))}
        <line className={classes.mean} x1={meanX} x2={meanX} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} />
        <line className={classes.mean} x1={MARGIN.start} x2={width - MARGIN.end} y1={meanY} y2={meanY} />
        {areas.map(({ key, x, y, end }) => (
          <text key={key} className={classes.area} x={x} y={y} textAnchor={anchor(end)}>
            {t(`indices.structuralScreens.map.${key}`)}
          </text>
        ))}
        <text className={classes.tick} x={MARGIN.start + plotWidth / 2} y={HEIGHT - 6} textAnchor="middle">
          {t('indices.structuralScreens.map.x')}
        </text>
        <text
          className={classes.tick}
          textAnchor="middle"
          transform={`translate(14 ${MARGIN.top + plotHeight / 2}) rotate(-90)`}
        >
          {t('indices.structuralScreens.map.y')}
        </text>
      </g>
      {known.map(({ construct, importance, performance, low, high }) => {
        const points = pointsOf(construct)
        const x = xOf(importance)
        const y = Math.max(MARGIN.top, Math.min(HEIGHT - MARGIN.bottom, yOf(performance + points)))
        const name = nameOf(construct)
        const isChosen = chosen?.construct === construct
        const place = labels.get(construct)!
        const isWeak = low !== null && high !== null && low <= 0 && high >= 0
        const label = (
          <text className={classes.driverName} x={place.x} y={place.y + 4} textAnchor="middle">
            {name}
          </text>
        )
        const ghost = points !== 0 && (
          <g aria-hidden="true">
            <circle className={classes.ghost} cx={x} cy={yOf(performance)} r={RADIUS - 1} />
            <line className={classes.move} x1={x} x2={x} y1={yOf(performance)} y2={y} />
          </g>
        )
        const dot = (
          <circle
            className={classes.dot}
            data-hollow={isWeak || undefined}
            data-chosen={isChosen || undefined}
            cx={x}
            cy={y}
            r={RADIUS}
          />
        )
        if (!onMove)
          return (
            <g key={construct}>
              {dot}
              {label}
            </g>
          )
        return (
          <g key={construct}>
            {ghost}
            <g
              className={classes.driver}
              role="slider"
              tabIndex={0}
              aria-orientation="vertical"
              aria-current={isChosen || undefined}
              aria-label={name}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={Math.round(performance + points)}
              aria-valuetext={t('indices.structuralScreens.map.valueText', {
                value: words.number(performance + points),
                importance: words.number(importance, 2),
              })}
              onFocus={() => !isChosen && onMove(construct, 0)}
              onKeyDown={(event) => onKey(event, performance, construct, points)}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId)
                if (!isChosen) onMove(construct, 0)
              }}
              onPointerMove={(event) => {
                if (event.currentTarget.hasPointerCapture(event.pointerId))
                  moveTo(event, performance, construct)
              }}
            >
              <circle className={classes.hit} cx={x} cy={y} r={22} />
              {dot}
              {label}
            </g>
          </g>
        )
      })}
    </svg>
  )
}
