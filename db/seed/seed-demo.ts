import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { normalisePhone } from '@hamdel/persian'
import { sql } from 'kysely'
import { contactPointKey, customerKeys } from '../../features/customers/rules.ts'
import { hashPassword } from '../../features/people/passwords.ts'
import type { Services } from '../../server/lib/context.ts'
import type { Db } from '../../server/lib/database.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { generateCompany } from './generate.ts'
import { demoId, insertRows } from './rows.ts'
import { type Ids, seedCases } from './seed-cases.ts'
import type { DemoCompany } from './types.ts'

const SEED = 7
const PASSWORD = 'hamdel-1405'
const EPOCH = new Date('2024-09-22T05:00:00Z')

/**
 * Fills an empty database with the demo company in one transaction (an interrupted start leaves nothing behind), then
 * writes the sign-ins to demo-accounts.json in the data folder. Nothing in it can send a message to anybody.
 */
export async function seedDemo(services: Services, say: (text: string) => void): Promise<void> {
  say('پر کردن شرکت نمایشی… / Filling the demo company…')
  const demo = generateCompany({ seed: SEED, now: services.now() })
  const passwordHash = await hashPassword(PASSWORD)
  await asSystem(services, 'demo', async (ctx) => {
    await insertRows(ctx.db, 'company', [
      {
        id: true,
        name: demo.company.name,
        portal_intro: demo.company.portalIntro,
        money_unit: 'toman',
        default_area_code: '021',
        queue_floor_seconds: 28_800,
        is_demo: true,
        set_up_at: ctx.now,
        updated_at: ctx.now,
        version: 1,
      },
    ])
    const ids = idsOf(demo)
    await seedHouse(ctx.db, demo, ids, passwordHash)
    await seedCustomers(ctx.db, demo, ids)
    await seedCases(ctx.db, demo, ids)
    audit(ctx, {
      action: 'seedDemo',
      entity: 'company',
      entityId: 'demo',
      after: { customers: demo.customers.length, cases: demo.cases.length },
    })
    emit(ctx, { name: 'settings.changed' })
  })
  await services.database.pool.query('analyze')
  const accounts = demo.staff
    .filter((person) => person.isDemoSignIn)
    .map((person) => ({
      fullName: person.fullName,
      role: person.role,
      identifier: person.phone,
      password: PASSWORD,
    }))
  writeFileSync(join(services.config.dataDir, 'demo-accounts.json'), JSON.stringify(accounts, null, 2), {
    mode: 0o600,
  })
}

function idsOf(demo: DemoCompany): Ids {
  const customers = new Map(demo.customers.map((c) => [c.key, demoId('customer', c.key, c.createdAt)]))
  return {
    branch: (key) => demoId('branch', key, EPOCH),
    staff: (key) => demoId('staff', key, EPOCH),
    customer: (key) => customers.get(key)!,
    team: (key) => demoId('team', key, EPOCH),
    category: (code) => demoId('category', code, EPOCH),
  }
}

async function seedHouse(db: Db, demo: DemoCompany, ids: Ids, passwordHash: string): Promise<void> {
  await insertRows(
    db,
    'branches',
    demo.branches.map((b) => ({
      id: ids.branch(b.key),
      name: b.name,
      code: b.code,
      city: b.city,
      address: b.address,
      is_active: true,
      created_at: EPOCH,
    })),
  )
  await insertRows(
    db,
    'teams',
    demo.teams.map((t) => ({ id: ids.team(t.key), branch_id: ids.branch(t.branchKey), name: t.name })),
  )
  await insertRows(
    db,
    'people',
    demo.staff.map((p) => ({
      id: ids.staff(p.key),
      full_name: p.fullName,
      phone: normalisePhone(p.phone),
      email: p.email,
      password_hash: passwordHash,
      role: p.role,
      branch_id: ids.branch(p.branchKey),
      team_id: p.teamKey === null ? null : ids.team(p.teamKey),
      locale: 'fa',
      is_active: true,
      failed_sign_ins: 0,
      max_single_rials: p.maxSingleRials,
      monthly_budget_rials: p.monthlyBudgetRials,
      created_at: EPOCH,
      updated_at: EPOCH,
      version: 1,
    })),
  )
  await insertRows(
    db,
    'categories',
    demo.categories.map((c, position) => ({
      id: ids.category(c.code),
      name: c.name,
      name_en: c.nameEn,
      position,
      is_active: true,
    })),
  )
  await insertRows(
    db,
    'business_hours',
    demo.businessHours.map((h, i) => ({
      id: demoId('hours', i, EPOCH),
      weekday: h.weekday,
      opens_at: h.opensAt,
      closes_at: h.closesAt,
    })),
  )
  await insertRows(
    db,
    'calendar_days',
    demo.holidays.map((h) => ({
      id: demoId('day', h.on, EPOCH),
      on_date: h.on,
      kind: 'closed',
      title: h.title,
    })),
  )
  await insertRows(
    db,
    'clock_policies',
    demo.clockPolicies.map((p, i) => ({
      id: demoId('policy', i, EPOCH),
      metric: p.metric,
      kind: p.kind,
      severity: p.severity,
      tier: null,
      business_seconds: p.businessSeconds,
      near_ratio: p.nearRatio,
    })),
  )
}

async function seedCustomers(db: Db, demo: DemoCompany, ids: Ids): Promise<void> {
  const openCases = new Map<number, number>()
  for (const kase of demo.cases)
    if (kase.status !== 'judged') openCases.set(kase.customerKey, (openCases.get(kase.customerKey) ?? 0) + 1)
  await insertRows(
    db,
    'customers',
    demo.customers.map((c) => {
      const keys = customerKeys(c.fullName)
      return {
        id: ids.customer(c.key),
        kind: c.kind,
        full_name: keys.full_name,
        honorific: c.honorific,
        search_key: keys.search_key,
        joined_key: keys.joined_key,
        identifier: c.identifier,
        external_code: c.externalCode,
        stage: c.stage,
        tier: c.tier,
        owner_id: c.ownerKey === null ? null : ids.staff(c.ownerKey),
        branch_id: ids.branch(c.branchKey),
        tags: c.tags,
        city: c.city,
        born_on: c.bornOn,
        note: c.note,
        purchase_count: c.purchaseCount,
        purchase_total_rials: c.purchaseTotalRials,
        last_purchase_on: c.lastPurchaseOn,
        created_at: c.createdAt,
        updated_at: c.createdAt,
        version: 1,
      }
    }),
  )
  // The rows are there: a trigger gives one to every customer.
  await sql`update customer_activity a set open_case_count = r.open_case_count, last_contact_at = coalesce(r.last_contact_at, '-infinity'),
      mood = r.mood, mood_at = r.mood_at
    from jsonb_to_recordset(${JSON.stringify(
      demo.customers.map((c) => ({
        customer_id: ids.customer(c.key),
        open_case_count: openCases.get(c.key) ?? 0,
        last_contact_at: c.lastContactAt,
        mood: c.mood,
        mood_at: c.moodAt,
      })),
    )}::jsonb) as r (customer_id uuid, open_case_count int, last_contact_at timestamptz, mood text, mood_at timestamptz)
    where a.customer_id = r.customer_id`.execute(db)
  // A value that can not be normalised is kept under what was typed: nothing a customer gave is dropped.
  await insertRows(
    db,
    'contact_points',
    demo.customers.flatMap((c) =>
      c.contactPoints.map((p) => ({
        customer_id: ids.customer(c.key),
        id: demoId('contact', p.key, c.createdAt),
        kind: p.kind,
        value: p.value,
        normalised: contactPointKey(p.kind, p.value) ?? p.value,
        label: p.label,
        is_primary: p.isPrimary,
        created_at: c.createdAt,
      })),
    ),
  )
  await insertRows(
    db,
    'facets',
    demo.customers.flatMap((c) =>
      c.facets.map((f) => ({
        customer_id: ids.customer(c.key),
        id: demoId('facet', f.key, c.createdAt),
        kind: f.kind,
        value: f.value,
        source: f.source,
        observed_on: f.observedOn,
        recorded_by: ids.staff(f.recordedByKey),
        created_at: `${f.observedOn}T09:00:00Z`,
      })),
    ),
  )
  await insertRows(
    db,
    'consents',
    demo.customers.flatMap((c) =>
      c.consents.map((s) => ({
        customer_id: ids.customer(c.key),
        id: demoId('consent', s.key, s.recordedAt),
        channel: s.channel,
        purpose: s.purpose,
        is_granted: s.isGranted,
        proof: s.proof,
        recorded_by: s.recordedByKey === null ? null : ids.staff(s.recordedByKey),
        recorded_at: s.recordedAt,
      })),
    ),
  )
  await insertRows(
    db,
    'customer_relations',
    demo.relations.map((r) => ({
      customer_id: ids.customer(r.customerKey),
      id: demoId('relation', r.key, EPOCH),
      other_customer_id: ids.customer(r.otherCustomerKey),
      kind: r.kind,
      note: r.note,
      created_at: EPOCH,
    })),
  )
  await insertRows(
    db,
    'customer_people',
    demo.staffLinks.map((l) => ({
      customer_id: ids.customer(l.customerKey),
      person_id: ids.staff(l.staffKey),
      kind: l.kind,
    })),
  )
  const boughtAt = (day: string) => new Date(`${day}T08:00:00Z`)
  await insertRows(
    db,
    'purchases',
    demo.purchases.map((p) => ({
      customer_id: ids.customer(p.customerKey),
      id: demoId('purchase', p.key, boughtAt(p.purchasedOn)),
      source: 'demo',
      number: p.number,
      purchased_on: p.purchasedOn,
      total_rials: p.totalRials,
      branch_id: ids.branch(p.branchKey),
      created_at: boughtAt(p.purchasedOn),
      updated_at: boughtAt(p.purchasedOn),
    })),
  )
  await insertRows(
    db,
    'purchase_items',
    demo.purchases.flatMap((p) =>
      p.items.map((i) => ({
        customer_id: ids.customer(p.customerKey),
        id: demoId('item', i.key, boughtAt(p.purchasedOn)),
        purchase_id: demoId('purchase', p.key, boughtAt(p.purchasedOn)),
        position: i.position,
        product: i.product,
        quantity: i.quantity,
        amount_rials: i.amountRials,
      })),
    ),
  )
}
