// How a written conversation is put down. Words in braces are filled by the generator: {name} {honorific} {product}
// {branch} {amount} {orderNumber} {employee} {date}.
import type { CaseKind, Channel, CompensationKind, Mood, Outcome, RootCause, Severity } from '../../types.ts'
import type { ProductGroup } from '../catalogue.ts'
import type { CategoryCode } from '../company.ts'

export type Turn = { by: 'customer' | 'employee' | 'note'; text: string }

export type Script = {
  key: string
  kind: CaseKind
  category: CategoryCode
  severity: Severity
  mood: Mood
  channel: Channel
  /** Which goods it can be about; left out when any will do. */
  about?: readonly ProductGroup[]
  /** Exact products by name, when the words only fit them. */
  products?: readonly string[]
  customer?: 'person' | 'organisation'
  subject: string
  /** Other ways to open the same conversation. */
  variants: readonly string[]
  turns: readonly Turn[]
  promise?: { text: string; dueInHours: number; outcome: 'kept' | 'late' | 'broken' | 'open' }
  /** Rials, or a share of what the product cost. */
  compensation?: { kind: CompensationKind; amountRials?: number; share?: number; reason: string }
  verdict?: { score: number; comment: string }
  rootCause?: RootCause
  outcome: Exclude<Outcome, 'refused'>
  needs?: readonly { text: string; kind: 'explicit' | 'latent' }[]
}

export const c = (text: string): Turn => ({ by: 'customer', text })
export const e = (text: string): Turn => ({ by: 'employee', text })
export const n = (text: string): Turn => ({ by: 'note', text })

/** The first question of an employee that the customer answers. */
export const questionIndex = (turns: readonly Turn[]) =>
  turns.findIndex(
    (turn, i) => turn.by === 'employee' && turns[i + 1]?.by === 'customer' && /[؟?]/.test(turn.text),
  )

/** The message in which the promise is given: the first of ours that does not end by asking something. */
export const promiseIndex = (turns: readonly Turn[]) =>
  turns.findIndex((turn) => turn.by === 'employee' && !/[؟?]$/.test(turn.text.trim()))
