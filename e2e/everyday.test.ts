import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, expectAccessible, expectNoSideScroll, openBrowser, picture, signIn } from './browser.ts'
import { type RunningServer, startServer } from './running-server.ts'

// What happens every day beside the main job, each on a desk and on a phone.
let server: RunningServer
let browser: Browser

beforeAll(async () => {
  server = await startServer({ demo: true })
  browser = await openBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const WIDE = 1440
const NARROW = 390

const pages = new Map<string, Page>()

/** One sign-in a role: hashing passwords is slow on purpose. */
async function openAs(role: string, width: number, path = '/'): Promise<Page> {
  let page = pages.get(role)
  if (!page) {
    page = await freshPage()
    await signIn(page, server.url, server.accounts.find((one) => one.role === role)!)
    pages.set(role, page)
  }
  await page.setViewportSize({ width, height: width < 500 ? 844 : 900 })
  if (path !== '/') await page.goto(`${server.url}${path}`)
  return page
}

async function freshPage(): Promise<Page> {
  const page = await (await browser.newContext(DESK)).newPage()
  page.setDefaultTimeout(15_000)
  return page
}

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by what the test does with them.
const ask = async (page: Page, path: string): Promise<any> =>
  (await page.request.get(`${server.url}/api/v1${path}`)).json()

async function look(page: Page, name: string): Promise<void> {
  await expectNoSideScroll(page)
  await picture(page, `everyday-${name}-${page.viewportSize()!.width}`)
}

test('an employee writes down a verdict heard on the phone; not of a case of their own', async () => {
  const page = await openAs('lead', WIDE)
  const me = (await ask(page, '/me')).person.id
  const { items } = await ask(page, '/cases?filter[status]=solved&limit=100')
  const others = items.filter((one: { ownerId: string }) => one.ownerId !== me)
  for (const [i, width] of [WIDE, NARROW].entries()) {
    const kase = others[i]
    await openAs('lead', width, `/customers/${kase.customerId}/cases/${kase.id}`)
    await page.getByRole('button', { name: 'کارهای دیگر', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'ثبت داوری مشتری…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(i === 0 ? '۹' : '۳', { exact: true }).click()
    // Whether it is solved is asked, never guessed.
    const save = dialog.getByRole('button', { name: 'ثبت داوری' })
    expect(await save.isDisabled()).toBe(true)
    await dialog.getByRole('radio', { name: i === 0 ? 'بله، حل شد' : 'نه، هنوز نه' }).check()
    await dialog.getByLabel('چه گفت؟').fill('تلفنی گفت.')
    await look(page, 'verdict')
    if (i === 0) await expectAccessible(page)
    await save.click()
    await page.getByText(i === 0 ? 'داوری مشتری ثبت شد.' : 'پرونده دوباره باز شد').waitFor()
    const after = await ask(page, `/customers/${kase.customerId}/cases/${kase.id}`)
    expect(after.status).toBe(i === 0 ? 'judged' : 'open')
    expect(after.verdicts.at(-1)).toMatchObject({
      score: i === 0 ? 9 : 3,
      via: 'phone',
      comment: 'تلفنی گفت.',
    })
    await look(page, 'verdict-done')
  }
  const employee = await openAs('employee', WIDE)
  const own = (await ask(employee, '/cases?filter[status]=solved&filter[owner]=me')).items[0]
  await employee.goto(`${server.url}/customers/${own.customerId}/cases/${own.id}`)
  await employee.getByRole('button', { name: 'کارهای دیگر', exact: true }).first().click()
  const item = employee.getByRole('menuitem', { name: 'ثبت داوری مشتری…' })
  expect(await item.isDisabled()).toBe(true)
}, 60_000)

test('a lead takes a compensation back, with a reason', async () => {
  const page = await openAs('lead', WIDE)
  const me = (await ask(page, '/me')).person.id
  const { items } = await ask(page, '/cases?filter[status]=judged,solved&limit=100')
  const found: { customerId: string; id: string }[] = []
  for (const one of items) {
    const kase = await ask(page, `/customers/${one.customerId}/cases/${one.id}`)
    const given = kase.compensations.filter((c: { status: string }) => /granted|approved/.test(c.status))
    if (given.length === 1 && given[0].requestedBy !== me) found.push(one)
    if (found.length === 2) break
  }
  for (const [i, width] of [WIDE, NARROW].entries()) {
    const { customerId, id } = found[i]!
    await openAs('lead', width, `/customers/${customerId}/cases/${id}`)
    await page.getByText(/قول و جبران پیشین/).click()
    await page.getByRole('button', { name: 'برگرداندن جبران' }).click()
    await page.getByRole('textbox', { name: 'دلیل' }).fill('دو بار ثبت شده بود.')
    await look(page, 'reverse')
    await page.getByRole('button', { name: 'برگرداندن جبران' }).click()
    await page.getByText('جبران برگردانده شد.').waitFor()
    await page.getByRole('button', { name: 'برگرداندن جبران' }).waitFor({ state: 'detached' })
    await look(page, 'reversed')
    const kase = await ask(page, `/customers/${customerId}/cases/${id}`)
    expect(kase.compensations.map((c: { status: string }) => c.status)).toContain('reversed')
  }
}, 60_000)

async function findIdentified(page: Page): Promise<string> {
  for (const one of (await ask(page, '/customers?limit=50&filter[kind]=person')).items)
    if ((await ask(page, `/customers/${one.id}/card`)).customer.identifierMasked) return one.id
  throw new Error('The demo company has nobody with an identifier.')
}

test('an identifier is shown for a reason, and hides itself again on the next visit', async () => {
  let id = ''
  for (const width of [WIDE, NARROW]) {
    const page = await openAs('lead', width)
    id ||= await findIdentified(page)
    await page.goto(`${server.url}/customers/${id}`)
    await page.getByRole('button', { name: 'نمایش با دلیل' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: /دلیل/ }).fill('تطبیق هویت برای تحویل کالا')
    await look(page, 'unmask')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'نمایش شناسه' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page
      .getByText(/[۰-۹]{10}/)
      .first()
      .waitFor()
    await look(page, 'unmasked')
    await page.reload()
    await page.getByRole('button', { name: 'نمایش با دلیل' }).waitFor()
  }
}, 60_000)

test('a file with a strange delimiter is corrected, imported, and taken back as a whole', async () => {
  for (const width of [WIDE, NARROW]) {
    const page = await openAs('lead', width, '/imports')
    const text = `کد مشتری;نام;یادداشت|۱|۲\nE${width};آزمون ورود;a|b|c\nF${width};آزمون دوم;d|e|f\n`
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: `صندوق-${width}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByText('ستون‌ها درست جدا نشده').click()
    const delimiter = page.getByRole('combobox', { name: 'جداکنندهٔ ستون‌ها' })
    await delimiter.click()
    await page.getByRole('option', { name: /خط عمودی/ }).click()
    await page.getByText('فایل با ۳ ستون خوانده شد.').waitFor()
    await look(page, 'import-wrong')
    await delimiter.click()
    await page.getByRole('option', { name: /نقطه‌ویرگول/ }).click()
    await page
      .getByRole('cell', { name: `E${width}` })
      .first()
      .waitFor()
    await look(page, 'import-read-again')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'بررسی فایل' }).click()
    await page.getByRole('button', { name: /^ورود .* سطر/ }).click()
    await page.getByText('ورود انجام شد').waitFor()
    await look(page, 'imported')
    if (width === WIDE) continue
    // Ten seconds to think better of it, then all of it goes.
    await page.getByRole('button', { name: 'برگرداندن همهٔ این ورود' }).click()
    await page.getByText('ورود برگردانده شد').waitFor({ timeout: 30_000 })
    await look(page, 'import-undone')
    expect((await ask(page, `/customers?q=E${width}`)).items).toEqual([])
    expect((await ask(page, `/customers?q=E${WIDE}`)).items).toHaveLength(1)
  }
}, 90_000)

test('a new colleague is added, signs in for the first time, and gets a password of their own', async () => {
  const admin = await openAs('administrator', WIDE, '/settings/people')
  await admin.getByRole('button', { name: 'همکار تازه' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('نام و نام خانوادگی').fill('مینا تازه‌وارد')
  await dialog.getByLabel('موبایل').fill('۰۹۱۲ ۹۸۷ ۶۵ ۴۳')
  await dialog.getByLabel('رمز نخستین', { exact: false }).first().fill('سه سیب زرد رسیده')
  await look(admin, 'new-colleague')
  await expectAccessible(admin)
  await dialog.getByRole('button', { name: 'همکار تازه' }).click()
  await admin.getByText('مینا تازه‌وارد افزوده شد.').waitFor()
  await look(admin, 'colleague-added')
  const page = await freshPage()
  await signIn(page, server.url, { identifier: '۰۹۱۲۹۸۷۶۵۴۳', password: 'سه سیب زرد رسیده' })
  for (const width of [WIDE, NARROW]) {
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`${server.url}/`)
    await page.getByRole('heading').first().waitFor()
    await look(page, 'first-sign-in')
    await page.goto(`${server.url}/profile`)
    await page.getByLabel('رمز کنونی').waitFor()
    await look(page, 'profile')
  }
  await page.getByLabel('رمز کنونی').fill('سه سیب زرد رسیده')
  await page.getByLabel('رمز تازه', { exact: true }).fill('چهار گلابی کال سبز')
  await page.getByLabel('تکرار رمز تازه').fill('چهار گلابی کال سبز')
  await page.getByRole('button', { name: 'تغییر رمز' }).click()
  await page.getByText('رمز تغییر کرد', { exact: false }).waitFor()
  const again = await freshPage()
  await signIn(again, server.url, { identifier: '09129876543', password: 'چهار گلابی کال سبز' })
  expect((await ask(again, '/me')).person.fullName).toBe('مینا تازه‌وارد')
}, 60_000)

test('two who change the same branch: the second keeps what they typed and sees what the first wrote', async () => {
  const page = await openAs('administrator', WIDE, '/settings/branches')
  const branch = (await ask(page, '/settings/branches')).items[0]
  await page.getByRole('button', { name: `ویرایش ${branch.name}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('نشانی').fill('میدان تازه، پلاک ۷')
  const faster = await page.request.patch(`${server.url}/api/v1/settings/branches/${branch.id}`, {
    data: { city: 'شهر همکار', version: branch.version },
    headers: { 'idempotency-key': crypto.randomUUID(), origin: server.url },
  })
  expect(faster.status()).toBe(200)
  await dialog.getByRole('button', { name: 'ذخیره' }).click()
  await dialog.getByText('همکار دیگری این را تغییر داد', { exact: false }).waitFor()
  await dialog.getByText('شهر همکار').waitFor()
  expect(await dialog.getByLabel('نشانی').inputValue()).toBe('میدان تازه، پلاک ۷')
  await look(page, 'conflict')
  await dialog.getByRole('button', { name: 'ذخیره' }).click()
  await dialog.waitFor({ state: 'detached' })
  const after = (await ask(page, '/settings/branches')).items.find(
    (one: { id: string }) => one.id === branch.id,
  )
  expect(after).toMatchObject({ city: 'شهر همکار', address: 'میدان تازه، پلاک ۷' })
}, 30_000)
