import { formatDateTime, formatMoney, formatTrackingCode, toPersianDigits } from '@hamdel/persian'
import { type Html, html } from '../../../portal/html.ts'
import { portalLayout } from '../../../portal/layout.ts'
import { countAttempt } from '../../../server/lib/attempts.ts'
import type { Actor, Context } from '../../../server/lib/context.ts'
import { invalid, notFound, unauthenticated } from '../../../server/lib/errors.ts'
import { prose } from '../../../server/lib/fields.ts'
import { readStoredFile, storeFile } from '../../../server/lib/files.ts'
import { problemOf } from '../../../server/lib/problems.ts'
import type { PageAnswer, PageInput, PageSpec } from '../../../server/lib/route.ts'
import { runWrite } from '../../../server/lib/transaction.ts'
import { giveVerdict, receiveMessage } from '../hear-customer.ts'
import { CASE_COOKIE, readCaseCookie } from './access-cookie.ts'
import { PORTAL_UPLOADS } from './complaint-form.ts'
import { field, formKey, hiddenKey, loadCompany, notice, portalWords } from './parts.ts'

const MESSAGES_PER_HOUR = 30

/** The customer whose cookie it is, as the actor. Throws 401 when the cookie proves nothing. */
async function asCustomer(
  ctx: Context,
  input: PageInput,
): Promise<Context & { actor: Extract<Actor, { kind: 'customer' }> }> {
  const proved = readCaseCookie(ctx, input.cookies[CASE_COOKIE])
  const customer =
    proved &&
    (await ctx.db
      .selectFrom('customers')
      .select('full_name')
      .where('id', '=', proved.customerId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst())
  if (!proved || !customer) throw unauthenticated('portal_case_needed')
  return { ...ctx, actor: { kind: 'customer', ...proved, fullName: customer.full_name } }
}

async function loadCase(ctx: Context, customerId: string, caseId: string) {
  const where = { customer: customerId, kase: caseId }
  const kase = await ctx.db
    .selectFrom('cases as c')
    .leftJoin('people as p', 'p.id', 'c.owner_id')
    .innerJoin('branches as b', 'b.id', 'c.branch_id')
    .innerJoin('company as y', (join) => join.onTrue())
    .select([
      'c.code',
      'c.kind',
      'c.status',
      'c.subject',
      'c.opened_at',
      'c.verdict_score',
      'c.outcome',
      'p.full_name as ownerName',
      'b.name as branchName',
      'y.money_unit as moneyUnit',
    ])
    .where('c.customer_id', '=', where.customer)
    .where('c.id', '=', where.kase)
    .executeTakeFirst()
  if (!kase) throw notFound('case_not_found')
  const of = <T extends 'interactions' | 'attachments' | 'promises' | 'compensations'>(table: T) =>
    ctx.db
      .selectFrom(table as 'interactions')
      .where('customer_id', '=', where.customer)
      .where('case_id', '=', where.kase)
  const [messages, files, promises, compensations] = await Promise.all([
    // Notes, calls and the inside of the house are not shown.
    of('interactions')
      .select(['id', 'direction', 'author_name', 'body', 'occurred_at'])
      .where('kind', '=', 'message')
      .where('direction', '<>', 'internal')
      .orderBy('occurred_at')
      .orderBy('id')
      .execute(),
    ctx.db
      .selectFrom('attachments')
      .select(['id', 'interaction_id', 'file_name', 'media_type'])
      .where('customer_id', '=', where.customer)
      .where('case_id', '=', where.kase)
      .orderBy('id')
      .execute(),
    ctx.db
      .selectFrom('promises as m')
      .innerJoin('people as k', 'k.id', 'm.keeper_id')
      .select(['m.text', 'm.due_at', 'm.status', 'm.reason', 'k.full_name'])
      .where('m.customer_id', '=', where.customer)
      .where('m.case_id', '=', where.kase)
      .orderBy('m.due_at')
      .execute(),
    ctx.db
      .selectFrom('compensations')
      .select(['kind', 'amount_rials'])
      .where('customer_id', '=', where.customer)
      .where('case_id', '=', where.kase)
      .where('status', 'in', ['granted', 'approved'])
      .orderBy('requested_at')
      .execute(),
  ])
  return { kase, messages, files, promises, compensations }
}

async function showCase(base: Context, input: PageInput, problem?: string): Promise<PageAnswer> {
  const ctx = await asCustomer(base, input)
  const t = portalWords(ctx)
  const company = await loadCompany(ctx)
  const { kase, messages, files, promises, compensations } = await loadCase(
    ctx,
    ctx.actor.customerId,
    ctx.actor.caseId,
  )
  const { locale } = ctx
  const when = (at: Date): Html =>
    html`<time datetime="${at.toISOString()}">${formatDateTime(at, locale)}</time>`
  const fileLinks = (id: string): Html =>
    html`${files.filter((f) => f.interaction_id === id).map((f) => (f.media_type === 'image/jpeg' ? html`<a class="picture" href="/portal/case/file/${f.id}"><img src="/portal/case/file/${f.id}" alt="${f.file_name}" loading="lazy" width="160"></a>` : html`<a href="/portal/case/file/${f.id}"><bdi>${f.file_name}</bdi></a>`))}`
  const isSolved = kase.status === 'solved'
  const statusKey = kase.outcome === 'refused' && isSolved ? 'refused' : kase.status
  const body = html`<h1><bdi>${kase.subject}</bdi></h1>
${input.query.new ? notice('good', t('case.received')) : ''}${input.query.sent ? notice('good', t('case.sent')) : ''}${problem ? notice('error', problem) : ''}
<dl class="facts"><div><dt>${t('case.code')}</dt><dd class="code" dir="ltr">${formatTrackingCode(kase.code, locale)}</dd></div><div><dt>${t('case.status')}</dt><dd><span class="status ${kase.status}">${t(`status.${statusKey}`)}</span></dd></div><div><dt>${t('case.answeredBy')}</dt><dd><bdi>${kase.ownerName ?? t('case.nobodyYet', { branch: kase.branchName })}</bdi></dd></div><div><dt>${t('case.opened')}</dt><dd>${when(kase.opened_at)}</dd></div></dl>
${input.query.new ? html`<p class="hint">${t('case.keepCode')}</p>` : ''}
${isSolved ? verdictForm() : ''}
${kase.status === 'judged' ? notice('info', t('case.judged', { score: kase.verdict_score ?? 0 })) : ''}
${promises.length > 0 ? html`<section><h2>${t('case.promises')}</h2><ul class="promises">${promises.map((p) => html`<li><span>${p.text}</span> <small>${t('case.promiseBy', { name: p.full_name })} · ${when(p.due_at)} · ${t(`promise.${p.status}`)}${p.status === 'withdrawn' && p.reason ? html` · ${p.reason}` : ''}</small></li>`)}</ul></section>` : ''}
${compensations.length > 0 ? html`<section><h2>${t('case.compensations')}</h2><ul>${compensations.map((c) => html`<li>${t(`compensation.${c.kind}`)}${c.amount_rials > 0n ? html` · ${formatMoney(c.amount_rials, kase.moneyUnit as 'toman', locale)}` : ''}</li>`)}</ul></section>` : ''}
<section><h2>${t('case.conversation')}</h2><ol class="messages">${messages.map((m) => html`<li class="${m.direction}"><div class="who"><bdi>${m.author_name}</bdi> ${when(m.occurred_at)}</div><p>${m.body}</p>${fileLinks(m.id)}</li>`)}</ol></section>
<section><h2>${t(isSolved || kase.status === 'judged' ? 'case.writeAgain' : 'case.write')}</h2>
<form method="post" action="/portal/case/reply" enctype="multipart/form-data">${hiddenKey(problem ? input.form : {})}
${field({ name: 'text', label: t('case.message'), control: html`<textarea id="text" name="text" rows="4" required maxlength="20000">${problem ? (input.form.text ?? '') : ''}</textarea>` })}
${field({ name: 'photo', label: t('form.photo'), control: html`<input id="photo" name="photo" type="file" accept="image/*,application/pdf,audio/*" multiple>` })}
<button type="submit">${t('case.send')}</button></form></section>`
  return { html: portalLayout(ctx, { title: kase.subject, company: company.name, body }) }

  function verdictForm(): Html {
    return html`<section class="verdict"><h2>${t('verdict.title')}</h2><p>${t('verdict.lead')}</p>
<form method="post" action="/portal/case/verdict">${hiddenKey({})}
<fieldset class="scores"><legend>${t('verdict.score')}</legend>${Array.from({ length: 10 }, (_, i) => i + 1).map((n) => html`<label><input type="radio" name="score" value="${n}" required><span>${locale === 'fa' ? toPersianDigits(n) : n}</span></label>`)}</fieldset><p class="hint ends"><span>${t('verdict.low')}</span><span>${t('verdict.high')}</span></p>
${field({ name: 'comment', label: t('verdict.comment'), control: html`<textarea id="comment" name="comment" rows="3" maxlength="4000"></textarea>` })}
<div class="row"><button type="submit" name="solved" value="yes">${t('verdict.solved')}</button><button type="submit" name="solved" value="no" class="quiet">${t('verdict.notSolved')}</button></div></form></section>`
  }
}

async function reply(base: Context, input: PageInput): Promise<PageAnswer> {
  const ctx = await asCustomer(base, input)
  const text = prose(20_000).safeParse(input.form.text ?? '')
  if (!text.success) throw invalid('portal_text_required')
  const { customerId, caseId } = ctx.actor
  const request = { caseId, text: text.data, files: input.uploads.map((file) => file.sha256) }
  const key = { actorKey: `case:${caseId}`, key: formKey(input.form.key), request }
  await runWrite(ctx, key, 201, async (tx) => {
    await countAttempt(tx.db, 'portal-reply', caseId, MESSAGES_PER_HOUR, 3600)
    const files = await Promise.all(input.uploads.map((upload) => storeFile(ctx.services, upload)))
    return receiveMessage(tx, customerId, caseId, { text: text.data, channel: 'portal', files })
  })
  return { redirect: '/portal/case?sent=1' }
}

async function judge(base: Context, input: PageInput): Promise<PageAnswer> {
  const ctx = await asCustomer(base, input)
  const score = Number(input.form.score)
  if (!Number.isInteger(score) || score < 1 || score > 10) throw invalid('portal_score_required')
  const comment = prose(4_000).safeParse(input.form.comment ?? '')
  const request = { caseId: ctx.actor.caseId, score, comment: comment.data ?? '', solved: input.form.solved }
  await runWrite(
    ctx,
    { actorKey: `case:${ctx.actor.caseId}`, key: formKey(input.form.key), request },
    201,
    (tx) =>
      giveVerdict(tx, ctx.actor.customerId, ctx.actor.caseId, {
        score,
        comment: comment.data ?? '',
        isSolved: input.form.solved !== 'no',
        via: 'portal',
      }),
  )
  return { redirect: '/portal/case?sent=1' }
}

async function sendFile(base: Context, input: PageInput): Promise<PageAnswer> {
  const ctx = await asCustomer(base, input)
  if (!/^[0-9a-f-]{36}$/.test(input.params.attachmentId ?? '')) throw notFound()
  // Files of internal notes stay inside.
  const row = await ctx.db
    .selectFrom('attachments as a')
    .innerJoin('interactions as i', (join) =>
      join.onRef('i.customer_id', '=', 'a.customer_id').onRef('i.id', '=', 'a.interaction_id'),
    )
    .select(['a.file_name', 'a.media_type', 'a.sha256'])
    .where('a.customer_id', '=', ctx.actor.customerId)
    .where('a.case_id', '=', ctx.actor.caseId)
    .where('a.id', '=', input.params.attachmentId!)
    .where('i.kind', '=', 'message')
    .where('i.direction', '<>', 'internal')
    .executeTakeFirst()
  if (!row) throw notFound()
  return {
    file: {
      fileName: row.file_name,
      mediaType: row.media_type,
      body: readStoredFile(ctx.services, row.sha256),
      isInline: row.media_type === 'image/jpeg',
    },
  }
}

const WHY = 'opened by a signed cookie: code and phone were proved'
const again = async (ctx: Context, input: PageInput, error: Error): Promise<PageAnswer | undefined> => {
  const problem = problemOf(error, ctx.locale)
  return problem.status === 401 ? { redirect: '/portal/follow' } : showCase(ctx, input, problem.detail)
}

export const casePages: PageSpec[] = [
  {
    method: 'GET',
    path: '/portal/case',
    public: WHY,
    handle: (ctx, input) => showCase(ctx, input),
    onError: async (_ctx, _input, error) =>
      problemOf(error, 'fa').status === 401 ? { redirect: '/portal/follow' } : undefined,
  },
  {
    method: 'POST',
    path: '/portal/case/reply',
    public: WHY,
    uploads: PORTAL_UPLOADS,
    handle: reply,
    onError: again,
  },
  { method: 'POST', path: '/portal/case/verdict', public: WHY, handle: judge, onError: again },
  { method: 'GET', path: '/portal/case/file/:attachmentId', public: WHY, handle: sendFile },
]
