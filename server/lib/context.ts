import type { Logger } from 'pino'
import type { Config, Secrets } from './config.ts'
import type { Database, Db } from './database.ts'
import type { Live } from './live.ts'
import type { Outbox } from './outbox.ts'

export type Role = 'employee' | 'lead' | 'analyst' | 'auditor' | 'administrator'
export type Scope = 'own' | 'branch' | 'all'
export type Locale = 'fa' | 'en'

/** Who acts: an employee, a customer in the portal (proved by code and phone), the system itself, or nobody yet. */
export type Actor =
  | {
      kind: 'person'
      id: string
      fullName: string
      role: Role
      branchId: string
      teamId: string | null
      sessionId: string
      permissions: Readonly<Record<string, Scope>>
    }
  | { kind: 'customer'; customerId: string; caseId: string; fullName: string }
  | { kind: 'system'; name: string }
  | { kind: 'anonymous' }

export type PersonActor = Extract<Actor, { kind: 'person' }>

/** What lives as long as the process. */
export interface Services {
  config: Config
  secrets: Secrets
  database: Database
  log: Logger
  live: Live
  /** The current time; tests move it. */
  now(): Date
  reactions: Readonly<Record<string, readonly string[]>>
}

/** What an action is given. In a write `db` is the transaction; `outbox` is flushed into it just before commit. */
export interface Context {
  db: Db
  now: Date
  actor: Actor
  locale: Locale
  ip: string
  services: Services
  outbox: Outbox
}

/** The signed-in person; routes with a permission guarantee one. */
export function personOf(ctx: Context): PersonActor {
  if (ctx.actor.kind !== 'person') throw new Error('an action for employees was called without one')
  return ctx.actor
}

/** The name shown for whoever acts. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'person' || actor.kind === 'customer') return actor.fullName
  return actor.kind === 'system' ? actor.name : 'anonymous'
}
