import { Alert, Button, Group, Stack } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../web/ui/dialog.tsx'

type Props = { onClose: () => void; onPublish: () => void; isRunning: boolean }

/** Publishing can not be taken back: answers must have been given to exactly these questions. */
export function PublishDialog({ onClose, onPublish, isRunning }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog opened onClose={onClose} title={t('surveys.screens.publish.title')}>
      <Stack gap="md">
        <Alert color="saffron" icon={<IconLock size={18} />} title={t('surveys.screens.publish.freezes')}>
          {t('surveys.screens.publish.text')}
        </Alert>
        <span>{t('surveys.screens.publish.after')}</span>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('surveys.screens.publish.notYet')}
          </Button>
          <Button loading={isRunning} onClick={onPublish}>
            {t('surveys.screens.publish.submit')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
