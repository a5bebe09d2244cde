import { Button, Group, Textarea } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan, useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import type { CaseDetail } from './case-types.ts'
import classes from './refusal-panel.module.css'

/** A refusal waiting for its second person, decided where the conversation is read. */
export function RefusalPanel({
  kase,
  refusal,
}: {
  kase: CaseDetail
  refusal: CaseDetail['refusals'][number]
}) {
  const { t } = useTranslation()
  const can = useCan()
  const me = useSession()?.person.id
  const [note, setNote] = useState('')
  const mayDecide = can('case.confirm_refusal') && refusal.requestedBy !== me
  const decide = useAction({
    run: (isConfirmed: boolean, key: string) =>
      api.POST('/api/v1/customers/{customerId}/cases/{caseId}/refusals/{refusalId}/decision', {
        params: { path: { customerId: kase.customerId, caseId: kase.id, refusalId: refusal.id } },
        body: { isConfirmed, note },
        headers: withKey(key),
      }),
    stale: [['cases'], ['triage'], ['lead'], ['customers', kase.customerId]],
    onDone: (_, isConfirmed) => tell(t(isConfirmed ? 'cases.done.refused' : 'cases.done.refusalRejected')),
  })
  return (
    <section className={classes.panel} aria-label={t('cases.refusal.pending')}>
      <div className={classes.title}>
        <IconBan size={17} stroke={1.9} aria-hidden />
        {t('cases.refusal.pending')}
      </div>
      <div className={classes.by}>
        <bdi>{refusal.requestedByName}</bdi> · <DateText value={refusal.requestedAt} show="relative" />
      </div>
      <dl className={classes.list}>
        <dt>{t('cases.refusal.reason')}</dt>
        <dd>{refusal.reason}</dd>
        <dt>{t('cases.refusal.message')}</dt>
        <dd>{refusal.message}</dd>
      </dl>
      {mayDecide ? (
        <div className="no-print">
          <Textarea
            aria-label={t('cases.refusal.note')}
            placeholder={t('cases.refusal.note')}
            autosize
            minRows={1}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <ErrorLine error={decide.error} />
          <Group gap="xs" mt={6}>
            <Button size="compact-md" color="red" loading={decide.isRunning} onClick={() => decide.run(true)}>
              {t('cases.refusal.confirm')}
            </Button>
            <Button
              size="compact-md"
              variant="default"
              disabled={decide.isRunning}
              onClick={() => decide.run(false)}
            >
              {t('cases.refusal.reject')}
            </Button>
          </Group>
        </div>
      ) : (
        <p className={classes.waits}>
          {t(refusal.requestedBy === me ? 'cases.refusal.waitsForOther' : 'cases.refusal.waitsForLead')}
        </p>
      )}
    </section>
  )
}
