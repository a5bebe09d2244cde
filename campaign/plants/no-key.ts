// Planted bug: idempotency keys are read and ignored.
import { plant } from '../plant.ts'

plant('no-key', 'server/lib/transaction.ts', [
  { from: 'idempotency && digest ? claimKey(db, idempotency, digest) : true', to: 'true' },
])
