// Planted bug: idempotency keys are read and ignored.
import { plant } from '../plant.ts'

plant('no-key', 'server/lib/transaction.ts', [
  {
    from: 'if (idempotency && digest && !(await claimKey(ctx, idempotency, digest)))',
    to: 'if (false as boolean && idempotency && digest)',
  },
])
