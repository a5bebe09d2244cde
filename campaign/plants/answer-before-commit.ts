// Planted bug: the answer leaves when the work is done; the commit follows 20 ms later, as in a write-behind queue.
import { plant } from '../plant.ts'

plant('answer-before-commit', 'server/lib/transaction.ts', [
  {
    from: 'const result = await db.transaction().execute(',
    to: `const early = Promise.withResolvers<WriteResult<T>>()
      const whole = db.transaction().execute(`,
  },
  {
    from: `return { status, body, isReplay: false }
      })`,
    to: `early.resolve({ status, body, isReplay: false })
        await new Promise((resolve) => setTimeout(resolve, 20))
        return { status, body, isReplay: false }
      })
      whole.catch(() => {})
      const result = await Promise.race([early.promise, whole])`,
  },
])
