import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, openBrowser, signIn } from './browser.ts'
import { type RunningServer, startServer } from './running-server.ts'

// What a hurried hand does to a desk: a double click, a reload while an answer is on its way.
let server: RunningServer
let browser: Browser
let desk: Page

beforeAll(async () => {
  server = await startServer({ demo: true })
  browser = await openBrowser()
  desk = await (await browser.newContext(DESK)).newPage()
  desk.setDefaultTimeout(15_000)
  await signIn(desk, server.url, server.accounts.find((one) => one.role === 'employee')!)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

interface Detail {
  interactions: { body: string }[]
}

async function openCase(): Promise<{ path: string; detail(): Promise<Detail> }> {
  const list = (await (
    await desk.request.get(`${server.url}/api/v1/cases?filter[status]=open&limit=20`)
  ).json()) as { items: { id: string; customerId: string }[] }
  const { id, customerId } = list.items[Math.floor(list.items.length / 2)]!
  const path = `/customers/${customerId}/cases/${id}`
  await desk.goto(server.url + path)
  return {
    path,
    detail: async () => (await (await desk.request.get(`${server.url}/api/v1${path}`)).json()) as Detail,
  }
}

test('a double click without a pause writes one note', async () => {
  const kase = await openCase()
  await desk.getByText('یادداشت', { exact: true }).first().click()
  await desk.getByRole('textbox', { name: 'یادداشت برای همکاران…' }).fill('یک بار، نه دو بار')
  await desk.getByRole('button', { name: 'ثبت یادداشت' }).dblclick()
  await desk.getByText('یک بار، نه دو بار').first().waitFor()
  await desk.waitForTimeout(800)
  expect((await kase.detail()).interactions.filter((one) => one.body === 'یک بار، نه دو بار')).toHaveLength(1)
})

test('an answer that was on its way during a reload arrives once and looks sent', async () => {
  const kase = await openCase()
  const text = 'پاسخی که هنگام بارگذاری دوباره در راه بود'
  await desk.getByRole('textbox', { name: /^پاسخ به/ }).fill(text)
  await desk.keyboard.press('Control+Enter')
  await desk.getByText('هنوز فرستاده نشده است').first().waitFor()
  await desk.reload()
  await expect
    .poll(async () => (await kase.detail()).interactions.filter((one) => one.body === text).length, {
      timeout: 20_000,
    })
    .toBe(1)
  await desk.reload()
  await desk.getByText(text).first().waitFor()
  await expect.poll(() => desk.getByText('فرستاده نشد', { exact: true }).count()).toBe(0)
})
