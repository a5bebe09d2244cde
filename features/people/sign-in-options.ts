import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { signInOptions } from './schema.ts'

const demoAccounts = z.array(signInOptions.shape.demoAccounts.element)

/**
 * What the sign-in page shows. The accounts of the demo lie in `demo-accounts.json` of the data folder, written by its
 * seed, and are shown only while the company is a demo.
 */
export async function getSignInOptions(ctx: Context): Promise<z.output<typeof signInOptions>> {
  const company = await ctx.db.selectFrom('company').select(['name', 'is_demo']).executeTakeFirst()
  return {
    companyName: company?.name ?? null,
    needsSetUp: !company,
    demoAccounts: company?.is_demo ? await readDemoAccounts(ctx.services.config.dataDir) : [],
  }
}

async function readDemoAccounts(dataDir: string) {
  try {
    return demoAccounts.parse(JSON.parse(await readFile(join(dataDir, 'demo-accounts.json'), 'utf8')))
  } catch {
    return []
  }
}
