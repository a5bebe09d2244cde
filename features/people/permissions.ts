import type { Role, Scope } from '../../server/lib/context.ts'

/**
 * Permission = verb × entity × scope. Default deny: what is not written here is refused. A scope names whose rows:
 * `own` (owner is me), `branch` (my branch), `all`.
 */
export const permissions = [
  'customer.read',
  'customer.write',
  'customer.delete',
  'customer.export',
  'purchase.read',
  'need.write',
  'case.read',
  'case.open',
  'case.reply',
  'case.manage',
  'case.refuse',
  'case.confirm_refusal',
  'promise.read',
  'promise.make',
  'promise.keep',
  'compensation.read',
  'compensation.grant',
  'compensation.approve',
  'queue.read',
  'index.read',
  'index.write',
  'survey.read',
  'survey.design',
  'survey.run',
  'survey.answer',
  'lead.read',
  'import.read',
  'import.run',
  'person.read',
  'person.write',
  'authority.write',
  'setting.read',
  'setting.write',
  'audit.read',
] as const

export type Permission = (typeof permissions)[number]

const known: ReadonlySet<string> = new Set(permissions)
export const isPermission = (name: string): name is Permission => known.has(name)

type Grants = Partial<Record<Permission, Scope>>

const employee: Grants = {
  'customer.read': 'branch',
  'customer.write': 'branch',
  'purchase.read': 'branch',
  'need.write': 'branch',
  'case.read': 'branch',
  'case.open': 'branch',
  'case.reply': 'branch',
  'case.manage': 'branch',
  'case.refuse': 'branch',
  'promise.read': 'branch',
  'promise.make': 'branch',
  'promise.keep': 'branch',
  'compensation.read': 'branch',
  'compensation.grant': 'branch',
  'queue.read': 'branch',
  'survey.read': 'branch',
  'survey.answer': 'branch',
  'person.read': 'branch',
  'setting.read': 'all',
}

const lead: Grants = {
  ...employee,
  'case.confirm_refusal': 'branch',
  'compensation.approve': 'branch',
  'index.read': 'branch',
  'survey.run': 'branch',
  'lead.read': 'branch',
  'import.read': 'branch',
  'import.run': 'branch',
  'customer.export': 'branch',
}

const analyst: Grants = {
  'customer.read': 'all',
  'customer.export': 'all',
  'purchase.read': 'all',
  'case.read': 'all',
  'promise.read': 'all',
  'compensation.read': 'all',
  'index.read': 'all',
  'index.write': 'all',
  'survey.read': 'all',
  'survey.design': 'all',
  'survey.run': 'all',
  'survey.answer': 'all',
  'lead.read': 'all',
  'queue.read': 'all',
  'import.read': 'all',
  'import.run': 'all',
  'person.read': 'all',
  'setting.read': 'all',
}

const auditor: Grants = {
  'customer.read': 'all',
  'purchase.read': 'all',
  'case.read': 'all',
  'promise.read': 'all',
  'compensation.read': 'all',
  'index.read': 'all',
  'survey.read': 'all',
  'lead.read': 'all',
  'import.read': 'all',
  'person.read': 'all',
  'setting.read': 'all',
  'audit.read': 'all',
}

const administrator: Grants = Object.fromEntries(permissions.map((name) => [name, 'all']))

export const grants: Readonly<Record<Role, Readonly<Grants>>> = {
  employee,
  lead,
  analyst,
  auditor,
  administrator,
}
