import type { components } from '../../../api/types.ts'
import type { Tone } from '../../../web/ui/status-badge.tsx'

type Schemas = components['schemas']
export type Customer = Schemas['Customer']
export type CustomerListItem = Schemas['CustomerListItem']
export type CustomerCard = Schemas['CustomerCard']
export type Stage = Customer['stage']
export type Tier = Customer['tier']
export type Mood = Customer['mood']
export type CustomerKind = Customer['kind']

export const KINDS: CustomerKind[] = ['person', 'organisation']
export const STAGES: Stage[] = ['potential', 'new', 'active', 'loyal', 'at_risk', 'former']
export const TIERS: Tier[] = ['normal', 'silver', 'gold']
export const MOODS: Mood[] = ['unknown', 'angry', 'upset', 'neutral', 'happy']

export const stageTone: Record<Stage, Tone> = {
  potential: 'neutral',
  new: 'info',
  active: 'info',
  loyal: 'good',
  at_risk: 'warn',
  former: 'neutral',
}
export const moodTone: Record<Mood, Tone> = {
  unknown: 'neutral',
  angry: 'bad',
  upset: 'warn',
  neutral: 'neutral',
  happy: 'good',
}

/** What one customer's answers are kept under; an event about the customer refreshes all of it. */
export const customerKey = (customerId: string, ...rest: string[]) => ['customers', customerId, ...rest]
/** After a change of a customer: their card, and the lists they stand in. */
export const staleAfter = (customerId: string) => [customerKey(customerId), ['customers', 'list']]
