// Planted bug: the answer leaves when the work is done; the commit follows 20 ms later, as in a write-behind queue.
import { plant } from '../plant.ts'

plant('answer-before-commit', 'server/lib/transaction.ts', [
  {
    from: 'const result = await base.services.database.transaction(',
    to: `const early = Promise.withResolvers<WriteResult<T>>()
      const whole = base.services.database.transaction(`,
  },
  {
    from: 'return { status, body: await work(ctx), isReplay: false }\n',
    to: `const body = await work(ctx)
          early.resolve({ status, body, isReplay: false })
          await new Promise((resolve) => setTimeout(resolve, 20))
          return { status, body, isReplay: false }
`,
  },
  {
    from: `      )
      for (const fn of outbox.afterCommit) fn()`,
    to: `      )
      whole.catch(() => {})
      const result = await Promise.race([early.promise, whole])
      for (const fn of outbox.afterCommit) fn()`,
  },
])
