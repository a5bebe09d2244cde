import { toPersianDigits } from '@hamdel/persian'
import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { refreshPurchaseTotals } from '../purchases/actions.ts'
import { rememberChanges } from './changes.ts'
import { isReject, type Reject, reject } from './choices.ts'
import { type CustomerRow, mobilesOf } from './customers-rows.ts'
import { findCandidates } from './find-candidates.ts'
import { type Draft, makePlan, type Outcome, type PlanRules } from './match.ts'
import { planPurchases } from './plan-purchases.ts'
import type { PreparedRow } from './prepare.ts'
import type { PurchaseRow } from './purchases-rows.ts'
import { type ImportRow, markSeen } from './queries.ts'
import type { Counts } from './state.ts'
import type { AnswerRow } from './survey-rows.ts'
import { placeAnswers } from './write-answers.ts'
import { insertCustomers, insertPoints, type Totals, updateCustomers } from './write-customers.ts'
import { findPurchases, writePurchases } from './write-purchases.ts'

export interface Placed {
  counts: Counts
  rejects: { line: number; raw: string; reject: Reject }[]
}

/** Writes the rows of one chunk, set by set; a dry run decides the same and writes nothing. */
export async function placeRows(
  ctx: Context,
  imported: ImportRow,
  rows: readonly PreparedRow[],
): Promise<Placed> {
  const counts: Counts = { inserted: 0, updated: 0, unchanged: 0, rejected: 0 }
  const rejects: Placed['rejects'] = []
  const refuse = (row: PreparedRow, reason: Reject) => {
    rejects.push({ line: row.line, raw: row.raw, reject: reason })
    counts.rejected += 1
  }
  const good: PreparedRow[] = []
  for (const row of rows) {
    if (row.reject) refuse(row, row.reject)
    else good.push(row)
  }
  const count = (outcomes: readonly Outcome[]) => {
    for (const outcome of outcomes) counts[outcome] += 1
  }
  if (imported.entity === 'customers')
    count(await placeCustomers(ctx, imported, good as PreparedRow<CustomerRow>[], refuse))
  else count(await placeOwned(ctx, imported, good as PreparedRow<PurchaseRow | AnswerRow>[], refuse))
  return { counts, rejects }
}

type Refuse = (row: PreparedRow, reason: Reject) => void

function rulesOf(
  imported: ImportRow,
  policy: PlanRules['policy'],
  nameless: PlanRules['nameless'],
): PlanRules {
  return {
    policy,
    branchLimit: imported.options.scopeBranchId,
    branchId: imported.branch_id,
    importId: imported.id,
    newId,
    nameless,
  }
}

async function placeCustomers(
  ctx: Context,
  imported: ImportRow,
  rows: readonly PreparedRow<CustomerRow>[],
  refuse: Refuse,
): Promise<Outcome[]> {
  const policy = imported.options.choices!.duplicatePolicy
  const found = await findCandidates(
    ctx,
    imported,
    rows.map((row) => row.row!),
    { lock: !imported.is_dry_run, withPoints: true },
  )
  const plan = makePlan(
    found.drafts,
    found.contacts,
    rulesOf(imported, policy, () => reject('name_missing')),
    found.sameFile,
  )
  const outcomes: Outcome[] = []
  const madeBy: { at: number; row: CustomerRow }[] = []
  for (const row of rows) {
    const placed = plan.place(row.row!)
    if (isReject(placed)) {
      refuse(row, placed)
      continue
    }
    if (placed.outcome === 'inserted') madeBy.push({ at: outcomes.length, row: row.row! })
    outcomes.push(placed.outcome)
  }
  if (imported.is_dry_run) {
    // Customers made by earlier chunks of this check are not in the database: their keys are.
    const keysOf = (row: CustomerRow) => [
      ...(row.code ? [`code ${row.code}`] : []),
      ...(row.identifier ? [`identifier ${row.identifier}`] : []),
      ...mobilesOf(row).map((mobile) => `mobile ${mobile}`),
    ]
    const seen = await markSeen(ctx, imported.id, [...new Set(madeBy.flatMap(({ row }) => keysOf(row)))])
    for (const { at, row } of madeBy)
      if (keysOf(row).some((key) => seen.has(key))) outcomes[at] = policy === 'skip' ? 'unchanged' : 'updated'
    return outcomes
  }
  const drafts = [...plan.drafts.values()]
  await insertCustomers(
    ctx,
    drafts.filter((draft) => draft.isNew),
  )
  await updateCustomers(
    ctx,
    imported.id,
    drafts.filter((draft) => draft.isChanged),
  )
  await insertPoints(ctx, imported.id, plan.points)
  return outcomes
}

/** Purchases and answers: their customers are found, or made when the file may make them; they are never changed. */
async function placeOwned(
  ctx: Context,
  imported: ImportRow,
  rows: readonly PreparedRow<PurchaseRow | AnswerRow>[],
  refuse: Refuse,
): Promise<Outcome[]> {
  const choices = imported.options.choices!
  const found = await findCandidates(
    ctx,
    imported,
    rows.map((row) => row.row!.customer),
    { lock: false, withPoints: false },
  )
  const plan = makePlan(
    found.drafts,
    found.contacts,
    rulesOf(imported, 'skip', (row) => {
      if (row.code) return `مشتری ${toPersianDigits(row.code)}`
      return reject('customer_unknown', { value: row.identifier || row.phones[0]?.e164 || '' })
    }),
  )
  const placed: { row: PurchaseRow | AnswerRow; customerId: string }[] = []
  for (const row of rows) {
    const found = plan.place(row.row!.customer)
    if (isReject(found)) refuse(row, found)
    else if (found.outcome === 'inserted' && !choices.createMissingCustomers) {
      refuse(row, reject('customer_unknown', { value: row.row!.customer.code || row.row!.customer.name }))
    } else placed.push({ row: row.row!, customerId: found.draft.id })
  }
  const made = [...plan.drafts.values()].filter((draft) => draft.isNew)
  if (imported.entity === 'survey_answers') {
    if (!imported.is_dry_run) await writeMade(ctx, imported, made, plan.points)
    const facts = { importId: imported.id, policy: choices.duplicatePolicy, isDryRun: imported.is_dry_run }
    return placeAnswers(ctx, facts, placed as { row: AnswerRow; customerId: string }[])
  }
  return placePurchases(
    ctx,
    imported,
    placed as { row: PurchaseRow; customerId: string }[],
    made,
    plan.points,
  )
}

async function writeMade(
  ctx: Context,
  imported: ImportRow,
  made: readonly Draft[],
  points: Parameters<typeof insertPoints>[2],
  totals?: ReadonlyMap<string, Totals>,
): Promise<void> {
  if (!imported.options.choices!.createMissingCustomers) return
  await insertCustomers(ctx, made, totals)
  await insertPoints(ctx, imported.id, points)
}

async function placePurchases(
  ctx: Context,
  imported: ImportRow,
  rows: readonly { row: PurchaseRow; customerId: string }[],
  made: readonly Draft[],
  points: Parameters<typeof insertPoints>[2],
): Promise<Outcome[]> {
  const { mapping, duplicatePolicy } = imported.options.choices!
  const isNew = new Set(made.map((draft) => draft.id))
  const keys = new Map<string, { customerId: string; source: string; number: string }>()
  for (const { row, customerId } of rows)
    if (!isNew.has(customerId))
      keys.set(`${customerId}|${row.source}|${row.number}`, {
        customerId,
        source: row.source,
        number: row.number,
      })
  const found = await findPurchases(ctx, [...keys.values()], mapping.includes('product'))
  const { outcomes, writes } = planPurchases(rows, found, {
    importId: imported.id,
    policy: duplicatePolicy,
    now: ctx.now.toISOString(),
  })
  if (imported.is_dry_run) return outcomes
  const totals = new Map<string, Totals>()
  for (const purchase of writes.inserts) {
    if (!isNew.has(purchase.customerId)) continue
    const sum = totals.get(purchase.customerId)
    totals.set(purchase.customerId, {
      count: (sum?.count ?? 0) + 1,
      rials: (sum?.rials ?? 0n) + purchase.total,
      lastOn: sum && sum.lastOn > purchase.date ? sum.lastOn : purchase.date,
    })
  }
  await writeMade(ctx, imported, made, points, totals)
  await writePurchases(ctx, { importId: imported.id, branchId: imported.branch_id }, writes)
  await rememberChanges(ctx, imported.id, writes.changes)
  const touched = new Set<string>()
  for (const { customerId } of [...writes.inserts, ...writes.updates])
    if (!isNew.has(customerId)) touched.add(customerId)
  await refreshPurchaseTotals(ctx, [...touched])
  return outcomes
}
