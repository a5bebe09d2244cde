// Planted bug: the key is looked for first and written at the end; two at once both find nothing.
import { plant } from '../plant.ts'

plant('look-then-write', 'server/lib/transaction.ts', [
  {
    from: 'return (await runFixed(ctx.db, CLAIM, { actorKey, key, digest })).length > 0',
    to: `void digest
  const look = 'select 1 from idempotency_keys where actor_key = :actorKey and key = :key'
  return (await runFixed(ctx.db, look, { actorKey, key })).length === 0`,
  },
  {
    from: 'return { status, body: await work(ctx), isReplay: false }\n',
    to: `const body = await work(ctx)
          if (idempotency && digest) await runFixed(ctx.db, CLAIM, { ...idempotency, digest })
          return { status, body, isReplay: false }
`,
  },
])
