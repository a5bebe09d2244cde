// Planted bug: the answer leaves when the work is done; the commit follows 20 ms later, as in a write-behind queue.
import { plant } from '../plant.ts'

plant('answer-before-commit', 'server/lib/transaction.ts', [
  {
    from: 'const body = await database.transaction(',
    to: `const early = Promise.withResolvers<T>()
      const whole = database.transaction(`,
  },
  {
    from: 'return done.value\n',
    to: `early.resolve(done.value)
          await new Promise((resolve) => setTimeout(resolve, 20))
          return done.value
`,
  },
  {
    from: 'for (const fn of outbox.afterCommit) fn()',
    to: `whole.catch(() => {})
      const body = await Promise.race([early.promise, whole])
      for (const fn of outbox.afterCommit) fn()`,
  },
])
