import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, expectAccessible, expectNoSideScroll, openBrowser, picture, signIn } from './browser.ts'
import { type RunningServer, startServer } from './running-server.ts'

// The employees' side of surveys, from an empty questionnaire to the case of a low score.
let server: RunningServer
let browser: Browser
let page: Page
let surveyId = ''
let answeredAs = ''

beforeAll(async () => {
  server = await startServer({ demo: true })
  browser = await openBrowser()
  page = await open(1440)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function open(width: number): Promise<Page> {
  const context = await browser.newContext({
    ...DESK,
    viewport: { width, height: width < 500 ? 844 : 900 },
  })
  const opened = await context.newPage()
  opened.setDefaultTimeout(20_000)
  await signIn(opened, server.url, server.accounts.find((one) => one.role === 'analyst')!)
  return opened
}
const go = async (path: string) => {
  await page.goto(server.url + path)
  await page.getByRole('heading', { level: 1 }).waitFor()
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const choose = async (field: string, option: string | RegExp) => {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}
const question = (code: string) => page.locator(`[data-builder="${code}"]`)
const textOf = (code: string) =>
  question(code)
    .getByLabel(/^متن پرسش/)
    .first()
const checked = () => page.locator('input:checked').count()

async function add(kind: string) {
  await button('افزودن پرسش').last().click()
  await page.getByRole('menuitem', { name: kind, exact: true }).click()
}

test('a questionnaire is written, told what is wrong without losing a word, and published', async () => {
  await go('/surveys/instruments')
  await button('پرسشنامهٔ تازه').click()
  await page.getByLabel('عنوان پرسشنامه').fill('رضایت از تحویل')
  await button('ساختن').click()
  await page.waitForURL(/edit=yes/)
  await add('نمره')
  await textOf('q1').fill('چقدر راضی بودید؟')
  await button('ذخیرهٔ پیش‌نویس').click()
  await page.getByText('معنای کمترین نمره:').waitFor()
  expect(await textOf('q1').inputValue()).toBe('چقدر راضی بودید؟')
  await question('q1')
    .getByLabel(/^نمرهٔ ۱ یعنی/)
    .first()
    .fill('ناراضی')
  await question('q1')
    .getByLabel(/^نمرهٔ ۱۰ یعنی/)
    .first()
    .fill('راضی')
  // Moved up by the keyboard alone.
  await question('q1').locator('button[data-head]').press('Alt+ArrowUp')
  await expect.poll(() => page.locator('[data-builder]').first().getAttribute('data-builder')).toBe('q1')
  await add('یک گزینه')
  await textOf('q2').fill('چرا؟')
  await question('q2').getByLabel('متن ۱ به فارسی').fill('دیر رسید')
  await question('q2').getByLabel('متن ۲ به فارسی').fill('آسیب دیده بود')
  await question('q2').getByRole('button', { name: 'افزودن شرط' }).click()
  await choose('پرسشِ شرط', 'چقدر راضی بودید؟')
  await choose('نمرهٔ پایین', 'چقدر راضی بودید؟')
  await page.keyboard.press('Control+s')
  await page.getByText('پیش‌نویس ذخیره شد.').waitFor()
  // What is not saved yet survives the page.
  await textOf('q2').fill('چرا راضی نبودید؟')
  await page.waitForTimeout(500)
  await page.reload()
  await question('q2').locator('button[data-head]').click()
  expect(await textOf('q2').inputValue()).toBe('چرا راضی نبودید؟')
  await expectAccessible(page)
  await picture(page, 'survey-builder')
  await button('انتشار').click()
  await button('منتشر شود').click()
  await page.getByText('منتشر شد؛').waitFor()
}, 120_000)

test('a survey is planned, forecast and started', async () => {
  await go('/surveys/new')
  await page.getByLabel('نام نظرسنجی').fill('تحویل پاییز')
  await choose('پرسشنامه', 'رضایت از تحویل')
  await page.getByLabel('اندازهٔ نمونه').fill('۲۰')
  await choose('راه فرستادن', 'تماس تلفنی')
  await choose('اجازهٔ مشتری', /مخالفت/)
  await button('ذخیره و دیدن پیش‌بینی').click()
  await page.getByText('نفر دعوت می‌شوند').waitFor()
  await picture(page, 'survey-plan')
  surveyId = /surveys\/([0-9a-f-]{36})/.exec(page.url())![1]!
  await button('آغاز نظرسنجی').click()
  await page.getByText('نظرسنجی آغاز شد.').waitFor()
  await go(`/surveys/${surveyId}?tab=people`)
  await expect.poll(() => page.locator('[data-row]').count(), { timeout: 20_000 }).toBe(20)
}, 60_000)

test('an interview is answered by digits, kept as it goes, and its low score opens a case', async () => {
  await go(`/surveys/${surveyId}/calls`)
  await button('تماس بعدی').click()
  await button('آغاز مصاحبه').click()
  await page.getByText('۰ از ۲ پاسخ').waitFor()
  await page.keyboard.press('2')
  // The answer uncovers the question that asks why; the keys are on the text now.
  await page.getByText('چرا راضی نبودید؟').waitFor()
  await page.locator('textarea').fill('دیر رسید و کسی خبر نداد.')
  await page.keyboard.press('Escape')
  await page.keyboard.press('1')
  await expect.poll(checked).toBe(2)
  await page.getByText('ذخیره شد').waitFor()
  await page.reload()
  await button('آغاز مصاحبه').click()
  await expect.poll(checked).toBe(2)
  expect(await page.locator('textarea').inputValue()).toBe('دیر رسید و کسی خبر نداد.')
  await expectAccessible(page)
  await picture(page, 'survey-interview')
  await button('ثبت نهایی').click()
  await page.getByRole('link', { name: 'دیدن پرونده' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  answeredAs = /customers\/([0-9a-f-]{36})/.exec(page.url())![1]!
  await page.getByText('چقدر راضی بودید؟').first().waitFor()
}, 60_000)

test('a call that was no interview comes back when it was asked to, and an unanswered one later', async () => {
  await go(`/surveys/${surveyId}/calls`)
  await button('تماس بعدی').click()
  await button('بعد زنگ بزنم').click()
  await button('فردا ساعت ۱۰').click()
  await button('ثبت').click()
  await page.getByText('ثبت شد؛ سر وقتش').waitFor()
  await button('جواب نداد').click()
  await page.getByText('ثبت شد؛ چند ساعت').waitFor()
  await button('فهرست تماس').click()
  await expect.poll(() => page.getByText('دیرتر', { exact: true }).count()).toBe(2)
}, 60_000)

test('a file of answers goes in, and each row left out says why', async () => {
  await go(`/surveys/${surveyId}?tab=file`)
  const csv = 'q1,q2,comment\n9,,خوب\n99,,\n8,,\n7,,متوسط\n6,,\n10,,\n'
  await page.setInputFiles('input[type=file]', {
    name: 'answers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  })
  await button('ورود پاسخ‌ها').click()
  await page.getByText('بیرون از مقیاس').waitFor()
  await expectAccessible(page)
  await go(`/surveys/${surveyId}?tab=questions`)
  await page.getByText('بر پایهٔ ۶ برگه').waitFor()
  await picture(page, 'survey-questions')
}, 60_000)

test.each([1440, 390])(
  'every screen of surveys is usable at %i px',
  async (width) => {
    const other = await open(width)
    const errors: string[] = []
    other.on('pageerror', (error) => errors.push(error.message))
    const shipped = (await (await other.request.get(`${server.url}/api/v1/instruments`)).json()) as {
      items: { id: string; key: string }[]
    }
    const ecsi = shipped.items.find((one) => one.key === 'ecsi')!.id
    const sheets = (await (
      await other.request.get(`${server.url}/api/v1/surveys/${surveyId}/responses?limit=50`)
    ).json()) as { items: { id: string; customerId: string | null }[] }
    const sheet = sheets.items.find((one) => one.customerId === answeredAs)!.id
    for (const path of [
      '/surveys',
      '/surveys/new',
      ...['numbers', 'questions', 'verbatims', 'answers', 'people', 'plan', 'file'].map(
        (tab) => `/surveys/${surveyId}?tab=${tab}`,
      ),
      `/surveys/${surveyId}/calls`,
      `/surveys/${surveyId}/paper`,
      `/surveys/${surveyId}/answers/${answeredAs}/${sheet}`,
      '/surveys/instruments',
      `/surveys/instruments/${ecsi}`,
    ]) {
      await other.goto(server.url + path)
      await other.getByRole('heading', { level: 1 }).waitFor()
      await other.waitForLoadState('networkidle')
      await expectNoSideScroll(other)
      await expectAccessible(other)
    }
    expect(errors).toEqual([])
    await other.context().close()
  },
  180_000,
)
