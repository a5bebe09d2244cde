import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESK, expectAccessible, expectNoSideScroll, openBrowser, picture, signIn } from './browser.ts'
import { type RunningServer, startServer } from './running-server.ts'

// Every screen of the employees' app on a desk and on a phone: it opens, says no error, scrolls one way only, and axe
// finds nothing serious.
let server: RunningServer
let browser: Browser
let customerId = ''

beforeAll(async () => {
  server = await startServer({ demo: true })
  browser = await openBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const account = (role: string) => server.accounts.find((one) => one.role === role)!

async function open(role: string, width: number, options: { dark?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext({
    ...DESK,
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme: options.dark ? 'dark' : 'light',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await signIn(page, server.url, account(role))
  customerId ||= (
    (await (await page.request.get(`${server.url}/api/v1/customers?sort=-total&limit=1`)).json()) as {
      items: { id: string }[]
    }
  ).items[0]!.id
  return page
}

const SCREENS = [
  ['queue', 'lead', '/desk?scope=branch'],
  ['customers', 'lead', '/customers'],
  ['customer', 'lead', '/customers/:customer'],
  ['cases', 'lead', '/cases'],
  ['promises', 'lead', '/promises'],
  ['lead', 'lead', '/lead'],
  ['indices', 'analyst', '/indices'],
  ['surveys', 'lead', '/surveys'],
  ['survey-new', 'lead', '/surveys/new'],
  ['questionnaires', 'analyst', '/surveys/instruments'],
  ['imports', 'lead', '/imports'],
  ['settings-company', 'administrator', '/settings/company'],
  ['settings-people', 'administrator', '/settings/people'],
  ['settings-calendar', 'administrator', '/settings/calendar'],
  ['settings-clocks', 'administrator', '/settings/clocks'],
  ['profile', 'employee', '/profile'],
] as const

describe.each([1440, 390])('%i px wide', (width) => {
  test.each(SCREENS)('%s', async (name, role, path) => {
    const page = await open(role, width)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(server.url + path.replace(':customer', customerId))
    await page.waitForLoadState('networkidle')
    await page.getByRole('main').waitFor()
    expect(errors).toEqual([])
    await expectNoSideScroll(page)
    await expectAccessible(page)
    if (width === 1440) await picture(page, name)
    await page.context().close()
  })
})

test('the desk works in the dark and in English', async () => {
  const dark = await open('employee', 1440, { dark: true })
  await dark.goto(`${server.url}/desk?scope=branch`)
  await dark.waitForLoadState('networkidle')
  await expectAccessible(dark)
  await dark.getByRole('button', { name: 'English' }).first().click()
  await expect.poll(() => dark.evaluate('document.documentElement.dir')).toBe('ltr')
  await dark.getByRole('link', { name: 'Customers' }).first().waitFor()
  await expectNoSideScroll(dark)
  await expectAccessible(dark)
  await dark.context().close()
})

test("the first screen's JavaScript is at most 300 kB compressed", () => {
  const dist = fileURLToPath(new URL('../dist/web/', import.meta.url))
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]!)
  // The desk itself is loaded lazily: it and what it needs count too.
  const desk = readdirSync(join(dist, 'assets'))
    .filter((file) => /^desk-screen.*\.js$/.test(file))
    .map((file) => `assets/${file}`)
  expect(first.length).toBeGreaterThan(0)
  expect(desk.length).toBeGreaterThan(0)
  const all = new Set<string>()
  const add = (file: string) => {
    if (all.has(file)) return
    all.add(file)
    // Static imports only: what is behind import() waits until it is needed.
    for (const match of readFileSync(join(dist, file), 'utf8').matchAll(
      /(?:^|[;}])\s*import\s*(?:[^"';()]*?from)?\s*["']\.\/([^"']+\.js)["']/g,
    ))
      add(`assets/${match[1]}`)
  }
  for (const file of [...first, ...desk]) add(file)
  const bytes = [...all].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0)
  expect(bytes).toBeLessThanOrEqual(300_000)
})
