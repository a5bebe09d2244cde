import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useInstrumentTitle } from './instrument-marks.tsx'
import { type Instrument, instrumentsQuery } from './instrument-types.ts'

type Props = {
  onClose: () => void
  /** Begin with this one; else the person chooses. */
  copyOf?: { instrument: Instrument; number: number }
}

/** An own questionnaire begins empty, or with the questions of another. */
export default function NewInstrumentDialog({ onClose, copyOf }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const titleOf = useInstrumentTitle()
  const list = useQuery({ ...instrumentsQuery(false), enabled: !copyOf })
  const [title, setTitle] = useState(
    copyOf ? t('surveys.screens.newInstrument.copyTitle', { title: copyOf.instrument.title }) : '',
  )
  const [source, setSource] = useState<string | null>(null)
  const create = useAction<void, Instrument>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/instruments', {
          body: {
            title: title.trim(),
            titleEn: '',
            ...(copyOf
              ? { copyOf: { instrumentId: copyOf.instrument.id, number: copyOf.number } }
              : source
                ? { copyOf: { instrumentId: source } }
                : {}),
          },
          headers: withKey(key),
        }),
      ),
    stale: [['instruments']],
    onDone: (made) =>
      void navigate({
        to: '/surveys/instruments/$instrumentId',
        params: { instrumentId: made.id },
        search: { edit: 'yes' } as never,
      }),
  })
  const errors = useFieldErrors(create.error)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (title.trim()) create.run()
  }
  return (
    <Dialog opened onClose={onClose} title={t(`surveys.screens.newInstrument.${copyOf ? 'copy' : 'title'}`)}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            required
            maxLength={160}
            label={t('surveys.screens.instrument.title')}
            placeholder={t('surveys.screens.newInstrument.example')}
            value={title}
            error={errors.title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          {!copyOf && (
            <Select
              clearable
              searchable
              label={t('surveys.screens.newInstrument.from')}
              placeholder={t('surveys.screens.newInstrument.empty')}
              description={t('surveys.screens.newInstrument.fromHint')}
              data={(list.data?.items ?? []).map((one) => ({ value: one.id, label: titleOf(one) }))}
              value={source}
              onChange={setSource}
            />
          )}
          <ErrorLine error={create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={create.isRunning} disabled={!title.trim()}>
              {t('surveys.screens.newInstrument.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
