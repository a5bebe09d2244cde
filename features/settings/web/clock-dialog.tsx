import { Button, Select } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import { isGeneral, type LimitRow, rowKey } from './clock-rows.ts'
import { DurationInput } from './duration-input.tsx'
import { FormDialog } from './form-dialog.tsx'
import classes from './settings-screen.module.css'

type Props = {
  row: LimitRow | undefined
  rows: LimitRow[]
  onSave: (rows: LimitRow[]) => Promise<void>
  onClose: () => void
  error: unknown
  isSaving: boolean
}
const KINDS = ['complaint', 'request', 'question', 'suggestion', 'praise', 'warranty_claim']
const SEVERITIES = ['low', 'normal', 'high', 'critical']
const TIERS = ['normal', 'silver', 'gold']

export function ClockDialog({ row, rows, onSave, onClose, error, isSaving }: Props) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(
    row ?? {
      kind: null,
      severity: null,
      tier: null,
      first_reply: undefined,
      resolution: undefined,
      nearRatio: 0.75,
    },
  )
  const others = rows.filter((one) => !row || rowKey(one) !== rowKey(row))
  const isTaken = others.some((one) => rowKey(one) === rowKey(draft))
  const isFixed = row !== undefined && isGeneral(row)
  const setLimit = (metric: 'first_reply' | 'resolution', seconds: number | null) =>
    setDraft({
      ...draft,
      [metric]: seconds ? { businessSeconds: seconds, nearRatio: draft.nearRatio } : undefined,
    })
  const setNear = (percent: number | null) => {
    const nearRatio = (percent ?? 75) / 100
    setDraft({
      ...draft,
      nearRatio,
      first_reply: draft.first_reply && { ...draft.first_reply, nearRatio },
      resolution: draft.resolution && { ...draft.resolution, nearRatio },
    })
  }
  const choice = (name: 'kind' | 'severity' | 'tier', values: string[], words: string) => (
    <Select
      label={t(`settings.clocks.${name}`)}
      placeholder={t(name === 'kind' ? 'settings.clocks.anyKind' : 'settings.clocks.any')}
      clearable={!isFixed}
      disabled={isFixed}
      data={values.map((value) => ({ value, label: t(`${words}.${value}`) }))}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: value } as LimitRow)}
    />
  )
  return (
    <FormDialog
      title={t(row ? 'settings.clocks.edit' : 'settings.clocks.add')}
      onClose={onClose}
      // The dialog shows the error beside its buttons.
      onSave={() => void onSave([...others, draft]).catch(() => undefined)}
      isSaving={isSaving}
      isReady={!isTaken && Boolean(draft.first_reply || draft.resolution)}
      error={error}
      other={
        row &&
        !isFixed && (
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => void onSave(others).catch(() => undefined)}
          >
            {t('settings.delete')}
          </Button>
        )
      }
    >
      {choice('kind', KINDS, 'cases.kind')}
      <div className={classes.pair}>
        {choice('severity', SEVERITIES, 'cases.severity')}
        {choice('tier', TIERS, 'settings.tier')}
      </div>
      {isTaken && <p className={classes.note}>{t('settings.clocks.taken')}</p>}
      {isFixed && <p className={classes.note}>{t('settings.clocks.generalHint')}</p>}
      <div className={classes.pair}>
        <DurationInput
          label={t('settings.clocks.first_reply')}
          seconds={draft.first_reply?.businessSeconds ?? null}
          onChange={(seconds) => setLimit('first_reply', seconds)}
        />
        <DurationInput
          label={t('settings.clocks.resolution')}
          seconds={draft.resolution?.businessSeconds ?? null}
          onChange={(seconds) => setLimit('resolution', seconds)}
        />
      </div>
      <NumberInput
        label={t('settings.clocks.nearLong')}
        unit={t('settings.percent')}
        integer
        min={5}
        max={95}
        step={5}
        value={Math.round(draft.nearRatio * 100)}
        onChange={setNear}
      />
    </FormDialog>
  )
}
