import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, expectAccessible, expectNoSideScroll, openBrowser, PHONE, picture, signIn } from './browser.ts'
import { type RunningServer, startServer } from './running-server.ts'

// The main job with three browsers at once: a customer on a phone without JavaScript, an employee at a desk, a lead.
let server: RunningServer
let browser: Browser
let phone: Page
let desk: Page
let lead: Page

const NAME = 'پریسا نادری‌پور'
const WORD = 'بخارشوی آبی'

beforeAll(async () => {
  server = await startServer({ demo: true })
  browser = await openBrowser()
  const account = (role: string) => server.accounts.find((one) => one.role === role)!
  phone = await (await browser.newContext(PHONE)).newPage()
  desk = await (await browser.newContext(DESK)).newPage()
  lead = await (await browser.newContext(DESK)).newPage()
  for (const page of [phone, desk, lead]) page.setDefaultTimeout(15_000)
  await signIn(desk, server.url, account('employee'))
  await signIn(lead, server.url, account('lead'))
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const csat = async (): Promise<number> => {
  const answer = await lead.request.get(`${server.url}/api/v1/lead/summary`)
  return ((await answer.json()) as { csat: { value: { n: number } } }).csat.value.n
}

test('a complaint on a phone is answered, promised, compensated, judged, and seen by the lead', async () => {
  const before = await csat()

  // The customer complains, without JavaScript.
  await phone.goto(`${server.url}/portal`)
  await expectNoSideScroll(phone)
  await phone.getByRole('link', { name: 'شکایت یا مشکلی دارم' }).click()
  await phone
    .getByLabel('چه اتفاقی افتاده است؟')
    .fill(`سلام. ${WORD} که از شعبهٔ ونک خریدم از روز اول بخار نمی‌دهد و دو بار زنگ زدم کسی جواب نداد!`)
  await phone.getByLabel('نام شما').fill(NAME)
  await phone.getByLabel('شمارهٔ موبایل').fill('۰۹۳۵ ۷۷۷ ۶۶ ۵۵')
  await expectNoSideScroll(phone)
  await picture(phone, 'portal-form')
  await phone.getByRole('button', { name: 'بفرستید' }).click()
  await phone.getByText('رسید. از اینکه گفتید سپاسگزاریم').waitFor()
  const code = (await phone.locator('.code').textContent())!.trim()
  expect(code).toMatch(/[۰-۹]/)

  // The employee sees it, with the customer beside it.
  await desk.goto(`${server.url}/desk?scope=branch`)
  const row = desk.getByText(WORD).first()
  await row.waitFor({ timeout: 20_000 })
  await row.click()
  const conversation = desk.getByRole('main')
  await desk.getByText('دو بار زنگ زدم').first().waitFor()
  await desk.getByText(NAME).first().waitFor()
  await expectAccessible(desk)
  await expectNoSideScroll(desk)
  await conversation.getByRole('button', { name: 'برمی‌دارم' }).first().click()

  // The answer, with a promise in it.
  const composer = desk.locator('[data-mode=reply]')
  const answer = composer.getByRole('textbox', { name: new RegExp(`پاسخ به ${NAME}`) })
  await answer.fill(
    'خانم نادری‌پور، حق با شماست و از بی‌پاسخ ماندن تماس‌ها پوزش می‌خواهم. دستگاه را فردا از خانه تحویل می‌گیریم و نوی آن را می‌آوریم.',
  )
  await composer.getByRole('button', { name: 'قول', exact: true }).click()
  await composer.getByLabel('چه قولی می‌دهید؟').fill('تعویض بخارشوی در خانه')
  await composer
    .getByRole('button', { name: /فردا|شنبه/ })
    .first()
    .click()
  await picture(desk, 'desk')
  await composer
    .getByRole('button', { name: /^فرستادن/ })
    .first()
    .click()
  // Ten seconds to take it back, then it is sent.
  await expect
    .poll(
      async () => {
        await phone.reload()
        return (await phone.content()).includes('حق با شماست')
      },
      { timeout: 40_000, interval: 1_500 },
    )
    .toBe(true)
  const page = await phone.content()
  expect(page).toContain('سارا محمدی')
  expect(page).toContain('تعویض بخارشوی در خانه')
  await expectNoSideScroll(phone)
  await picture(phone, 'portal-case')

  // Making good above the employee's authority waits for the lead, who approves.
  await desk.getByRole('button', { name: 'جبران', exact: true }).first().click()
  const dialog = desk.getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByLabel('بازگشت وجه').check()
  await dialog.getByLabel(/مبلغ/).first().fill('۹۰۰۰۰۰')
  await dialog.getByLabel('چرا؟').fill('دو بار تماس بی‌پاسخ و کالای معیوب')
  await expectAccessible(desk)
  await dialog.getByText('منتظر تأیید سرپرست می‌ماند').waitFor()
  await dialog.getByRole('button', { name: 'فرستادن برای تأیید' }).click()
  await dialog.waitFor({ state: 'hidden' })

  await lead.goto(`${server.url}/lead`)
  await lead.getByText(NAME).first().waitFor({ timeout: 20_000 })
  await expectAccessible(lead)
  await expectNoSideScroll(lead)
  await picture(lead, 'lead')
  await lead.getByRole('button', { name: `تأیید ${NAME}` }).click()
  await lead
    .getByRole('dialog')
    .getByRole('button', { name: /^تأیید/ })
    .click()
  await expect
    .poll(
      async () => {
        await phone.reload()
        return (await phone.content()).includes('بازگشت وجه')
      },
      { timeout: 20_000, interval: 1_000 },
    )
    .toBe(true)

  // Solved, with outcome and root cause.
  await answer.fill('نوی دستگاه تحویل شد و مبلغ برگشت. اگر چیزی مانده بنویسید.')
  await composer.getByText('حل شد', { exact: true }).click()
  await desk.getByRole('combobox', { name: 'نتیجه' }).or(desk.getByLabel('نتیجه')).first().click()
  await desk.getByRole('option', { name: 'برد ـ برد' }).click()
  await desk.getByRole('combobox', { name: 'علت ریشه‌ای' }).or(desk.getByLabel('علت ریشه‌ای')).first().click()
  await desk.getByRole('option', { name: 'عیب کالا' }).click()
  await desk.getByRole('button', { name: /فرستادن و اعلام حل/ }).click()
  await expect
    .poll(
      async () => {
        await phone.reload()
        return (await phone.content()).includes('داور شمایید')
      },
      { timeout: 40_000, interval: 1_500 },
    )
    .toBe(true)

  // The customer judges; that closes the case.
  await phone.locator('label', { hasText: '۹' }).locator('input').check({ force: true })
  await phone.getByLabel('اگر حرفی دارید بنویسید').fill('سریع حل شد، ممنون.')
  await picture(phone, 'portal-verdict')
  await phone.getByRole('button', { name: 'حل شد؛ پرونده بسته شود' }).click()
  await phone.getByText('داوری شما ثبت شد').waitFor()

  // The lead sees the verdict.
  await expect.poll(csat, { timeout: 15_000 }).toBe(before + 1)
  await lead.goto(`${server.url}/lead`)
  await lead.getByText(/رضایت/).first().waitFor()
}, 240_000)

test('the customer comes back with code and phone in any digits', async () => {
  const other = await (await browser.newContext(PHONE)).newPage()
  await other.goto(`${server.url}/portal/follow`)
  await other.getByLabel('کد پیگیری').fill((await phone.locator('.code').textContent())!.trim())
  await other.getByLabel('شمارهٔ موبایل').fill('09357776655')
  await other.getByRole('button', { name: 'نشان بده' }).click()
  await other.getByText('داوری شما ثبت شد').waitFor()
})
