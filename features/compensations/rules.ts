export type CompensationKind = 'apology' | 'replacement' | 'refund' | 'discount' | 'gift' | 'points'
export type CompensationStatus = 'granted' | 'pending' | 'approved' | 'rejected' | 'reversed'

/** What a person may give: one compensation at most `maxSingleRials`, a Jalali month at most `monthlyBudgetRials`. */
export interface Authority {
  maxSingleRials: bigint
  monthlyBudgetRials: bigint
  spentThisMonthRials: bigint
}

export type AuthorityDecision =
  | { decision: 'granted' }
  | { decision: 'needs_approval'; limit: 'single' | 'budget' }

/**
 * Whether an amount (rials) lies within a person's own authority, and if not, which limit it breaks. Both limits are
 * inclusive. An apology costs nothing and never needs anybody's leave.
 */
export function authorityFor(
  input: { kind: CompensationKind; amountRials: bigint } & Authority,
): AuthorityDecision {
  if (input.amountRials > input.maxSingleRials) return { decision: 'needs_approval', limit: 'single' }
  // A cut budget may lie below what is already spent; what costs nothing still fits.
  if (input.amountRials > 0n && input.spentThisMonthRials + input.amountRials > input.monthlyBudgetRials)
    return { decision: 'needs_approval', limit: 'budget' }
  return { decision: 'granted' }
}

/** An apology is free; everything else has a value. Returns an error code, or undefined when it is fine. */
export function amountProblem(kind: CompensationKind, amountRials: bigint): string | undefined {
  if (kind === 'apology') return amountRials === 0n ? undefined : 'compensation_apology_is_free'
  return amountRials > 0n ? undefined : 'compensation_amount_required'
}

/**
 * Which cases may be compensated: any but a refused one (saying no and paying at once contradict each other; reopen it
 * first). A solved or judged case may: amends are often made after the customer's verdict.
 */
export const mayCompensate = (kase: { outcome: string | null }): boolean => kase.outcome !== 'refused'
