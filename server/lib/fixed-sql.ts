import { CompiledQuery } from 'kysely'
import { type Db, senderOf } from './database.ts'

const plans = new Map<string, { text: string; names: string[] }>()

/**
 * Runs a statement whose text is one of a few fixed ones; `:name` stands for a value. For what is asked at every write
 * and by the busiest screens: putting such statements together from pieces each time took more than half of their time
 * in this process. It is sent before this returns, so that two of one transaction, called one after the other without
 * waiting, travel together and arrive in order. `text` must be made of constants only.
 */
export function runFixed<T>(db: Db, text: string, values: Record<string, unknown>): Promise<T[]> {
  let plan = plans.get(text)
  if (!plan) {
    const names: string[] = []
    const numbered = text.replace(/(?<!:):([a-z]\w*)/gi, (_, name: string) => {
      if (!names.includes(name)) names.push(name)
      return `$${names.indexOf(name) + 1}`
    })
    plan = { text: numbered, names }
    plans.set(text, plan)
  }
  const parameters = plan.names.map((name) => values[name])
  const send = senderOf(db)
  const result: Promise<{ rows: unknown[] }> = send
    ? send(plan.text, parameters)
    : db.executeQuery(CompiledQuery.raw(plan.text, parameters))
  return result.then(({ rows }) => rows as T[])
}
