import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { forgetClockSettings } from '../clocks/calendars.ts'
import { insertPerson } from '../people/insert-person.ts'
import { startSession } from '../people/sessions.ts'
import { insertPolicies } from './actions.ts'
import { insertHolidays, insertHours, refuseBadHours } from './calendar.ts'
import { DEFAULT_CATEGORIES, DEFAULT_HOURS, DEFAULT_POLICIES } from './defaults.ts'
import { isCompanySetUp, listCategories, listHours, listPolicies } from './queries.ts'
import type { OpenHours } from './rules.ts'
import type { setUpInput } from './schema.ts'

/**
 * Gives a company its first calendar, holidays, limits of time and categories; whatever it has already stays. Used by
 * set-up, the seed and tests.
 */
export async function installDefaults(ctx: Context, options: { hours?: readonly OpenHours[] } = {}) {
  if (!(await listHours(ctx.db)).some((row) => row.branchId === null))
    await insertHours(ctx, null, options.hours ?? DEFAULT_HOURS)
  await insertHolidays(ctx)
  if ((await listPolicies(ctx.db)).length === 0) await insertPolicies(ctx, DEFAULT_POLICIES)
  if ((await listCategories(ctx.db)).length === 0)
    await ctx.db
      .insertInto('categories')
      .values(
        DEFAULT_CATEGORIES.map(({ name, nameEn }, position) => ({
          id: newId(),
          name,
          name_en: nameEn,
          position,
        })),
      )
      .execute()
  ctx.outbox.afterCommit.push(() => forgetClockSettings(ctx.services))
}

/**
 * Makes the company, its first branch and its administrator, and signs them in. Open to anybody while there is no
 * company and gone (404) afterwards; of two who come at once, one gets 409.
 */
export async function setUp(
  ctx: Context,
  input: z.output<typeof setUpInput>,
  userAgent: string,
): Promise<{ personId: string; token: string }> {
  if (await isCompanySetUp(ctx.db)) throw notFound()
  if (input.businessHours) refuseBadHours(input.businessHours)
  // The company has one row: the second of two set-ups waits here for the first and finds it taken.
  const company = await ctx.db
    .insertInto('company')
    .values({ name: input.companyName, money_unit: input.moneyUnit, set_up_at: ctx.now })
    .onConflict((c) => c.column('id').doNothing())
    .executeTakeFirst()
  if (company.numInsertedOrUpdatedRows === 0n) throw conflict('company_exists')
  const branchId = newId()
  await ctx.db
    .insertInto('branches')
    .values({ id: branchId, ...input.branch })
    .execute()
  await installDefaults(ctx, input.businessHours ? { hours: input.businessHours } : {})
  const person = await insertPerson(ctx, { ...input.administrator, role: 'administrator', branchId })
  const { token } = await startSession(ctx, person.id, userAgent)
  audit(
    { ...ctx, actor: { kind: 'system', name: input.administrator.fullName } },
    {
      action: 'setUp',
      entity: 'company',
      entityId: 'company',
      branchId,
      after: { name: input.companyName, moneyUnit: input.moneyUnit, administratorId: person.id },
    },
  )
  emit(ctx, { name: 'company.set_up', personId: person.id })
  return { personId: person.id, token }
}
