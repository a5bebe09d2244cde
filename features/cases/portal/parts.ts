import { randomBytes } from 'node:crypto'
import { type Html, html } from '../../../portal/html.ts'
import type { Context } from '../../../server/lib/context.ts'
import type { ErrorParams } from '../../../server/lib/errors.ts'
import { words } from '../../../server/lib/words.ts'

/** Words of the portal: t('form.title') is cases.portal.form.title. */
export const portalWords = (ctx: Context) => (key: string, params?: ErrorParams) =>
  words(ctx.locale, `cases.portal.${key}`, params)

export interface Company {
  name: string
  /** In the reader's language; empty when the company wrote none in it. */
  portalIntro: string
  branches: { id: string; name: string; code: string | null }[]
}

export async function loadCompany(ctx: Context): Promise<Company> {
  const company = await ctx.db
    .selectFrom('company')
    .select(['name', 'portal_intro', 'portal_intro_en'])
    .executeTakeFirst()
  const branches = await ctx.db
    .selectFrom('branches')
    .select(['id', 'name', 'code'])
    .where('is_active', '=', true)
    .orderBy('name')
    .execute()
  return {
    name: company?.name ?? '',
    portalIntro: (ctx.locale === 'en' ? company?.portal_intro_en : company?.portal_intro) ?? '',
    branches,
  }
}

/** The key of one filled-in form: sending it twice (a weak line, an impatient finger) is one message. */
export const formKey = (typed?: string): string =>
  typed && /^[A-Za-z0-9_-]{16,64}$/.test(typed) ? typed : randomBytes(18).toString('base64url')

export const hiddenKey = (form: Record<string, string>): Html =>
  html`<input type="hidden" name="key" value="${formKey(form.key)}">`

export function field(input: {
  name: string
  label: string
  hint?: string
  control: Html
  error?: string | undefined
}): Html {
  return html`<div class="field"><label for="${input.name}">${input.label}</label>${input.hint ? html`<p class="hint" id="${input.name}-hint">${input.hint}</p>` : ''}${input.control}${input.error ? html`<p class="field-error" id="${input.name}-error">${input.error}</p>` : ''}</div>`
}

export const notice = (kind: 'error' | 'good' | 'info', text: string): Html =>
  html`<p class="notice ${kind}" role="${kind === 'error' ? 'alert' : 'status'}">${text}</p>`
