import { newId } from '../../server/lib/id.ts'
import type { TestApp } from '../../server/test/app.ts'
import { buildCustomer } from '../../server/test/build.ts'

let count = 0

/** A case row for tests of what hangs on cases; a missing customer is built too. */
export async function insertCase(
  t: TestApp,
  values: Record<string, unknown> & { customer_id?: string; branch_id?: string } = {},
) {
  const customer_id =
    values.customer_id ?? (await buildCustomer(t, values.branch_id ? { branchId: values.branch_id } : {})).id
  const branch_id =
    values.branch_id ??
    (
      await t.services.database.db
        .selectFrom('customers')
        .select('branch_id')
        .where('id', '=', customer_id)
        .executeTakeFirstOrThrow()
    ).branch_id
  const id = newId()
  count += 1
  await t.services.database.db
    .insertInto('cases')
    .values({
      code: `T${count}`,
      kind: 'complaint',
      subject: `موضوع ${count}`,
      channel: 'phone',
      ...values,
      customer_id,
      branch_id,
      id,
    } as never)
    .execute()
  return { id, customerId: customer_id, branchId: branch_id }
}
