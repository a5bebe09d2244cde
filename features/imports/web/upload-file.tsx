import { Button, Group, Stack } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { FileDrop } from '../../../web/ui/file-drop.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { importQuery } from './import-types.ts'

const MAX_MEGABYTES = 200
const ACCEPT = '.csv,.txt,.tsv,.xlsx'

/** The first step: one file, sent as soon as it is chosen. */
export function UploadFile() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [files, setFiles] = useState<File[]>([])
  const upload = useAction({
    run: (file: File, key) => {
      const form = new FormData()
      form.append('file', file, file.name)
      return take(
        api.POST('/api/v1/imports', {
          body: form as never,
          bodySerializer: (body: unknown) => body as never,
          headers: withKey(key),
        }),
      )
    },
    stale: [['imports', 'list']],
    onDone: (made) => {
      client.setQueryData(importQuery(made.id).queryKey, made)
      void navigate({ to: '/imports', search: { id: made.id } as never })
    },
  })
  const choose = (chosen: File[]) => {
    setFiles(chosen)
    upload.reset()
    if (chosen[0]) upload.run(chosen[0])
  }
  return (
    <Section title={t('imports.upload.title')} note={t('imports.upload.note')}>
      <Stack gap="sm">
        <FileDrop
          files={files}
          onChange={choose}
          accept={ACCEPT}
          maxMegabytes={MAX_MEGABYTES}
          label={t('imports.upload.drop')}
        />
        <ErrorLine
          error={upload.error}
          // A refused file stays refused; only a lost line may be tried again.
          {...(upload.error instanceof ApiError && upload.error.status !== 422
            ? { onRetry: upload.again, retryLabel: t('ui.tryAgain') }
            : {})}
        />
        {upload.isRunning && (
          <Group gap="sm" role="status">
            <Button
              loading
              leftSection={<IconUpload size={16} aria-hidden />}
              size="compact-md"
              variant="light"
            >
              {t('imports.upload.reading')}
            </Button>
            <span>{t('imports.upload.reading')}</span>
          </Group>
        )}
      </Stack>
    </Section>
  )
}
