import { Button, Group, Stack, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconEye, IconLock } from '@tabler/icons-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import classes from './end-promise-dialog.module.css'
import { type Ending, type EndingPromise, useEndPromise } from './promise-queries.ts'

type Props = { row: EndingPromise; kind: Ending; onClose: () => void }

/** Not kept, or taken back: in both cases somebody will ask why. */
export function EndPromiseDialog({ row, kind, onClose }: Props) {
  const { t } = useTranslation()
  const draft = useDraft(`promises.${kind}.${row.id}`, '')
  const [isMissing, setMissing] = useState(false)
  const end = useEndPromise(kind, () => {
    draft.clear()
    tell(t(`promises.${kind}.done`))
    onClose()
  })
  const fields = useFieldErrors(end.error)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const reason = draft.value.trim()
    setMissing(!reason)
    if (reason && !end.isRunning) end.run({ row, reason })
  }
  const isRead = kind === 'withdraw' && row.caseId !== null
  const Icon = kind === 'break' ? IconLock : isRead ? IconEye : IconAlertTriangle
  return (
    <Dialog opened onClose={onClose} title={t(`promises.${kind}.title`)} returnFocus={false}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <blockquote className={classes.promise}>
            <p dir="auto">{row.text}</p>
            <small>
              <PersonText name={row.customerName} /> · <DateText value={row.dueAt} />
            </small>
          </blockquote>
          <div className={classes.reader} data-tone={kind === 'break' ? undefined : 'warn'}>
            <Icon size={18} stroke={1.8} aria-hidden />
            <span>
              {t(kind === 'break' || isRead ? `promises.${kind}.reader` : 'promises.withdraw.noCase')}
            </span>
          </div>
          <Textarea
            data-autofocus
            withAsterisk
            autosize
            minRows={3}
            maxRows={8}
            maxLength={1000}
            label={t(`promises.${kind}.reason`)}
            placeholder={t(`promises.${kind}.example`)}
            value={draft.value}
            error={isMissing ? t('promises.list.reasonMissing') : fields.reason}
            onChange={(event) => {
              draft.setValue(event.currentTarget.value)
              setMissing(false)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
            }}
          />
          <DraftNote draft={draft} />
          {!fields.reason && <ErrorLine error={end.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={end.isRunning} color={kind === 'break' ? 'red' : undefined}>
              {t(`promises.${kind}.submit`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
