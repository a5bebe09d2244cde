import type { Context } from '../server/lib/context.ts'
import { words } from '../server/lib/words.ts'
import { type Html, html } from './html.ts'

/** One portal page: header with the company's name, body, footer with the language switch. */
export function portalLayout(
  ctx: Pick<Context, 'locale'>,
  page: { title: string; company: string; body: Html; head?: Html },
): string {
  const { locale } = ctx
  const other = locale === 'fa' ? 'en' : 'fa'
  const title = page.company ? `${page.title} · ${page.company}` : page.title
  return `<!doctype html>${
    html`<html lang="${locale}" dir="${locale === 'fa' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><link rel="icon" href="/portal/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/portal/portal.css">${page.head}</head>
<body><header class="top"><a href="/portal" class="brand"><bdi>${page.company || words(locale, 'server.product')}</bdi></a></header>
<main>${page.body}</main>
<footer><a href="?lang=${other}" lang="${other}">${words(other, 'server.languageName')}</a></footer></body></html>`
      .__html
  }`
}
