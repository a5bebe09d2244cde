import { Button, Group, Radio, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import { postForFile } from './post-for-file.ts'
import type { Survey } from './survey-types.ts'

type Props = { survey: Survey; chosen?: string[]; onDone?: () => void }

/** A file with a link for each. Said before: old links stop working, and the file comes only this once. */
export function HandOutLinks({ survey, chosen, onDone }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isOpen, dialog] = useDisclosure(false)
  const [which, setWhich] = useState<'waiting' | 'reminder'>('waiting')
  const save = useAction<void, void>({
    run: () =>
      postForFile(
        `/api/v1/surveys/${survey.id}/links`,
        chosen ? { invitationIds: chosen } : { which },
        `${t('surveys.screens.links.file')} ${survey.name}.csv`,
      ),
    onDone: () => {
      void client.invalidateQueries({ queryKey: ['surveys', survey.id] })
      tell(t('surveys.screens.links.done'))
      dialog.close()
      onDone?.()
    },
  })
  const isNobody = save.error instanceof ApiError && save.error.code === 'survey_no_links_to_hand_out'
  return (
    <>
      <Button
        variant={chosen ? 'light' : 'default'}
        {...(chosen ? { size: 'compact-md' } : {})}
        leftSection={<IconDownload size={18} aria-hidden />}
        onClick={() => {
          save.reset()
          dialog.open()
        }}
      >
        {chosen
          ? t('surveys.screens.links.chosen', { count: chosen.length })
          : t('surveys.screens.links.title')}
      </Button>
      <Dialog opened={isOpen} onClose={dialog.close} title={t('surveys.screens.links.title')}>
        <Stack gap="md">
          <span>{t('surveys.screens.links.text')}</span>
          {!chosen && survey.reminderDays !== null && (
            <Radio.Group
              label={t('surveys.screens.links.which')}
              value={which}
              onChange={(next) => setWhich(next as 'waiting' | 'reminder')}
            >
              <Stack gap="xs" pt="xs">
                <Radio value="waiting" label={t('surveys.screens.links.waiting')} />
                <Radio value="reminder" label={t('surveys.screens.links.reminder')} />
              </Stack>
            </Radio.Group>
          )}
          <ErrorLine
            error={save.error}
            {...(save.error && !isNobody ? { onRetry: save.again, retryLabel: t('ui.tryAgain') } : {})}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={dialog.close}>
              {t('ui.cancel')}
            </Button>
            <Button loading={save.isRunning} onClick={() => save.run()}>
              {t('surveys.screens.links.download')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}
