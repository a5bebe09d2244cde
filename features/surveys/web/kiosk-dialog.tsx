import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { Copyable } from '../../../web/ui/copyable.tsx'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import { type Survey, surveyQuery } from './survey-types.ts'

/** The address for the tablet in the shop. It is shown once: only its digest is kept. */
export default function KioskDialog({ survey, onClose }: { survey: Survey; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: surveyQuery(survey.id).queryKey })
  const path = { surveyId: survey.id }
  const open = useAction<void, components['schemas']['KioskDoor']>({
    run: () =>
      take(
        api.POST('/api/v1/surveys/{surveyId}/kiosk', {
          params: { path },
          body: { version: survey.version },
        }),
      ),
    onDone: () => void refresh(),
    onError: () => void refresh(),
  })
  const shut = useAction<void>({
    run: () => api.DELETE('/api/v1/surveys/{surveyId}/kiosk', { params: { path } }),
    stale: [['surveys', survey.id]],
    onDone: () => {
      tell(t('surveys.screens.kiosk.shut'))
      onClose()
    },
  })
  const door = open.output
  return (
    <Dialog opened onClose={onClose} title={t('surveys.screens.kiosk.title')} size="lg">
      <Stack gap="md">
        {door ? (
          <>
            <Alert color="saffron" title={t('surveys.screens.kiosk.once')}>
              {t('surveys.screens.kiosk.onceHint')}
            </Alert>
            <div style={{ overflowWrap: 'anywhere' }} dir="ltr">
              <Copyable value={door.url} />
            </div>
          </>
        ) : (
          <>
            <span>{t('surveys.screens.kiosk.text')}</span>
            {survey.hasKiosk && <Alert color="saffron">{t('surveys.screens.kiosk.hasOne')}</Alert>}
          </>
        )}
        <ErrorLine error={open.error ?? shut.error} />
        <Group justify="flex-end" gap="xs">
          {survey.hasKiosk && !door && (
            <Button variant="default" color="red" loading={shut.isRunning} onClick={() => shut.run()}>
              {t('surveys.screens.kiosk.close')}
            </Button>
          )}
          {door ? (
            <Button onClick={onClose}>{t('ui.close')}</Button>
          ) : (
            <Button loading={open.isRunning} onClick={() => open.run()}>
              {t(`surveys.screens.kiosk.${survey.hasKiosk ? 'openAnew' : 'open'}`)}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}
