// Planted bug: the key is looked for first and written at the end; two at once both find nothing.
import { plant } from '../plant.ts'

plant('look-then-write', 'server/lib/transaction.ts', [
  {
    from: `const claimed = await sql\`insert into idempotency_keys (actor_key, key, request_digest)
            values (\${idempotency.actorKey}, \${idempotency.key}, \${digest}) on conflict do nothing returning 1\`.execute(
            trx,
          )
          if (claimed.rows.length === 0)`,
    to: `const found = await sql\`select 1 from idempotency_keys where actor_key = \${idempotency.actorKey} and key = \${idempotency.key}\`.execute(trx)
          if (found.rows.length > 0)`,
  },
  {
    from: 'const body = await work(ctx)\n',
    to: `const body = await work(ctx)
        if (idempotency && digest)
          await sql\`insert into idempotency_keys (actor_key, key, request_digest)
            values (\${idempotency.actorKey}, \${idempotency.key}, \${digest}) on conflict do nothing\`.execute(trx)
`,
  },
])
