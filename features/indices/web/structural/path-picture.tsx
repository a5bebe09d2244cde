import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import classes from './charts.module.css'
import { Measured } from './measured.tsx'
import { layoutPaths, type Place } from './path-layout.ts'
import type { Whole } from './structural-queries.ts'
import { useWords } from './use-words.ts'

type Words = { construct: (name: string) => string; model: () => string }
type Props = { whole: Whole; words: Words; width?: number }

const BOX = { width: 116, height: 64 }
const FREE = 34
const GAP = 16

export const coefficientOf = (whole: Whole, from: string, to: string) => {
  const key = `${from}->${to}`
  const interval = whole.intervals?.paths[key]
  const low = interval?.low ?? null
  const high = interval?.high ?? null
  return {
    value: whole.paths[key] ?? null,
    low,
    high,
    p: interval?.p ?? null,
    isWeak: low !== null && high !== null && low <= 0 && high >= 0,
  }
}

/** The model as a picture, causes first: in Persian from right to left. */
export function PathPicture({ width, ...props }: Props) {
  return <Measured width={width}>{(shown) => <Picture {...props} width={shown} />}</Measured>
}

function Picture({ whole, words: names, width }: Props & { width: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const id = useId()
  const isRtl = format.locale === 'fa'
  const { nodes, arrows, layers } = layoutPaths(
    whole.model.constructs.map((construct) => construct.name),
    whole.model.paths,
  )
  const heights = layers.map((row) =>
    row.reduce((sum, { isNode }) => sum + (isNode ? BOX.height : FREE) + GAP, -GAP),
  )
  const height = Math.max(...heights) + 8
  const step = layers.length > 1 ? (width - BOX.width - 4) / (layers.length - 1) : 0
  const xOf = (layer: number) => {
    const x = 2 + BOX.width / 2 + layer * step
    return isRtl ? width - x : x
  }
  const yOf = ({ layer, slot }: Place) => {
    const row = layers[layer]!
    let y = (height - heights[layer]!) / 2
    for (let i = 0; i < slot; i++) y += (row[i]!.isNode ? BOX.height : FREE) + GAP
    return y + (row[slot]!.isNode ? BOX.height : FREE) / 2
  }
  const sign = isRtl ? -1 : 1
  const at = new Map(nodes.map((node) => [node.name, { x: xOf(node.layer), y: yOf(node) }]))
  // Arrows leave and reach a box at different heights, in the order of where they come from and go to.
  const ports = portsOf(arrows, at, (place) => yOf(place))
  const drawn = arrows.map(({ from, to, via }) => {
    const a = at.get(from)!
    const b = at.get(to)!
    const start = { x: a.x + sign * (BOX.width / 2), y: a.y + ports.out.get(`${from}->${to}`)! }
    const end = { x: b.x - sign * (BOX.width / 2 + 7), y: b.y + ports.into.get(`${from}->${to}`)! }
    const stops = [start, ...via.map((place) => ({ x: xOf(place.layer), y: yOf(place) })), end]
    const middle = via.length > 0 ? stops[Math.ceil(via.length / 2)]! : between(start, end)
    return { from, to, path: curve(stops), middle, ...coefficientOf(whole, from, to) }
  })
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={classes.svg}
      role="img"
      aria-label={t('indices.structuralScreens.paths.chart', { model: names.model() })}
    >
      <defs>
        {[false, true].map((isNegative) => (
          <marker
            key={String(isNegative)}
            id={`${id}${isNegative ? 'n' : 'p'}`}
            viewBox="0 0 8 8"
            refX="1"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className={classes.head} data-negative={isNegative || undefined} d="M0 0 8 4 0 8Z" />
          </marker>
        ))}
      </defs>
      {drawn.map(({ from, to, path, value, isWeak }) => (
        <path
          key={`${from}->${to}`}
          className={classes.arrow}
          data-weak={isWeak || undefined}
          data-negative={(value ?? 0) < 0 || undefined}
          d={path}
          strokeWidth={1 + 4 * Math.min(1, Math.abs(value ?? 0))}
          markerEnd={`url(#${id}${(value ?? 0) < 0 ? 'n' : 'p'})`}
        />
      ))}
      {drawn.map(({ from, to, middle, value, isWeak }) => (
        <g key={`${from}->${to}`}>
          <rect
            className={classes.coefficientBack}
            x={middle.x - 19}
            y={middle.y - 10}
            width={38}
            height={20}
            rx={6}
          />
          <text
            className={classes.coefficient}
            data-weak={isWeak || undefined}
            x={middle.x}
            y={middle.y + 4}
            textAnchor="middle"
            direction="ltr"
          >
            {words.number(value, 2)}
          </text>
        </g>
      ))}
      {nodes.map(({ name }) => {
        const { x, y } = at.get(name)!
        const r2 = whole.r2[name]
        const lines = wrap(names.construct(name))
        return (
          <g key={name}>
            <rect
              className={classes.box}
              data-target={name === whole.model.target || undefined}
              x={x - BOX.width / 2}
              y={y - BOX.height / 2}
              width={BOX.width}
              height={BOX.height}
              rx={10}
            />
            {lines.map((line, i) => (
              <text
                key={line}
                className={classes.boxName}
                x={x}
                y={y + (lines.length > 1 ? -14 : -5) + i * 16}
                textAnchor="middle"
              >
                {line}
              </text>
            ))}
            <text
              className={classes.boxValue}
              x={x}
              y={y + (lines.length > 1 ? 24 : 18)}
              textAnchor="middle"
              direction="ltr"
            >
              {words.number(whole.indices[name])}
              {r2 !== null && r2 !== undefined ? ` · R² ${words.number(r2, 2)}` : ''}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

type Spot = { x: number; y: number }

const between = (a: Spot, b: Spot): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

/** A smooth way through all stops, level at every one of them. */
function curve(stops: Spot[]): string {
  const [first, ...rest] = stops
  let from = first!
  let path = `M${from.x} ${from.y}`
  for (const to of rest) {
    const middle = (from.x + to.x) / 2
    path += `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
    from = to
  }
  return path
}

/** Two lines at most, broken between words. */
function wrap(text: string): string[] {
  if (text.length <= 15) return [text]
  const parts = text.split(' ')
  if (parts.length === 1) return [text]
  const lengths = parts.slice(1).map((_, i) => {
    const first = parts.slice(0, i + 1).join(' ').length
    return Math.max(first, text.length - first - 1)
  })
  const at = lengths.indexOf(Math.min(...lengths)) + 1
  return [parts.slice(0, at).join(' '), parts.slice(at).join(' ')]
}

function portsOf(
  arrows: { from: string; to: string; via: Place[] }[],
  at: ReadonlyMap<string, Spot>,
  heightOf: (place: Place) => number,
) {
  const place = (side: 'from' | 'to') => {
    const offsets = new Map<string, number>()
    for (const name of at.keys()) {
      const mine = arrows
        .filter((arrow) => arrow[side] === name)
        .map((arrow) => {
          const next = side === 'from' ? arrow.via[0] : arrow.via.at(-1)
          const y = next ? heightOf(next) : at.get(side === 'from' ? arrow.to : arrow.from)!.y
          return { key: `${arrow.from}->${arrow.to}`, y }
        })
        .sort((a, b) => a.y - b.y)
      const gap = Math.min(14, (BOX.height - 16) / Math.max(1, mine.length))
      for (const [i, { key }] of mine.entries()) offsets.set(key, (i - (mine.length - 1) / 2) * gap)
    }
    return offsets
  }
  return { out: place('from'), into: place('to') }
}
