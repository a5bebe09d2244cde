import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { filePath } from '../../lib/files.ts'
import { newId } from '../../lib/id.ts'
import type { TestApp } from '../app.ts'
import { buildCustomer, buildPerson } from '../build.ts'

/** One customer of a branch with one of everything that hangs on a customer; ids by the names of route parameters. */
export interface Fixture {
  branchId: string
  /** Values for :params. */
  params: Record<string, string>
  /** Every category, in order. */
  categoryIds: string[]
}

/** A sheet that is being filled in, of a running survey with one question. */
async function addResponse(
  t: TestApp,
  row: { customerId: string; responseId: string; branchId: string },
): Promise<void> {
  const { db } = t.services.database
  const [instrumentId, surveyId] = [newId(), newId()]
  const text = { fa: 'متن', en: '' }
  const definition = {
    intro: text,
    thanks: text,
    questions: [{ kind: 'text', code: 'Q1', text }],
  }
  await db
    .insertInto('instruments')
    .values({ id: instrumentId, key: instrumentId, kind: 'custom', title: 'پرسش‌نامه' })
    .execute()
  await db
    .insertInto('instrument_versions')
    .values({
      instrument_id: instrumentId,
      version: 1,
      definition: JSON.stringify(definition),
      published_at: new Date(),
    })
    .execute()
  const asked = { instrument_id: instrumentId, instrument_version: 1 }
  await db
    .insertInto('surveys')
    .values({
      id: surveyId,
      ...asked,
      name: 'نظرسنجی',
      status: 'running',
      branch_id: row.branchId,
      seed: 1n,
    })
    .execute()
  await db
    .insertInto('responses')
    .values({
      customer_id: row.customerId,
      id: row.responseId,
      survey_id: surveyId,
      ...asked,
      branch_id: row.branchId,
      mode: 'phone',
    })
    .execute()
}

const SHA = '0'.repeat(64)

export async function buildFixture(
  t: TestApp,
  values: { branchId: string; ownerId?: string; isDeleted?: boolean },
): Promise<Fixture> {
  const { db } = t.services.database
  const { branchId } = values
  const customer = await buildCustomer(t, {
    branchId,
    ...(values.ownerId ? { ownerId: values.ownerId } : {}),
  })
  const other = await buildCustomer(t, { branchId })
  const colleague = await buildPerson(t, {
    branchId,
    maxSingleRials: 10_000_000n,
    monthlyBudgetRials: 10_000_000n,
  })
  const id = Object.fromEntries(
    [
      'caseId',
      'interactionId',
      'attachmentId',
      'refusalId',
      'promiseId',
      'keptPromiseId',
      'compensationId',
      'contactPointId',
      'relationId',
      'needId',
      'facetId',
      'surveyId',
      'invitationId',
      'responseId',
    ].map((name) => [name, newId()]),
  ) as Record<string, string>
  const own = { customer_id: customer.id }
  const code = String(Math.floor(1e9 + Math.random() * 8e9))
  const now = new Date()
  await db
    .insertInto('cases')
    .values({
      ...own,
      id: id.caseId!,
      code,
      kind: 'complaint',
      status: 'open',
      turn: 'us',
      subject: 'پرونده',
      channel: 'portal',
      branch_id: branchId,
      owner_id: values.ownerId ?? null,
      first_replied_at: now,
    })
    .execute()
  await db.insertInto('case_codes').values({ code, customer_id: customer.id, case_id: id.caseId! }).execute()
  await db
    .insertInto('interactions')
    .values({
      ...own,
      id: id.interactionId!,
      case_id: id.caseId!,
      kind: 'message',
      direction: 'inbound',
      channel: 'portal',
      author_name: 'م',
      body: 'پیام',
    })
    .execute()
  await db
    .insertInto('attachments')
    .values({
      ...own,
      id: id.attachmentId!,
      case_id: id.caseId!,
      interaction_id: id.interactionId!,
      file_name: 'x.pdf',
      media_type: 'application/pdf',
      byte_size: 1,
      sha256: SHA,
    })
    .execute()
  await db
    .insertInto('refusals')
    .values({
      ...own,
      id: id.refusalId!,
      case_id: id.caseId!,
      reason: 'دلیل',
      message: 'پاسخ',
      requested_by: colleague.id,
    })
    .execute()
  await db
    .insertInto('promises')
    .values({
      ...own,
      id: id.promiseId!,
      case_id: id.caseId!,
      text: 'قول',
      keeper_id: values.ownerId ?? colleague.id,
      branch_id: branchId,
      due_at: new Date(now.getTime() + 3_600_000),
      made_by: colleague.id,
    })
    .execute()
  await db
    .insertInto('compensations')
    .values({
      ...own,
      id: id.compensationId!,
      case_id: id.caseId!,
      kind: 'refund',
      amount_rials: 1_000n,
      reason: 'خرابی',
      status: 'pending',
      branch_id: branchId,
      requested_by: colleague.id,
    })
    .execute()
  await db
    .insertInto('contact_points')
    .values({
      ...own,
      id: id.contactPointId!,
      kind: 'email',
      value: 'a@example.org',
      normalised: 'a@example.org',
    })
    .execute()
  await db
    .insertInto('customer_relations')
    .values({ ...own, id: id.relationId!, other_customer_id: other.id, kind: 'family' })
    .execute()
  await db
    .insertInto('needs')
    .values({ ...own, id: id.needId!, text: 'نیاز' })
    .execute()
  await addResponse(t, { customerId: customer.id, responseId: id.responseId!, branchId })
  // The whole company's, so none of the fixture's own ids.
  const instrumentId = newId()
  await db
    .insertInto('instruments')
    .values({ id: instrumentId, key: instrumentId, kind: 'custom', title: 'پرسشنامه' })
    .execute()
  const definition = JSON.stringify({
    intro: { fa: 'سلام', en: '' },
    thanks: { fa: 'سپاس', en: '' },
    questions: [{ code: 'q', kind: 'text', text: { fa: 'نظر شما؟', en: '' } }],
  })
  await db
    .insertInto('instrument_versions')
    .values({ instrument_id: instrumentId, version: 1, definition, published_at: now })
    .execute()
  await db
    .insertInto('surveys')
    .values({
      id: id.surveyId!,
      instrument_id: instrumentId,
      instrument_version: 1,
      name: 'نظرسنجی',
      status: 'running',
      branch_id: branchId,
      seed: 1n,
    })
    .execute()
  await db
    .insertInto('invitations')
    .values({
      ...own,
      id: id.invitationId!,
      survey_id: id.surveyId!,
      branch_id: branchId,
      channel: 'link',
      expires_at: new Date(now.getTime() + 86_400_000),
    })
    .execute()
  if (values.isDeleted)
    await sql`update customers set deleted_at = now() where id = ${customer.id}::uuid`.execute(db)
  const path = filePath(t.dataDir, SHA)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'x')
  const categories = await db.selectFrom('categories').select('id').orderBy('position').execute()
  return {
    branchId,
    categoryIds: categories.map((row) => row.id),
    params: { ...id, customerId: customer.id, otherCustomerId: other.id, personId: colleague.id, branchId },
  }
}

/** A digest of every row of every table but those that count tries and sessions: equal means nothing was written. */
export async function databaseDigest(t: TestApp): Promise<string> {
  const { db } = t.services.database
  const tables = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('sessions', 'attempt_windows', 'migrations') order by 1`.execute(
    db,
  )
  const parts = tables.rows.map(
    ({ name }) =>
      sql`select ${sql.lit(name)} || ':' || count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) as part from ${sql.table(name)}`,
  )
  const { rows } = await sql<{ part: string }>`${sql.join(parts, sql` union all `)} order by 1`.execute(db)
  return rows.map((row) => row.part).join('\n')
}
