import type { Words } from '../indices/types.ts'
import type { Rfm } from './rfm.ts'

export type RfmSegment =
  | 'champions'
  | 'loyal'
  | 'potentialLoyal'
  | 'newCustomers'
  | 'promising'
  | 'needAttention'
  | 'aboutToSleep'
  | 'atRisk'
  | 'cannotLose'
  | 'hibernating'

/** Names for people, in the order of a report: best first. */
export const rfmSegmentLabels: Readonly<Record<RfmSegment, Words>> = {
  champions: { fa: 'بهترین‌ها', en: 'Champions' },
  loyal: { fa: 'وفاداران', en: 'Loyal customers' },
  potentialLoyal: { fa: 'وفاداران آینده', en: 'Potential loyalists' },
  newCustomers: { fa: 'تازه‌واردها', en: 'New customers' },
  promising: { fa: 'امیدبخش‌ها', en: 'Promising' },
  needAttention: { fa: 'نیازمند توجه', en: 'Need attention' },
  aboutToSleep: { fa: 'رو به خاموشی', en: 'About to sleep' },
  atRisk: { fa: 'در خطر از دست رفتن', en: 'At risk' },
  cannotLose: { fa: 'نباید از دست بروند', en: 'Cannot lose them' },
  hibernating: { fa: 'خاموش‌ها', en: 'Hibernating' },
}

/** Rows: recency 1 … 5; columns: frequency 1 … 5. */
const grid: readonly (readonly RfmSegment[])[] = [
  ['hibernating', 'hibernating', 'atRisk', 'atRisk', 'cannotLose'],
  ['hibernating', 'hibernating', 'atRisk', 'atRisk', 'cannotLose'],
  ['aboutToSleep', 'aboutToSleep', 'needAttention', 'loyal', 'loyal'],
  ['promising', 'potentialLoyal', 'potentialLoyal', 'loyal', 'loyal'],
  ['newCustomers', 'potentialLoyal', 'potentialLoyal', 'champions', 'champions'],
]

/**
 * The customary ten segments on the 5 × 5 grid of recency and frequency. The grid is a convention of practice, not a
 * model: use it to name groups, not to predict.
 * @returns the name; undefined where a score is not 1 … 5 (no purchases, or not quintiles)
 */
export function rfmSegment(recencyScore: number, frequencyScore: number): RfmSegment | undefined {
  return grid[recencyScore - 1]?.[frequencyScore - 1]
}

export interface RfmSegmentRow {
  segment: RfmSegment
  customers: number
  /** Of all customers with purchases, 0 … 1. */
  share: number
  monetary: number
  /** Of all amounts, 0 … 1; 0 where the total is 0. */
  monetaryShare: number
  /** Mean days since the last purchase; NaN where the segment is empty. */
  meanRecency: number
  meanFrequency: number
}

/** Customers and money per segment, best first. @returns undefined where the scores are not quintiles */
export function rfmSegments(scores: Rfm): RfmSegmentRow[] | undefined {
  if (scores.groups !== 5) return undefined
  const names = Object.keys(rfmSegmentLabels) as RfmSegment[]
  const place = new Map(names.map((name, k) => [name, k]))
  const rows = names.map((segment) => ({
    segment,
    customers: 0,
    share: 0,
    monetary: 0,
    monetaryShare: 0,
    meanRecency: 0,
    meanFrequency: 0,
  }))
  let total = 0
  for (let i = 0; i < scores.cell.length; i++) {
    const segment = rfmSegment(scores.recencyScore[i]!, scores.frequencyScore[i]!)
    if (!segment) continue
    const row = rows[place.get(segment)!]!
    row.customers++
    row.monetary += scores.monetary[i]!
    row.meanRecency += scores.recency[i]!
    row.meanFrequency += scores.frequency[i]!
    total += scores.monetary[i]!
  }
  for (const row of rows) {
    row.share = row.customers / scores.customersWithPurchases
    row.monetaryShare = total === 0 ? 0 : row.monetary / total
    row.meanRecency = row.customers === 0 ? Number.NaN : row.meanRecency / row.customers
    row.meanFrequency = row.customers === 0 ? Number.NaN : row.meanFrequency / row.customers
  }
  return rows
}
