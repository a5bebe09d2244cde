import { type Money, useFormat } from './format.ts'
import classes from './money-text.module.css'

type MoneyTextProps = {
  /** Rials, as the server gives them. Nothing gives «—». */
  rials: Money | null | undefined
  /** Another unit than the company's. */
  unit?: 'rial' | 'toman'
}

/** An amount with its unit; the other unit on hover. */
export function MoneyText({ rials, unit }: MoneyTextProps) {
  const format = useFormat()
  if (rials === null || rials === undefined) return <span>—</span>
  const text = format.money(rials, unit)
  const inRials = format.money(rials, 'rial')
  const title = text === inRials ? format.money(rials, 'toman') : inRials
  return (
    <span title={title} className={classes.money}>
      {text}
    </span>
  )
}
