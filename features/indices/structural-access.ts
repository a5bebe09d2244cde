import { type Selectable, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import type { IndexDefinitions, IndexRuns } from '../../server/lib/db-types.ts'
import { conflict, forbidden, notFound } from '../../server/lib/errors.ts'
import { branchLimit, scopeOf } from '../people/access.ts'
import type { Population } from './population.ts'
import type { RunRecipe, RunResult } from './run-result.ts'

export type DefinitionRow = Omit<Selectable<IndexDefinitions>, 'population'> & { population: Population }
export type RunRow = Omit<Selectable<IndexRuns>, 'definition' | 'result'> & {
  definition: RunRecipe
  result: RunResult | null
}

/**
 * The only way to a definition: 404 when there is none, or when it is about another branch than the asker's scope of
 * index.read; 403 when `permission` is missing.
 */
export async function accessDefinition(
  ctx: Context,
  id: string,
  permission: 'index.read' | 'index.write' | 'survey.run',
  options: { lock?: boolean } = {},
): Promise<DefinitionRow> {
  const limit = branchLimit(ctx, 'index.read')
  let query = ctx.db.selectFrom('index_definitions').selectAll().where('id', '=', id)
  if (options.lock) query = query.forUpdate()
  const row = (await query.executeTakeFirst()) as DefinitionRow | undefined
  const about = row?.population.branchId
  if (!row || (limit && about && about !== limit)) throw notFound('index_definition_not_found')
  if (!scopeOf(ctx, permission)) throw forbidden()
  return row
}

/**
 * The only way to a run. Whoever is limited to a branch reaches runs over the answers of that branch alone, never those
 * of the whole company.
 */
export async function accessRun(
  ctx: Context,
  id: string,
  permission: 'index.read' | 'survey.run',
  options: { lock?: boolean } = {},
): Promise<RunRow> {
  const limit = branchLimit(ctx, 'index.read')
  const { rows } = await sql<RunRow>`select * from index_runs where id = ${id}::uuid ${
    options.lock ? sql`for update` : sql``
  }`.execute(ctx.db)
  const row = rows[0]
  if (!row || (limit && row.branch_id !== limit)) throw notFound('index_run_not_found')
  if (!scopeOf(ctx, permission)) throw forbidden()
  return row
}

/** A run with a result; 409 index_run_unfinished before that. */
export async function accessResult(ctx: Context, id: string): Promise<RunRow & { result: RunResult }> {
  const row = await accessRun(ctx, id, 'index.read')
  if (!row.result) throw notResulted(row.status)
  return row as RunRow & { result: RunResult }
}

const notResulted = (status: string) =>
  conflict(status === 'queued' || status === 'running' ? 'index_run_unfinished' : 'index_run_without_result')
