import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useLeaveWarning } from '../../../web/ui/undoable.tsx'
import type { Answers } from './answering.ts'
import type { Definition } from './instrument-types.ts'
import { SheetForm } from './sheet-form.tsx'
import classes from './sheet-note.module.css'
import { answered, useAnswerProblems } from './use-sheet.ts'

type Props = {
  surveyId: string
  definition: Definition
  mode: 'phone' | 'paper'
  locale: 'fa' | 'en'
  invitation?: { customerId: string; invitationId: string }
  branchId?: string
  onDone: () => void
  extra?: React.ReactNode
}

/** A sheet nobody's name hangs on: nothing of it is kept, here or there, before it is finished. */
export function AnonymousSheet({
  surveyId,
  definition,
  mode,
  locale,
  invitation,
  branchId,
  onDone,
  extra,
}: Props) {
  const { t } = useTranslation()
  const [answers, setAnswers] = useState<Answers>({})
  const send = useAction<Answers>({
    run: (given, key) =>
      api.POST('/api/v1/surveys/{surveyId}/anonymous-responses', {
        params: { path: { surveyId } },
        body: {
          mode,
          locale,
          answers: given as never,
          ...(invitation ? { invitation } : {}),
          ...(branchId ? { branchId } : {}),
        },
        headers: withKey(key),
      }),
    stale: [['surveys', surveyId]],
    onDone,
  })
  const problems = useAnswerProblems(send.error)
  useLeaveWarning(Object.keys(answers).length > 0 && !send.isDone)
  return (
    <SheetForm
      definition={definition}
      answers={answers}
      onAnswer={(code, answer) => {
        send.reset()
        setAnswers((before) => answered(definition, before, code, answer))
      }}
      locale={locale}
      problems={problems}
      error={send.error}
      onSubmit={() => send.run(answers)}
      isSubmitting={send.isRunning}
      note={<span className={classes.note}>{t('surveys.screens.sheet.anonymous')}</span>}
      extra={extra}
    />
  )
}
