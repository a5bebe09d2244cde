import { IconCloudCheck, IconCloudUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SheetForm } from './sheet-form.tsx'
import classes from './sheet-note.module.css'
import type { SurveyResponse } from './survey-types.ts'
import { useAnswerProblems, useSheet } from './use-sheet.ts'

type Props = {
  begun: SurveyResponse
  onDone: (response: SurveyResponse) => void
  extra?: (flush: () => Promise<void>) => React.ReactNode
}

/** A sheet in somebody's name: each answer is with the server at once. */
export function NamedSheet({ begun, onDone, extra }: Props) {
  const { t } = useTranslation()
  const sheet = useSheet(begun)
  const [error, setError] = useState<unknown>()
  const [isSubmitting, setSubmitting] = useState(false)
  const problems = useAnswerProblems(error ?? sheet.error)
  const submit = async () => {
    setSubmitting(true)
    setError(undefined)
    try {
      onDone(await sheet.submit())
    } catch (failure) {
      setError(failure)
    } finally {
      setSubmitting(false)
    }
  }
  const isKept = sheet.state === 'kept'
  const Icon = isKept ? IconCloudCheck : IconCloudUp
  return (
    <SheetForm
      definition={begun.definition}
      answers={sheet.answers}
      onAnswer={(...answer) => {
        setError(undefined)
        sheet.onAnswer(...answer)
      }}
      locale={begun.locale}
      problems={problems}
      error={error ?? sheet.error}
      {...(sheet.error && !error ? { onRetry: () => void sheet.flush().catch(() => {}) } : {})}
      onSubmit={() => void submit()}
      isSubmitting={isSubmitting}
      note={
        <span className={classes.note} role="status">
          <Icon size={16} stroke={1.7} aria-hidden />
          {t(`surveys.screens.sheet.${isKept ? 'kept' : sheet.state === 'saving' ? 'saving' : 'waiting'}`)}
        </span>
      }
      extra={extra?.(sheet.flush)}
    />
  )
}
