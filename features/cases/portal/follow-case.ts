import { normalisePhone, normaliseTrackingCode } from '@hamdel/persian'
import { html } from '../../../portal/html.ts'
import { portalLayout } from '../../../portal/layout.ts'
import { countAttempt } from '../../../server/lib/attempts.ts'
import type { Context } from '../../../server/lib/context.ts'
import { invalid } from '../../../server/lib/errors.ts'
import { problemOf } from '../../../server/lib/problems.ts'
import type { PageAnswer, PageInput, PageSpec } from '../../../server/lib/route.ts'
import { makeCaseCookie } from './access-cookie.ts'
import { field, loadCompany, notice, portalWords } from './parts.ts'

const TRIES_PER_ADDRESS = 20
const TRIES_PER_CODE = 10
const WINDOW = 900

async function showForm(ctx: Context, input: PageInput, problem?: string): Promise<PageAnswer> {
  const t = portalWords(ctx)
  const company = await loadCompany(ctx)
  const body = html`<h1>${t('follow.title')}</h1><p class="lead">${t('follow.lead')}</p>${problem ? notice('error', problem) : ''}
<form method="post" action="/portal/follow" novalidate>
${field({ name: 'code', label: t('follow.code'), hint: t('follow.codeHint'), control: html`<input id="code" name="code" value="${input.form.code ?? ''}" inputmode="numeric" dir="ltr" maxlength="30" required autocomplete="off" aria-describedby="code-hint">` })}
${field({ name: 'phone', label: t('form.phone'), control: html`<input id="phone" name="phone" value="${input.form.phone ?? ''}" inputmode="tel" dir="ltr" maxlength="40" required autocomplete="tel">` })}
<button type="submit">${t('follow.send')}</button></form><p><a href="/portal/new">${t('follow.new')}</a></p>`
  return { html: portalLayout(ctx, { title: t('follow.title'), company: company.name, body }) }
}

/** Opens a case by its code and the phone it was made with. A wrong code and a wrong phone get one answer. */
async function follow(ctx: Context, input: PageInput): Promise<PageAnswer> {
  const { db } = ctx.services.database
  const code = normaliseTrackingCode(input.form.code ?? '')
  const phone = normalisePhone(input.form.phone ?? '')
  await countAttempt(db, 'portal-follow-address', ctx.ip, TRIES_PER_ADDRESS, WINDOW)
  // Counted by what was typed, known or not, so that the limit itself tells nothing.
  await countAttempt(
    db,
    'portal-follow-code',
    (code ?? input.form.code ?? '').slice(0, 30),
    TRIES_PER_CODE,
    WINDOW,
  )
  const row = await ctx.db
    .selectFrom('case_codes as k')
    .innerJoin('contact_points as p', (join) =>
      join.onRef('p.customer_id', '=', 'k.customer_id').on('p.kind', '=', 'phone'),
    )
    .select(['k.customer_id', 'k.case_id'])
    .where('k.code', '=', code ?? '')
    .where('p.normalised', '=', phone ?? '')
    .executeTakeFirst()
  if (!row) throw invalid('portal_code_or_phone_wrong')
  return { redirect: '/portal/case', cookies: [makeCaseCookie(ctx, row.customer_id, row.case_id)] }
}

export const followPages: PageSpec[] = [
  {
    method: 'GET',
    path: '/portal/follow',
    public: 'a form to prove code and phone',
    handle: (ctx, input) => showForm(ctx, input),
  },
  {
    method: 'POST',
    path: '/portal/follow',
    public: 'code and phone; tries are counted',
    handle: follow,
    onError: (ctx, input, error) => showForm(ctx, input, problemOf(error, ctx.locale).detail),
  },
]
