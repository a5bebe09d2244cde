import { Button, Group, SegmentedControl, Select, Stack, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useSession } from '../../../web/session.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import { KINDS, SEVERITIES } from './case-types.ts'
import { type Caller, FindCaller } from './find-caller.tsx'
import { closeNewCase, useNewCase } from './new-case.ts'

type Draft = {
  kind: (typeof KINDS)[number]
  channel: string
  text: string
  severity: string
  isMine: boolean
}
const EMPTY: Draft = { kind: 'complaint', channel: 'phone', text: '', severity: 'auto', isMine: true }
const CHANNELS = ['phone', 'in_person', 'sms', 'email', 'bale']

/** Somebody calls or stands at the counter: who, what about, in their words. */
export function NewCaseDialog() {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const me = useSession()?.person.id
  const { customer } = useNewCase()
  const [caller, setCaller] = useState<Caller | undefined>(
    customer && {
      kind: 'known',
      customerId: customer.customerId,
      fullName: customer.customerName,
      phone: customer.phone ?? null,
    },
  )
  const draft = useDraft<Draft>('cases.new', EMPTY)
  const { kind, channel, text, severity, isMine } = draft.value
  const set = (change: Partial<Draft>) => draft.setValue({ ...draft.value, ...change })
  const open = useAction({
    run: (_: undefined, key: string) =>
      take(
        api.POST('/api/v1/cases', {
          body: {
            ...(caller?.kind === 'known'
              ? { customerId: caller.customerId }
              : { customer: { fullName: caller?.fullName ?? '', phone: caller?.phone ?? '' } }),
            kind,
            channel: channel as 'phone',
            text,
            ...(severity === 'auto' ? {} : { severity: severity as 'low' }),
            ...(isMine && me ? { ownerId: me } : {}),
          },
          headers: withKey(key),
        }),
      ),
    stale: ({ customerId }) => [['cases'], ['triage'], ['customers', customerId], ['customers', 'list']],
    onDone: ({ customerId, caseId, code }) => {
      draft.clear()
      closeNewCase()
      tell(t('cases.new.done', { code: format.trackingCode(code) }))
      void navigate({ to: '/desk', search: { customer: customerId, case: caseId } as never })
    },
  })
  const errors = useFieldErrors(open.error)
  const isReady =
    text.trim() && (caller?.kind === 'known' || (caller?.fullName.trim() && caller.phone.trim()))
  return (
    <Dialog opened onClose={closeNewCase} title={t('cases.new.title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) open.run(undefined)
        }}
      >
        <Stack gap="sm">
          <FindCaller caller={caller} onCaller={setCaller} errors={errors} />
          <Group grow align="flex-start">
            <Select
              label={t('cases.facts.kind')}
              data={KINDS.map((one) => ({ value: one, label: t(`cases.kind.${one}`) }))}
              value={kind}
              allowDeselect={false}
              onChange={(next) => next && set({ kind: next as Draft['kind'] })}
            />
            <Select
              label={t('cases.new.channel')}
              data={CHANNELS.map((one) => ({ value: one, label: t(`cases.channel.${one}`) }))}
              value={channel}
              allowDeselect={false}
              onChange={(next) => next && set({ channel: next })}
            />
            <Select
              label={t('cases.facts.severity')}
              description={severity === 'auto' ? t('cases.new.severityAuto') : undefined}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              data={[
                { value: 'auto', label: t('cases.new.suggest') },
                ...SEVERITIES.map((one) => ({ value: one, label: t(`cases.severity.${one}`) })),
              ]}
              value={severity}
              allowDeselect={false}
              onChange={(next) => next && set({ severity: next })}
            />
          </Group>
          <Textarea
            required
            label={t('cases.new.text')}
            description={t('cases.new.textHint')}
            autosize
            minRows={4}
            maxRows={12}
            maxLength={20_000}
            value={text}
            error={errors.text}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
          <SegmentedControl
            size="sm"
            aria-label={t('cases.facts.owner')}
            value={isMine ? 'mine' : 'queue'}
            onChange={(next) => set({ isMine: next === 'mine' })}
            data={[
              { value: 'mine', label: t('cases.new.mine') },
              { value: 'queue', label: t('cases.new.queue') },
            ]}
          />
          <DraftNote draft={draft} />
          <ErrorLine error={open.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={closeNewCase}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={open.isRunning} disabled={!isReady}>
              {t('cases.new.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
