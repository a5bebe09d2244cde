import { joinedKey, searchKey } from '@hamdel/persian'
import { grants } from '../../features/people/permissions.ts'
import type { PersonActor, Role } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import type { TestApp } from './app.ts'

let count = 0
const next = () => (count += 1)

/** The company row every database needs; made once. */
export async function buildCompany(t: TestApp): Promise<void> {
  await t.services.database.db
    .insertInto('company')
    .values({ name: 'فروشگاه‌های آزمون' })
    .onConflict((c) => c.column('id').doNothing())
    .execute()
}

export async function buildBranch(
  t: TestApp,
  values: { name?: string } = {},
): Promise<{ id: string; name: string }> {
  await buildCompany(t)
  const row = { id: newId(), name: values.name ?? `شعبهٔ ${next()}` }
  await t.services.database.db.insertInto('branches').values(row).execute()
  return row
}

export interface BuiltPerson {
  id: string
  fullName: string
  branchId: string
  role: Role
  actor: PersonActor
}

/** An employee; a missing branch is built too. */
export async function buildPerson(
  t: TestApp,
  values: {
    role?: Role
    branchId?: string
    fullName?: string
    maxSingleRials?: bigint
    monthlyBudgetRials?: bigint
    passwordHash?: string
    phone?: string
    nationalId?: string
  } = {},
): Promise<BuiltPerson> {
  const branchId = values.branchId ?? (await buildBranch(t)).id
  const n = next()
  const role = values.role ?? 'employee'
  const row = {
    id: newId(),
    full_name: values.fullName ?? `کارمند ${n}`,
    role,
    branch_id: branchId,
    phone: values.phone ?? `+98913${String(1_000_000 + n)}`,
    email: `person${n}@example.org`,
  }
  await t.services.database.db
    .insertInto('people')
    .values({
      ...row,
      national_id: values.nationalId ?? null,
      password_hash: values.passwordHash ?? null,
      max_single_rials: values.maxSingleRials ?? 0n,
      monthly_budget_rials: values.monthlyBudgetRials ?? 0n,
    })
    .execute()
  const actor: PersonActor = {
    kind: 'person',
    id: row.id,
    fullName: row.full_name,
    role,
    branchId,
    teamId: null,
    sessionId: newId(),
    permissions: grants[role] as PersonActor['permissions'],
  }
  return { id: row.id, fullName: row.full_name, branchId, role, actor }
}

export interface BuiltCustomer {
  id: string
  fullName: string
  branchId: string
  phone: string
}

/** A customer with a mobile; a missing branch is built too. */
export async function buildCustomer(
  t: TestApp,
  values: {
    fullName?: string
    branchId?: string
    phone?: string
    tier?: 'normal' | 'silver' | 'gold'
    identifier?: string
    ownerId?: string
  } = {},
): Promise<BuiltCustomer> {
  const branchId = values.branchId ?? (await buildBranch(t)).id
  const fullName = values.fullName ?? `مشتری ${next()}`
  const phone = values.phone ?? `+98912${String(1_000_000 + next())}`
  const id = newId()
  await t.services.database.db
    .insertInto('customers')
    .values({
      id,
      kind: 'person',
      full_name: fullName,
      search_key: searchKey(fullName),
      joined_key: joinedKey(fullName),
      branch_id: branchId,
      tier: values.tier ?? 'normal',
      identifier: values.identifier ?? null,
      owner_id: values.ownerId ?? null,
    })
    .execute()
  await t.services.database.db
    .insertInto('contact_points')
    .values({
      customer_id: id,
      id: newId(),
      kind: 'phone',
      value: phone,
      normalised: phone,
      is_primary: true,
    })
    .execute()
  return { id, fullName, branchId, phone }
}
