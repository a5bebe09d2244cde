import { Button, Group, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { Copyable } from '../../../web/ui/copyable.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import type { Invitation } from './survey-types.ts'

/** The link of one customer, made when it is asked for and shown once. */
export function OneLinkDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t } = useTranslation()
  const make = useAction<void, components['schemas']['HandedLink']>({
    run: () =>
      take(
        api.POST('/api/v1/customers/{customerId}/invitations/{invitationId}/link', {
          params: { path: { customerId: invitation.customerId, invitationId: invitation.id } },
        }),
      ),
    stale: [['surveys', invitation.surveyId]],
  })
  const link = make.output
  return (
    <Dialog
      opened
      onClose={onClose}
      size="lg"
      title={t('surveys.screens.oneLink.title', { name: invitation.customerName })}
    >
      <Stack gap="md">
        {link ? (
          <>
            <div style={{ overflowWrap: 'anywhere' }} dir="ltr">
              <Copyable value={link.url} />
            </div>
            <span>
              {t('surveys.screens.oneLink.until')} <DateText value={link.expiresAt} />
            </span>
          </>
        ) : (
          <span>{t('surveys.screens.oneLink.text')}</span>
        )}
        <ErrorLine error={make.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant={link ? 'filled' : 'default'} onClick={onClose}>
            {t(link ? 'ui.close' : 'ui.cancel')}
          </Button>
          {!link && (
            <Button loading={make.isRunning} onClick={() => make.run()}>
              {t('surveys.screens.oneLink.make')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}
