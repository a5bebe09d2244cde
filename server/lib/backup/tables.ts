import pg from 'pg'
import type { SequenceRecord } from './format.ts'

/** Settings that decide how COPY writes values, the same at both ends, and no time limits. */
export async function prepareSession(client: pg.ClientBase): Promise<void> {
  await client.query(`
    set client_encoding = 'UTF8'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set timezone = 'UTC';
    set extra_float_digits = 1; set bytea_output = 'hex'; set statement_timeout = 0; set lock_timeout = 0;
    set idle_in_transaction_session_timeout = 0; set search_path = public; set client_min_messages = warning`)
}

export type Table = { name: string; columns: string[] }

// Tables of extensions belong to the extension, partitions to their parent.
const ourTables = `
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

/** Every table of ours with the columns that are stored (generated ones make themselves), without `migrations`. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname::text as name, array(
      select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
    ) as columns ${ourTables} and c.relname <> 'migrations' order by c.relname`)
  return rows
}

export async function listMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query(`select to_regclass('public.migrations') is not null as present`)
  if (!rows[0].present) return []
  return (await client.query('select name from public.migrations order by name')).rows.map((row) => row.name)
}

export async function readSequences(client: pg.ClientBase): Promise<SequenceRecord[]> {
  const { rows } = await client.query(`
    select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'S' order by c.relname`)
  const sequences: SequenceRecord[] = []
  for (const { name } of rows) {
    const state = await client.query(`select last_value::text as value, is_called from ${inPublic(name)}`)
    sequences.push({ name, lastValue: state.rows[0].value, isCalled: state.rows[0].is_called })
  }
  return sequences
}

export const inPublic = (name: string) => `public.${pg.escapeIdentifier(name)}`

export const columnList = (table: Table) =>
  table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')

/** A select, so that partitioned tables can be copied too; `only` would lose their rows. */
export const copyOut = (table: Table) =>
  `copy (select ${columnList(table)} from ${inPublic(table.name)}) to stdout`

export const copyIn = (table: Table) => `copy ${inPublic(table.name)} (${columnList(table)}) from stdin`
