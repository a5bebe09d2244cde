import { toLatinDigits } from '@hamdel/persian'
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
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
import { ReadOnlyNote } from './read-only-note.tsx'
import { type Company, companyQuery } from './settings-queries.ts'
import classes from './settings-screen.module.css'

const HOUR = 3600

export function CompanySection() {
  const company = useQuery(companyQuery)
  if (company.error && !company.data) return <ErrorState error={company.error} onRetry={company.refetch} />
  if (!company.data) return <ListSkeleton count={5} />
  // A colleague may have saved meanwhile: the form then starts from what is true now.
  return <CompanyForm key={company.data.version} company={company.data} />
}

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation()
  const format = useFormat()
  const canWrite = useCan()('setting.write')
  const [draft, setDraft] = useState(company)
  const change = (part: Partial<Company>) => setDraft({ ...draft, ...part })
  const keys = ['name', 'moneyUnit', 'defaultAreaCode', 'portalIntro', 'queueFloorSeconds'] as const
  const changed = keys.filter((key) => draft[key] !== company[key])
  useLeaveWarning(changed.length > 0)
  const save = useAction({
    run: (_: undefined, key) =>
      take(
        api.PATCH('/api/v1/settings/company', {
          body: {
            version: company.version,
            ...Object.fromEntries(changed.map((name) => [name, draft[name]])),
          },
          headers: withKey(key),
        }),
      ),
    stale: [['settings'], ['me']],
    onDone: () => tell(t('settings.saved')),
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
        <ErrorLine error={save.error} />
        {canWrite && (
          <div className={classes.end}>
            <Button type="submit" loading={save.isRunning} disabled={!changed.length || !draft.name.trim()}>
              {t('ui.save')}
            </Button>
            {changed.length > 0 && (
              <Button variant="subtle" onClick={() => setDraft(company)}>
                {t('settings.discard')}
              </Button>
            )}
          </div>
        )}
      </form>
    </Section>
  )
}
