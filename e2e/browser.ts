import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { expect } from 'vitest'
import { ensureChromium } from '../tools/find-chromium.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The machine's Chromium; a missing one is an error, never a skipped test. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await ensureChromium(() => {})
  return chromium.launch({ executablePath, headless: true, args: FLAGS })
}

/** A customer's cheap phone: 390 px wide, no JavaScript. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  javaScriptEnabled: false,
  locale: 'fa-IR',
  deviceScaleFactor: 2,
}
export const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'fa-IR' }

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeViolation {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

/** Fails on any serious or critical violation of WCAG 2.2 A/AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE)
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations)`,
  )) as AxeViolation[]
  const bad = violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map(
      (v) =>
        `${v.id}: ${v.nodes
          .slice(0, 3)
          .map((n) => n.html.slice(0, 160))
          .join(' | ')}`,
    )
  expect(bad).toEqual([])
}

/** No screen scrolls sideways. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const [wide, shown] = (await page.evaluate(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )) as [number, number]
  expect(wide).toBeLessThanOrEqual(shown)
}

/** Keeps a picture when SCREENSHOTS names a folder (the user guide's pictures are made so). */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder)
    await sharp(await page.screenshot())
      .png({ palette: true, quality: 80 })
      .toFile(`${folder}/${name}.png`)
}

export async function signIn(
  page: Page,
  url: string,
  account: { identifier: string; password: string },
): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page
    .getByLabel(/شماره|ایمیل|نشانی/)
    .first()
    .fill(account.identifier)
  await page.getByLabel(/رمز/).first().fill(account.password)
  await page.keyboard.press('Enter')
  await page.waitForURL((current) => !current.pathname.startsWith('/sign-in'))
}
