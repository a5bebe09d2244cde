import { toLatinDigits } from '@hamdel/persian'
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { tell, useLeaveWarning } from '../../../web/ui/undoable.tsx'
import { isConflict, Theirs, useMine } from './mine-and-theirs.tsx'
import { ReadOnlyNote } from './read-only-note.tsx'
import { type Company, companyQuery } from './settings-queries.ts'
import classes from './settings-screen.module.css'

const HOUR = 3600
const KEYS = [
  'name',
  'moneyUnit',
  'defaultAreaCode',
  'portalIntro',
  'portalIntroEn',
  'queueFloorSeconds',
] as const

export function CompanySection() {
  const company = useQuery(companyQuery)
  if (company.error && !company.data) return <ErrorState error={company.error} onRetry={company.refetch} />
  if (!company.data) return <ListSkeleton count={5} />
  return <CompanyForm company={company.data} />
}

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation()
  const format = useFormat()
  const canWrite = useCan()('setting.write')
  const client = useQueryClient()
  const mine = useMine(company, KEYS, company)
  const draft = mine.values
  const { change, changed, refresh } = mine
  const hasChanges = Object.keys(changed).length > 0
  useLeaveWarning(hasChanges)
  // A colleague saved meanwhile: what was not touched here follows, what was typed stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is what changes
  useEffect(() => refresh(company), [company.version])
  const save = useAction({
    run: (_: undefined, key) =>
      take(
        api.PATCH('/api/v1/settings/company', {
          body: { ...changed, version: mine.version },
          headers: withKey(key),
        }),
      ),
    stale: [['settings'], ['me']],
    onDone: (saved) => {
      mine.saved(saved)
      tell(t('settings.saved'))
    },
    onError: (error) => {
      if (isConflict(error)) void client.invalidateQueries({ queryKey: companyQuery.queryKey })
    },
  })
  const errors = useFieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.run(undefined)
  }
  return (
    <Section title={t('settings.section.company')} actions={<ReadOnlyNote />}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('settings.company.name')}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          readOnly={!canWrite}
          maxLength={120}
          required
          withAsterisk={false}
          error={errors.name}
        />
        <div>
          <span className={classes.name} id="money-unit">
            {t('settings.company.moneyUnit')}
          </span>
          <div className={classes.end}>
            <SegmentedControl
              aria-labelledby="money-unit"
              value={draft.moneyUnit}
              onChange={(moneyUnit) => change({ moneyUnit: moneyUnit as Company['moneyUnit'] })}
              disabled={!canWrite}
              data={(['toman', 'rial'] as const).map((unit) => ({
                value: unit,
                label: t(`ui.money.${unit}`),
              }))}
            />
            <span className={classes.note}>
              {t('settings.company.moneyExample', { amount: format.money(12_500_000, draft.moneyUnit) })}
            </span>
          </div>
        </div>
        <div className={classes.pair}>
          <TextInput
            label={t('settings.company.areaCode')}
            description={t('settings.company.areaCodeHint')}
            value={format.digits(draft.defaultAreaCode)}
            onChange={(event) => change({ defaultAreaCode: toLatinDigits(event.currentTarget.value).trim() })}
            readOnly={!canWrite}
            dir="ltr"
            maxLength={4}
            error={errors.defaultAreaCode}
          />
          <NumberInput
            label={t('settings.company.queueFloor')}
            description={t('settings.company.queueFloorHint')}
            unit={t('settings.hour')}
            value={draft.queueFloorSeconds / HOUR}
            min={0.5}
            max={2160}
            onChange={(hours) => hours && change({ queueFloorSeconds: Math.round(hours * HOUR) })}
            readOnly={!canWrite}
            error={errors.queueFloorSeconds}
          />
        </div>
        <Textarea
          label={t('settings.company.portalIntro')}
          description={t('settings.company.portalIntroHint')}
          value={draft.portalIntro}
          onChange={(event) => change({ portalIntro: event.currentTarget.value })}
          readOnly={!canWrite}
          autosize
          minRows={3}
          maxLength={2000}
          error={errors.portalIntro}
        />
        <Textarea
          label={t('settings.company.portalIntroEn')}
          description={t('settings.company.portalIntroEnHint')}
          value={draft.portalIntroEn}
          onChange={(event) => change({ portalIntroEn: event.currentTarget.value })}
          readOnly={!canWrite}
          dir="ltr"
          autosize
          minRows={3}
          maxLength={2000}
          error={errors.portalIntroEn}
        />
        <ErrorLine error={save.error} />
        <Theirs
          keys={mine.theirs.filter((key) => key !== 'moneyUnit' && key !== 'queueFloorSeconds')}
          record={mine.base}
          label={(key) => t(`settings.company.${key === 'defaultAreaCode' ? 'areaCode' : key}`)}
        />
        {canWrite && (
          <div className={classes.end}>
            <Button type="submit" loading={save.isRunning} disabled={!hasChanges || !draft.name.trim()}>
              {t('ui.save')}
            </Button>
            {hasChanges && (
              <Button variant="subtle" onClick={mine.reset}>
                {t('settings.discard')}
              </Button>
            )}
          </div>
        )}
      </form>
    </Section>
  )
}
