import { z } from 'zod'
import { id } from '../../server/lib/fields.ts'
import { storeFile } from '../../server/lib/files.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { accessCase } from '../cases/access.ts'
import { caseParams, replyInput } from '../cases/schema.ts'
import { answerCase } from './answer-case.ts'

const CASE = '/customers/:customerId/cases/:caseId'
const ATTACHMENTS = { maxFiles: 5, maxBytes: 25 * 1024 * 1024 }
const made = z.object({ interactionId: id })

/** A reply as JSON text in a multipart field. */
const replyText = z
  .string()
  .transform((text, issue) => {
    try {
      return JSON.parse(text)
    } catch {
      issue.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(replyInput)

export const deskRoutes = [
  defineRoute({
    method: 'POST',
    path: `${CASE}/replies`,
    operationId: 'replyToCase',
    summary: 'Answer the customer; wait for them, keep working, or say it is solved',
    access: { permission: 'case.reply' },
    params: caseParams,
    body: replyInput,
    status: 201,
    answer: made,
    handle: (ctx, { params, body }) => answerCase(ctx, params.customerId, params.caseId, body),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/replies-with-files`,
    operationId: 'replyToCaseWithFiles',
    summary: 'Answer with attachments (multipart; field `reply` is the JSON of a reply)',
    access: { permission: 'case.reply' },
    params: caseParams,
    uploads: ATTACHMENTS,
    body: z.object({ reply: z.string().max(60_000) }),
    status: 201,
    answer: made,
    async handle(ctx, { params, body, uploads }) {
      await accessCase(ctx, params.customerId, params.caseId, 'case.reply')
      const reply = replyText.parse(body.reply)
      const files = await Promise.all(uploads.map((upload) => storeFile(ctx.services, upload)))
      return answerCase(ctx, params.customerId, params.caseId, { ...reply, files })
    },
  }),
]
