import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, api, take } from '../../../api/client.ts'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useLeaveWarning } from '../../../web/ui/undoable.tsx'
import { type Answer, type Answers, linesOf, visibleQuestions } from './answering.ts'
import type { Definition } from './instrument-types.ts'
import type { SurveyResponse } from './survey-types.ts'

/** A pause in typing after which a text is kept. */
const TYPING_MS = 700

/** Answers after this one; what it hides is gone, as on the server. */
export function answered(
  definition: Definition,
  before: Answers,
  code: string,
  answer: Answer | null,
): Answers {
  const { [code]: _, ...rest } = before
  const all: Answers = answer === null ? rest : { ...rest, [code]: answer }
  const kept = new Set(
    visibleQuestions(definition, all)
      .flatMap(linesOf)
      .map((line) => line.code),
  )
  return Object.fromEntries(Object.entries(all).filter(([one]) => kept.has(one)))
}

/** The server names places `answers.CODE`; the form knows them as CODE. */
export function useAnswerProblems(error: unknown): Record<string, string> {
  const fields = useFieldErrors(error)
  return Object.fromEntries(
    Object.entries(fields).map(([path, sentence]) => [path.replace(/^(body\.)?answers\./, ''), sentence]),
  )
}

/**
 * A sheet that the server keeps answer by answer. What could not be sent stays here and goes with the next one; the page
 * does not close over it.
 */
export function useSheet(begun: SurveyResponse) {
  const client = useQueryClient()
  const [answers, setAnswers] = useState<Answers>(begun.answers)
  const [state, setState] = useState<'kept' | 'saving' | 'waiting'>('kept')
  const [error, setError] = useState<unknown>()
  const pending = useRef<Record<string, Answer | null>>({})
  const running = useRef<Promise<void>>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(begun.lastQuestion)
  const { customerId, id: responseId } = begun

  const send = useCallback(async () => {
    while (Object.keys(pending.current).length > 0) {
      const sent = pending.current
      pending.current = {}
      setState('saving')
      try {
        await take(
          api.PUT('/api/v1/customers/{customerId}/responses/{responseId}/answers', {
            params: { path: { customerId, responseId } },
            body: {
              answers: sent as never,
              ...(last.current ? { lastQuestion: last.current } : {}),
            },
          }),
        )
        setError(undefined)
      } catch (failure) {
        // What was answered anew meanwhile is the truth.
        pending.current = { ...sent, ...pending.current }
        if (failure instanceof ApiError && failure.status === 422)
          for (const field of Object.keys(failure.fields))
            delete pending.current[field.replace(/^answers\./, '')]
        setError(failure)
        setState('waiting')
        throw failure
      }
    }
    setState('kept')
  }, [customerId, responseId])
  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current)
    running.current ??= send().finally(() => {
      running.current = undefined
    })
    return running.current
  }, [send])
  const soon = (ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void flush().catch(() => {}), ms)
  }
  const onAnswer = (code: string, answer: Answer | null, question: string, isText: boolean) => {
    const next = answered(begun.definition, answers, code, answer)
    setAnswers(next)
    pending.current = { ...pending.current, [code]: answer }
    last.current = question
    setState('waiting')
    soon(isText ? TYPING_MS : 0)
  }
  // A line that comes back takes along what waited for it.
  useEffect(() => {
    const again = () => void flush().catch(() => {})
    window.addEventListener('online', again)
    return () => {
      window.removeEventListener('online', again)
      again()
    }
  }, [flush])
  useLeaveWarning(state !== 'kept')
  const submit = async (): Promise<SurveyResponse> => {
    await flush()
    const done = await take(
      api.POST('/api/v1/customers/{customerId}/responses/{responseId}/submit', {
        params: { path: { customerId, responseId } },
        body: { answers: {} },
      }),
    )
    await client.invalidateQueries({ queryKey: ['surveys', begun.surveyId] })
    return done
  }
  return { answers, onAnswer, state, error, flush, submit }
}
