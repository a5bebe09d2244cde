import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { findBranch, findCompany, isBranchInUse, listBranches, lockBranch, lockTeam } from './queries.ts'
import type { branchChange, branchInput, companyChange, teamChange, teamInput } from './schema.ts'
import { settingsChanged } from './settings-changed.ts'

/** The company; 404 before it is set up. */
export async function getCompany(ctx: Context) {
  const company = await findCompany(ctx.db)
  if (!company) throw notFound()
  return company
}

/** Changes name, money unit, area code, portal text or the longest wait. 409 when somebody was faster. */
export async function updateCompany(ctx: Context, change: z.output<typeof companyChange>) {
  const before = await getCompany(ctx)
  const { version, ...fields } = change
  const updated = await ctx.db
    .updateTable('company')
    .set((eb) => ({
      ...(fields.name === undefined ? {} : { name: fields.name }),
      ...(fields.moneyUnit === undefined ? {} : { money_unit: fields.moneyUnit }),
      ...(fields.defaultAreaCode === undefined ? {} : { default_area_code: fields.defaultAreaCode }),
      ...(fields.portalIntro === undefined ? {} : { portal_intro: fields.portalIntro }),
      ...(fields.portalIntroEn === undefined ? {} : { portal_intro_en: fields.portalIntroEn }),
      ...(fields.queueFloorSeconds === undefined ? {} : { queue_floor_seconds: fields.queueFloorSeconds }),
      updated_at: ctx.now,
      version: eb('version', '+', 1),
    }))
    .where('version', '=', version)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw conflict('version_conflict')
  const after = await getCompany(ctx)
  settingsChanged(ctx, { action: 'updateCompany', entity: 'company', before, after })
  return after
}

type BranchInput = z.output<typeof branchInput>

async function refuseTakenName(
  ctx: Context,
  { name, code }: { name?: string | undefined; code?: string | null | undefined },
  exceptId?: string,
) {
  const others = (await listBranches(ctx.db)).filter((row) => row.id !== exceptId)
  if (others.some((row) => row.name === name)) throw conflict('branch_exists')
  if (code && others.some((row) => row.code === code)) throw conflict('branch_code_taken')
}

export async function addBranch(ctx: Context, input: BranchInput) {
  await refuseTakenName(ctx, input)
  const id = newId()
  await ctx.db
    .insertInto('branches')
    .values({
      id,
      name: input.name,
      code: input.code || null,
      city: input.city ?? '',
      address: input.address ?? '',
    })
    .execute()
  const branch = (await findBranch(ctx.db, id))!
  settingsChanged(ctx, {
    action: 'addBranch',
    entity: 'branch',
    entityId: id,
    branchId: id,
    after: branch,
  })
  return branch
}

/** Changes a branch. One in which people still work is not closed (409 branch_in_use). 409 when somebody was faster. */
export async function updateBranch(ctx: Context, branchId: string, change: z.output<typeof branchChange>) {
  const before = await lockBranch(ctx.db, branchId)
  if (!before) throw notFound()
  if (before.version !== change.version) throw conflict('version_conflict')
  await refuseTakenName(ctx, change, branchId)
  if (change.isActive === false && before.isActive && (await isBranchInUse(ctx.db, branchId)))
    throw conflict('branch_in_use')
  const { name, code, city, address, isActive } = { ...before, ...change }
  await ctx.db
    .updateTable('branches')
    .set({ name, code: code || null, city, address, is_active: isActive, version: before.version + 1 })
    .where('id', '=', branchId)
    .execute()
  const after = (await findBranch(ctx.db, branchId))!
  settingsChanged(ctx, {
    action: 'updateBranch',
    entity: 'branch',
    entityId: branchId,
    branchId,
    before,
    after,
  })
  return after
}

export async function addTeam(ctx: Context, { branchId, name }: z.output<typeof teamInput>) {
  if (!(await findBranch(ctx.db, branchId))) throw notFound()
  const team = { id: newId(), branchId, name, version: 1 }
  const inserted = await ctx.db
    .insertInto('teams')
    .values({ id: team.id, branch_id: branchId, name })
    .onConflict((c) => c.columns(['branch_id', 'name']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw conflict('team_exists')
  settingsChanged(ctx, { action: 'addTeam', entity: 'team', entityId: team.id, branchId, after: team })
  return team
}

/** Renames a team. 409 when somebody was faster. */
export async function renameTeam(
  ctx: Context,
  teamId: string,
  { name, version }: z.output<typeof teamChange>,
) {
  const before = await lockTeam(ctx.db, teamId)
  if (!before) throw notFound()
  if (before.version !== version) throw conflict('version_conflict')
  const taken = await ctx.db
    .selectFrom('teams')
    .select('id')
    .where('branch_id', '=', before.branchId)
    .where('name', '=', name)
    .where('id', '<>', teamId)
    .executeTakeFirst()
  if (taken) throw conflict('team_exists')
  await ctx.db
    .updateTable('teams')
    .set({ name, version: version + 1 })
    .where('id', '=', teamId)
    .execute()
  const after = { ...before, name, version: version + 1 }
  settingsChanged(ctx, {
    action: 'renameTeam',
    entity: 'team',
    entityId: teamId,
    branchId: before.branchId,
    before,
    after,
  })
  return after
}
