import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { forgetClockSettings } from '../features/clocks/calendars.ts'
import { signInOptions } from '../features/people/schema.ts'
import { isCompanySetUp } from '../features/settings/queries.ts'
import type { Context } from './lib/context.ts'
import { conflict, notFound } from './lib/errors.ts'
import { defineRoute } from './lib/route.ts'

const answer = signInOptions.pick({ demoAccounts: true })

// One process fills once; between processes the company's single row decides (see below).
let isFilling = false

/** Fills an installation that has no company with the demo; it can not be undone, only begun anew in an empty folder. */
async function fillDemo(ctx: Context): Promise<z.output<typeof answer>> {
  const { services } = ctx
  if (await isCompanySetUp(ctx.db)) throw notFound()
  if (isFilling) throw conflict('company_exists')
  isFilling = true
  try {
    // Loaded only here: the demo's texts are of no use to anybody else.
    const { seedDemo } = await import('../db/seed/seed-demo.ts')
    await seedDemo(services, (text) => services.log.info(text))
  } catch (error) {
    // The company has one row: whoever writes it second has waited for the first and finds it taken.
    const { code, table } = error as { code?: string; table?: string }
    if (code === '23505' && table === 'company') throw conflict('company_exists')
    throw error
  } finally {
    isFilling = false
  }
  forgetClockSettings(services)
  const file = await readFile(join(services.config.dataDir, 'demo-accounts.json'), 'utf8')
  return answer.parse({ demoAccounts: JSON.parse(file) })
}

/** Beside the slices, not in one: it needs the seed, and slices know nothing of it. */
export const demoRoutes = [
  defineRoute({
    method: 'POST',
    path: '/set-up/demo',
    operationId: 'setUpDemo',
    summary: 'Fill an empty installation with the demo company; answers its sign-ins',
    access: { public: 'there is nobody yet who could be signed in; gone once the company exists' },
    // The seed opens its own transaction; its answer holds passwords and is not kept with the key.
    ownTransaction: true,
    status: 201,
    answer,
    handle: (ctx) => fillDemo(ctx),
  }),
]
