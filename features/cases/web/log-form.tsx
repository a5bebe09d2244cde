import { Button, Checkbox, SegmentedControl, Textarea } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { KeyHint } from '../../../web/ui/key-hint.tsx'
import type { CaseDetail } from './case-types.ts'
import classes from './composer.module.css'
import { EMPTY, type Mode, type useComposerDraft } from './composer-state.ts'

type LogFormProps = {
  kase: CaseDetail
  mode: Exclude<Mode, 'reply'>
  draft: ReturnType<typeof useComposerDraft>
  text: React.RefObject<HTMLTextAreaElement | null>
}

/** What only colleagues see: a note, or what was said by phone or face to face. */
export function LogForm({ kase, mode, draft, text }: LogFormProps) {
  const { t } = useTranslation()
  const { value } = draft
  const set = (change: Partial<typeof value>) => draft.setValue({ ...value, ...change })
  const body = value.texts[mode]
  const isTalk = mode !== 'note'
  const isHeard = isTalk && value.direction === 'inbound' && value.isHeard
  const params = { path: { customerId: kase.customerId, caseId: kase.id } }
  const save = useAction({
    run: (_: undefined, key: string) =>
      isHeard
        ? api.POST('/api/v1/customers/{customerId}/cases/{caseId}/heard', {
            params,
            body: { text: body, channel: mode === 'call' ? 'phone' : 'in_person' },
            headers: withKey(key),
          })
        : api.POST('/api/v1/customers/{customerId}/cases/{caseId}/interactions', {
            params,
            body: { kind: mode, text: body, direction: isTalk ? value.direction : 'internal' },
            headers: withKey(key),
          }),
    stale: [['cases'], ['triage'], ['customers', kase.customerId]],
    onDone: () => {
      if (value.texts.reply.trim())
        draft.setValue({ ...value, mode: 'reply', texts: { ...EMPTY.texts, reply: value.texts.reply } })
      else draft.clear()
    },
  })
  const submit = () => body.trim() && !save.isRunning && save.run(undefined)
  return (
    <>
      <Textarea
        ref={text}
        aria-label={t(`cases.composer.write.${mode}`)}
        placeholder={t(`cases.composer.write.${mode}`)}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={20_000}
        value={body}
        onChange={(event) => set({ texts: { ...value.texts, [mode]: event.currentTarget.value } })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            submit()
          } else if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <ErrorLine error={save.error} />
      <div className={classes.foot}>
        {isTalk && (
          <SegmentedControl
            size="xs"
            aria-label={t('cases.composer.direction')}
            value={value.direction}
            onChange={(direction) => set({ direction: direction as 'inbound' })}
            data={(['outbound', 'inbound'] as const).map((one) => ({
              value: one,
              label: t(`cases.composer.by.${mode}.${one}`),
            }))}
          />
        )}
        {isTalk && value.direction === 'inbound' && (
          <Checkbox
            size="xs"
            label={t('cases.composer.heard')}
            checked={value.isHeard}
            onChange={(event) => set({ isHeard: event.currentTarget.checked })}
          />
        )}
        {!isHeard && (
          <span className={classes.why}>
            <IconLock size={13} aria-hidden /> {t('cases.composer.onlyColleagues')}
          </span>
        )}
        <Button
          className={classes.send}
          size="sm"
          disabled={!body.trim()}
          loading={save.isRunning}
          rightSection={<KeyHint keys="mod+enter" />}
          onClick={submit}
        >
          {t(`cases.composer.saveAs.${mode}`)}
        </Button>
      </div>
    </>
  )
}
