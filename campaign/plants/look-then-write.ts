// Planted bug: the key is looked for first and written at the end; two at once both find nothing.
import { plant } from '../plant.ts'

plant('look-then-write', 'server/lib/transaction.ts', [
  {
    from: 'return (await runFixed(db, CLAIM, { actorKey, key, digest })).length > 0',
    to: `void digest
  const look = 'select 1 from idempotency_keys where actor_key = :actorKey and key = :key'
  return (await runFixed(db, look, { actorKey, key })).length === 0`,
  },
  {
    from: "if (done.status === 'rejected') throw done.reason\n",
    to: `if (done.status === 'rejected') throw done.reason
          if (idempotency && digest) await runFixed(db, CLAIM, { ...idempotency, digest })
`,
  },
])
