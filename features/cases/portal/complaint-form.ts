import { displayText, normalisePhone } from '@hamdel/persian'
import { html } from '../../../portal/html.ts'
import { portalLayout } from '../../../portal/layout.ts'
import { countAttempt } from '../../../server/lib/attempts.ts'
import type { Context } from '../../../server/lib/context.ts'
import { invalid } from '../../../server/lib/errors.ts'
import { prose } from '../../../server/lib/fields.ts'
import { storeFile } from '../../../server/lib/files.ts'
import { problemOf } from '../../../server/lib/problems.ts'
import type { PageAnswer, PageInput, PageSpec } from '../../../server/lib/route.ts'
import { runWrite } from '../../../server/lib/transaction.ts'
import { openCase } from '../actions.ts'
import { branchInText } from '../rules.ts'
import { type CaseKind, KINDS } from '../schema.ts'
import { makeCaseCookie } from './access-cookie.ts'
import { field, formKey, hiddenKey, loadCompany, notice, portalWords } from './parts.ts'

export const PORTAL_UPLOADS = { maxFiles: 4, maxBytes: 12 * 1024 * 1024 }
const PER_ADDRESS = 30
const PER_PHONE = 8
const HOUR = 3600

async function showForm(
  ctx: Context,
  input: PageInput,
  problem?: { detail: string; fields?: Record<string, string> | undefined },
): Promise<PageAnswer> {
  const t = portalWords(ctx)
  const company = await loadCompany(ctx)
  const { form, query } = input
  const kind = form.kind ?? (KINDS.includes(query.kind as CaseKind) ? query.kind : 'complaint')
  const branch = form.branch ?? company.branches.find((b) => b.code && b.code === query.branch)?.id ?? ''
  const error = (name: string) => problem?.fields?.[name]
  const described = (name: string, hasHint: boolean) =>
    [hasHint ? `${name}-hint` : '', error(name) ? `${name}-error` : ''].filter(Boolean).join(' ')
  const body = html`<h1>${t('form.title')}</h1><p class="lead">${company.portalIntro || t('form.lead')}</p>
${problem ? notice('error', problem.detail) : ''}
<form method="post" action="/portal/new" enctype="multipart/form-data" novalidate>
${hiddenKey(form)}
${field({ name: 'text', label: t('form.text'), error: error('text'), control: html`<textarea id="text" name="text" rows="6" required maxlength="20000" aria-invalid="${error('text') ? 'true' : 'false'}" aria-describedby="${described('text', false)}" placeholder="${t('form.textHint')}">${form.text ?? ''}</textarea>` })}
${field({ name: 'name', label: t('form.name'), error: error('name'), control: html`<input id="name" name="name" value="${form.name ?? ''}" required maxlength="120" autocomplete="name" aria-invalid="${error('name') ? 'true' : 'false'}" aria-describedby="${described('name', false)}">` })}
${field({ name: 'phone', label: t('form.phone'), hint: t('form.phoneHint'), error: error('phone'), control: html`<input id="phone" name="phone" value="${form.phone ?? ''}" required inputmode="tel" dir="ltr" maxlength="40" autocomplete="tel" aria-invalid="${error('phone') ? 'true' : 'false'}" aria-describedby="${described('phone', true)}">` })}
${field({ name: 'photo', label: t('form.photo'), hint: t('form.photoHint'), error: error('photo'), control: html`<input id="photo" name="photo" type="file" accept="image/*,application/pdf,audio/*" multiple aria-describedby="photo-hint">` })}
<details><summary>${t('form.more')}</summary>
${field({ name: 'kind', label: t('form.kind'), control: html`<select id="kind" name="kind">${KINDS.map((name) => html`<option value="${name}"${name === kind ? html` selected` : ''}>${t(`kind.${name}`)}</option>`)}</select>` })}
${company.branches.length > 1 ? field({ name: 'branch', label: t('form.branch'), control: html`<select id="branch" name="branch"><option value="">${t('form.branchAny')}</option>${company.branches.map((b) => html`<option value="${b.id}"${b.id === branch ? html` selected` : ''}>${b.name}</option>`)}</select>` }) : ''}
</details>
<button type="submit">${t('form.send')}</button><p class="hint">${t('form.promise')}</p></form>
<p><a href="/portal/follow">${t('form.follow')}</a></p>`
  return { html: portalLayout(ctx, { title: t('form.title'), company: company.name, body }) }
}

async function send(ctx: Context, input: PageInput): Promise<PageAnswer> {
  const { form } = input
  const fields: Record<string, string> = {}
  const text = prose(20_000).safeParse(form.text ?? '')
  const fullName = displayText(form.name ?? '').slice(0, 120)
  const phone = normalisePhone(form.phone ?? '')
  if (!text.success) fields.text = 'portal_text_required'
  if (fullName.length < 2) fields.name = 'portal_name_required'
  if (!phone) fields.phone = 'portal_phone_invalid'
  if (!text.success || !phone || Object.keys(fields).length > 0) throw invalid('invalid_input', {}, fields)

  const company = await loadCompany(ctx)
  // Chosen, else spoken of, else where we know them, else the first: some branch always answers.
  const branchId =
    company.branches.find((b) => b.id === form.branch)?.id ??
    branchInText(text.data, company.branches) ??
    (await homeBranch(ctx, phone, company.branches)) ??
    company.branches[0]?.id
  if (!branchId) throw invalid('portal_not_open')
  const kind = KINDS.includes(form.kind as CaseKind) ? (form.kind as CaseKind) : 'complaint'
  const request = {
    text: text.data,
    fullName,
    phone,
    kind,
    branchId,
    files: input.uploads.map((file) => file.sha256),
  }
  const key = { actorKey: 'portal', key: formKey(form.key), request }
  const { body } = await runWrite(ctx, key, 201, async (tx) => {
    // Counted with what they bring: who sends the same form again on a bad line has sent it once.
    await countAttempt(tx.db, 'portal-new-address', ctx.ip, PER_ADDRESS, HOUR)
    await countAttempt(tx.db, 'portal-new-phone', phone, PER_PHONE, HOUR)
    const files = await Promise.all(input.uploads.map((upload) => storeFile(ctx.services, upload)))
    const customer = { fullName, phone }
    return openCase(tx, { customer, kind, text: text.data, channel: 'portal', branchId, files })
  })
  return { redirect: '/portal/case?new=1', cookies: [makeCaseCookie(ctx, body.customerId, body.caseId)] }
}

async function homeBranch(
  ctx: Context,
  phone: string,
  branches: { id: string }[],
): Promise<string | undefined> {
  const known = await ctx.db
    .selectFrom('contact_points as p')
    .innerJoin('customers as c', 'c.id', 'p.customer_id')
    .select('c.branch_id')
    .where('p.kind', '=', 'phone')
    .where('p.normalised', '=', phone)
    .where('c.deleted_at', 'is', null)
    .orderBy('c.created_at')
    .limit(1)
    .executeTakeFirst()
  return branches.find((branch) => branch.id === known?.branch_id)?.id
}

export const complaintPages: PageSpec[] = [
  {
    method: 'GET',
    path: '/portal',
    public: 'customers complain without an account',
    async handle(ctx) {
      const t = portalWords(ctx)
      const company = await loadCompany(ctx)
      const body = html`<h1>${t('home.title')}</h1><p class="lead">${company.portalIntro || t('home.lead')}</p><nav class="choices" aria-label="${t('home.title')}"><a class="button" href="/portal/new">${t('home.complain')}</a><a class="button quiet" href="/portal/new?kind=question">${t('home.ask')}</a><a class="button quiet" href="/portal/follow">${t('home.follow')}</a></nav>`
      return { html: portalLayout(ctx, { title: t('home.title'), company: company.name, body }) }
    },
  },
  {
    method: 'GET',
    path: '/portal/new',
    public: 'customers complain without an account',
    handle: (ctx, input) => showForm(ctx, input),
  },
  {
    method: 'POST',
    path: '/portal/new',
    public: 'customers complain without an account; counted per address and phone',
    uploads: PORTAL_UPLOADS,
    handle: send,
    onError: (ctx, input, error) => showForm(ctx, input, problemOf(error, ctx.locale)),
  },
]
