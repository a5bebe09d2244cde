import { z } from 'zod'
import { defineRoute } from '../../server/lib/route.ts'
import { getMe } from './queries.ts'
import { me, signInInput } from './schema.ts'
import { ABSOLUTE_SECONDS } from './sessions.ts'
import { signIn } from './sign-in.ts'

export const peopleRoutes = [
  defineRoute({
    method: 'POST',
    path: '/sessions',
    operationId: 'signIn',
    summary: 'Sign in with phone or e-mail, password and, when asked, a one-time code',
    access: { public: 'nobody is signed in before signing in; tries are counted' },
    ownTransaction: true,
    body: signInInput,
    status: 201,
    answer: z.object({ personId: z.uuid() }),
    async handle(ctx, { body, http }) {
      const { token, personId } = await signIn(ctx, body, http.userAgent)
      http.setSessionCookie(token, ABSOLUTE_SECONDS)
      return { personId }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/me',
    operationId: 'getMe',
    summary: 'Who is signed in, with permissions, authority and the company',
    access: 'signed-in',
    answer: me,
    handle: (ctx) => getMe(ctx),
  }),
]
