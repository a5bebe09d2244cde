import type { Context } from '../../server/lib/context.ts'
import { personOf } from '../../server/lib/context.ts'
import { type Reply, replyToCase } from '../cases/actions.ts'
import { makePromise } from '../promises/actions.ts'

export interface Answer extends Reply {
  promise?: { text: string; dueAt: string; keeperId?: string | undefined } | undefined
}

/** One answer from the desk: the reply and the promise in it are one act, kept or lost together. */
export async function answerCase(
  ctx: Context,
  customerId: string,
  caseId: string,
  answer: Answer,
): Promise<{ interactionId: string }> {
  const { promise, ...reply } = answer
  const { interactionId } = await replyToCase(ctx, customerId, caseId, reply)
  if (promise)
    await makePromise(ctx, {
      customerId,
      caseId,
      interactionId,
      text: promise.text,
      keeperId: promise.keeperId ?? personOf(ctx).id,
      dueAt: new Date(promise.dueAt),
    })
  return { interactionId }
}
