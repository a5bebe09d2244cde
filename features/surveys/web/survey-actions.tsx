import { Button, Group, Menu, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconChevronDown,
  IconDeviceTablet,
  IconNotes,
  IconPencil,
  IconPhone,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan, useSession } from '../../../web/session.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { tell, tellError } from '../../../web/ui/undoable.tsx'
import { type Survey, surveyQuery } from './survey-types.ts'

const KioskDialog = lazy(() => import('./kiosk-dialog.tsx'))
export type Move = 'start' | 'pause' | 'resume' | 'close'

/** May I run this survey? One of the whole company only by whom it reaches everywhere. */
export function useMayRun() {
  const can = useCan()
  const session = useSession()
  return (survey: Pick<Survey, 'branchId'>) =>
    can('survey.run', 'all') ||
    (can('survey.run', 'branch') && survey.branchId !== null && survey.branchId === session?.person.branchId)
}

export function useMove(survey: Survey, onDone?: () => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useAction<Move, Survey>({
    run: (move, key) =>
      take(
        api.POST(`/api/v1/surveys/{surveyId}/${move}` as '/api/v1/surveys/{surveyId}/start', {
          params: { path: { surveyId: survey.id } },
          body: { version: survey.version },
          headers: withKey(key),
        }),
      ),
    stale: [['surveys']],
    onDone: (moved, move) => {
      client.setQueryData(surveyQuery(survey.id).queryKey, moved)
      tell(t(`surveys.screens.moved.${move}`))
      onDone?.()
    },
    onError: (error) => {
      tellError(error)
      // Somebody else moved it meanwhile: show where it stands.
      if (error instanceof ApiError && error.status === 409)
        void client.invalidateQueries({ queryKey: ['surveys', survey.id] })
    },
  })
}

/** The moves that the state allows, and the ways in which answers are taken by hand. */
export function SurveyActions({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const can = useCan()
  const mayRun = useMayRun()(survey)
  const [isClosing, closing] = useDisclosure(false)
  const [isKiosk, kiosk] = useDisclosure(false)
  const move = useMove(survey, closing.close)
  const { status } = survey
  const path = { surveyId: survey.id }
  const isTaking = status === 'running' && can('survey.answer')
  return (
    <>
      {mayRun && status === 'draft' && (
        <>
          <Button
            loading={move.isRunning}
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            onClick={() => move.run('start')}
          >
            {t('surveys.screens.move.start')}
          </Button>
          <Button
            variant="default"
            component={Link}
            to="/surveys/$surveyId/edit"
            params={path as never}
            leftSection={<IconPencil size={18} aria-hidden />}
          >
            {t('surveys.screens.move.edit')}
          </Button>
        </>
      )}
      {mayRun && status === 'paused' && (
        <Button
          loading={move.isRunning}
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          onClick={() => move.run('resume')}
        >
          {t('surveys.screens.move.resume')}
        </Button>
      )}
      {isTaking && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={16} aria-hidden />}>
              {t('surveys.screens.take.title')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              component={Link}
              to="/surveys/$surveyId/calls"
              params={path as never}
              leftSection={<IconPhone size={18} stroke={1.7} aria-hidden />}
            >
              {t('surveys.screens.take.phone')}
            </Menu.Item>
            <Menu.Item
              component={Link}
              to="/surveys/$surveyId/paper"
              params={path as never}
              leftSection={<IconNotes size={18} stroke={1.7} aria-hidden />}
            >
              {t('surveys.screens.take.paper')}
            </Menu.Item>
            {mayRun && (
              <Menu.Item
                leftSection={<IconDeviceTablet size={18} stroke={1.7} aria-hidden />}
                onClick={kiosk.open}
              >
                {t('surveys.screens.take.kiosk')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {mayRun && status === 'running' && (
        <Button
          variant="default"
          loading={move.isRunning}
          leftSection={<IconPlayerPause size={18} aria-hidden />}
          onClick={() => move.run('pause')}
        >
          {t('surveys.screens.move.pause')}
        </Button>
      )}
      {mayRun && (status === 'running' || status === 'paused') && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={18} aria-hidden />}
          onClick={closing.open}
        >
          {t('surveys.screens.move.close')}
        </Button>
      )}
      <Dialog opened={isClosing} onClose={closing.close} title={t('surveys.screens.closing.title')}>
        <Stack gap="md">
          <span>{t('surveys.screens.closing.text')}</span>
          <ErrorLine error={move.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={closing.close}>
              {t('ui.cancel')}
            </Button>
            <Button color="red" loading={move.isRunning} onClick={() => move.run('close')}>
              {t('surveys.screens.move.close')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
      <Suspense>{isKiosk && <KioskDialog survey={survey} onClose={kiosk.close} />}</Suspense>
    </>
  )
}
