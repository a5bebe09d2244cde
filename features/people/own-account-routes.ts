import { z } from 'zod'
import { personOf } from '../../server/lib/context.ts'
import { id } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { listMySessions } from './list-people.ts'
import { changeOwnPassword, endOwnSession, signOut } from './own-account.ts'
import { getMe } from './queries.ts'
import * as s from './schema.ts'
import { confirmSecondFactor, offerSecondFactor, removeOwnSecondFactor } from './second-factor.ts'
import { ABSOLUTE_SECONDS } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { getSignInOptions } from './sign-in-options.ts'

export const ownAccountRoutes = [
  defineRoute({
    method: 'GET',
    path: '/sign-in/options',
    operationId: 'getSignInOptions',
    summary: 'What the sign-in page shows',
    access: { public: 'shown before signing in; names no person of a real company' },
    answer: s.signInOptions,
    handle: (ctx) => getSignInOptions(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/sessions',
    operationId: 'signIn',
    summary: 'Sign in with phone or e-mail, password and, when asked, a one-time code',
    access: { public: 'nobody is signed in before signing in; tries are counted' },
    ownTransaction: true,
    body: s.signInInput,
    status: 201,
    answer: z.object({ personId: z.uuid() }),
    async handle(ctx, { body, http }) {
      const { token, personId } = await signIn(ctx, body, http.userAgent)
      http.setSessionCookie(token, ABSOLUTE_SECONDS)
      return { personId }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/sessions/current',
    operationId: 'signOut',
    summary: 'Sign out',
    access: { public: 'a session that is over signs out too: its cookie goes' },
    async handle(ctx, { http }) {
      await signOut(ctx)
      http.setSessionCookie(null)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/me',
    operationId: 'getMe',
    summary: 'Who is signed in, with permissions, authority and the company',
    access: 'signed-in',
    answer: s.me,
    handle: (ctx) => getMe(ctx),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/me',
    operationId: 'updateMe',
    summary: 'Choose the language',
    access: 'signed-in',
    body: z.strictObject({ locale: z.enum(['fa', 'en']) }),
    answer: s.me,
    async handle(ctx, { body }) {
      await ctx.db.updateTable('people').set(body).where('id', '=', personOf(ctx).id).execute()
      return getMe(ctx)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/me/password',
    operationId: 'changeOwnPassword',
    summary: 'Change one’s own password; other sessions end',
    access: 'signed-in',
    // A wrong try must count although the request is refused.
    ownTransaction: true,
    body: s.ownPasswordInput,
    handle: (ctx, { body }) => changeOwnPassword(ctx, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/me/totp/begin',
    operationId: 'offerSecondFactor',
    summary: 'A new secret for an authenticator app, not yet in use',
    access: 'signed-in',
    // Writes nothing; as a write its answer, the secret, would be kept with the idempotency key.
    isRead: true,
    answer: s.secondFactorOffer,
    handle: (ctx) => offerSecondFactor(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/me/totp/confirm',
    operationId: 'confirmSecondFactor',
    summary: 'Turn the second factor on with the first code',
    access: 'signed-in',
    ownTransaction: true,
    body: s.secondFactorConfirmation,
    handle: (ctx, { body }) => confirmSecondFactor(ctx, body),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/me/totp',
    operationId: 'removeOwnSecondFactor',
    summary: 'Turn the second factor off with password and code',
    access: 'signed-in',
    ownTransaction: true,
    body: s.secondFactorRemoval,
    handle: (ctx, { body }) => removeOwnSecondFactor(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/me/sessions',
    operationId: 'listMySessions',
    summary: 'Where one is signed in',
    access: 'signed-in',
    answer: z.object({ items: z.array(s.session) }),
    handle: async (ctx) => ({ items: await listMySessions(ctx) }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/me/sessions/:sessionId',
    operationId: 'endOwnSession',
    summary: 'End one of one’s own sessions',
    access: 'signed-in',
    params: z.object({ sessionId: id }),
    async handle(ctx, { params, http }) {
      const { wasCurrent } = await endOwnSession(ctx, params.sessionId)
      if (wasCurrent) http.setSessionCookie(null)
    },
  }),
]
