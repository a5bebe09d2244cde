import { Button, Group, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { FileDrop } from '../../../web/ui/file-drop.tsx'
import { useDefinitionProblems } from './definition-problems.ts'
import { ProblemList } from './definition-problems-list.tsx'
import type { Definition, Instrument } from './instrument-types.ts'

/** Reads the file of the server's own export; what is wrong in it is told place by place. */
export default function ImportInstrumentDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [files, setFiles] = useState<File[]>([])
  const [definition, setDefinition] = useState<Definition>()
  const load = useAction<File, Instrument>({
    run: async (file, key) => {
      const body = JSON.parse(await file.text().then((text) => text.replace(/^\uFEFF/, '')))
      setDefinition(body?.definition)
      return take(api.POST('/api/v1/instruments/import', { body, headers: withKey(key) }))
    },
    stale: [['instruments']],
    onDone: (made) =>
      void navigate({ to: '/surveys/instruments/$instrumentId', params: { instrumentId: made.id } }),
  })
  const problems = useDefinitionProblems(load.error, definition)
  const choose = (chosen: File[]) => {
    setFiles(chosen)
    setDefinition(undefined)
    load.reset()
    if (chosen[0]) load.run(chosen[0])
  }
  return (
    <Dialog opened onClose={onClose} title={t('surveys.screens.importInstrument.title')} size="lg">
      <Stack gap="md">
        <FileDrop
          files={files}
          onChange={choose}
          accept=".json"
          maxMegabytes={2}
          label={t('surveys.screens.importInstrument.drop')}
        />
        {load.isRunning && <span role="status">{t('surveys.screens.importInstrument.reading')}</span>}
        {load.error instanceof SyntaxError ? (
          <ErrorLine error={new ApiError(422, 'instrument_file_not_json')} />
        ) : (
          <ErrorLine error={load.error} />
        )}
        <ProblemList problems={problems} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.close')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
