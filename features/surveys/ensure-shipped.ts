import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, canonicalJson } from '../../server/lib/outbox.ts'
import { getVersion, insertInstrument, publishVersion, putDraft } from './instrument-queries.ts'
import { shippedInstruments } from './shipped.ts'

/**
 * Puts the instruments that come with the product into the database, published; those that are there already stay. When a
 * release words one differently its next version is published, and answers keep the version they were given to.
 * May be called any number of times, from several processes at once.
 */
export async function ensureShippedInstruments(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('surveys.shipped', 0))`.execute(ctx.db)
  const known = new Map(
    (await ctx.db.selectFrom('instruments').select(['id', 'key']).execute()).map((row) => [row.key, row.id]),
  )
  for (const { key, kind, title, definition } of shippedInstruments) {
    let id = known.get(key)
    let number = 1
    if (id) {
      const newest = await getVersion(ctx.db, id)
      if (canonicalJson(newest.definition) === canonicalJson(definition)) continue
      number = newest.number + 1
    } else {
      id = newId()
      await insertInstrument(ctx, { id, key, kind, title: title.fa, titleEn: title.en })
    }
    await putDraft(ctx, id, number, definition)
    await publishVersion(ctx, id, number)
    audit(ctx, { action: 'shipInstrument', entity: 'instrument', entityId: id, after: { key, number } })
  }
}
