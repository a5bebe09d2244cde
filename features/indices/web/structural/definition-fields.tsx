import { Checkbox, Group, Select, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { components } from '../../../../api/types.ts'
import { useFormat } from '../../../../web/ui/format.ts'
import { JalaliDateInput } from '../../../../web/ui/jalali-date-input.tsx'
import { NumberInput } from '../../../../web/ui/number-input.tsx'
import { branchesQuery } from '../../../settings/web/settings-queries.ts'
import type { Values } from './definition-values.ts'
import classes from './structural.module.css'
import type { Definition } from './structural-queries.ts'

type Instrument = components['schemas']['Instrument']
type ShippedModel = {
  id: string
  version: string
  label: { fa: string; en: string }
  constructs: number
  items: number
  source: string
}
type Props = {
  values: Values
  onChange: (part: Partial<Values>) => void
  definition: Definition | undefined
  instruments: Instrument[]
  models: ShippedModel[]
  errors: Record<string, string>
}

const S = 'indices.structuralScreens'
const SCHEMES = ['path', 'centroid', 'factorial'] as const
const METRICS = ['standardised', 'raw'] as const
const MISSING = ['mean', 'casewise', 'pairwise'] as const
const TIERS = ['normal', 'silver', 'gold']
const STAGES = ['potential', 'new', 'active', 'loyal', 'at_risk', 'former']
const MODES = ['web', 'phone', 'kiosk', 'paper', 'import'] as const

/** What is computed, about whom, and how; every choice says in plain words what it does. */
export function DefinitionFields(props: Props) {
  const { values, onChange, definition, instruments, models, errors } = props
  const { t } = useTranslation()
  const { locale } = useFormat()
  const published = instruments.filter(
    (one) => one.publishedNumber !== null || one.id === values.instrumentId,
  )
  const instrument = published.find((one) => one.id === values.instrumentId)
  const chosen = models.find((one) => one.id === values.modelId)
  return (
    <>
      <TextInput
        label={t(`${S}.form.name`)}
        placeholder={t(`${S}.form.nameExample`)}
        value={values.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={errors.name}
        maxLength={120}
        required
        data-autofocus
      />
      <div className={classes.fields}>
        <Select
          label={t(`${S}.form.instrument`)}
          description={
            published.length === 0 ? t(`${S}.form.instrumentEmpty`) : t(`${S}.form.instrumentHelp`)
          }
          data={published.map((one) => ({
            value: one.id,
            label: (locale === 'en' && one.titleEn) || one.title,
          }))}
          value={values.instrumentId}
          onChange={(instrumentId) =>
            // The questionnaire usually says which model it was written for.
            onChange({
              instrumentId,
              modelId: published.find((one) => one.id === instrumentId)?.modelId ?? values.modelId,
            })
          }
          disabled={definition !== undefined}
          error={errors.instrumentId}
          searchable
          required
        />
        <Select
          label={t(`${S}.form.model`)}
          description={t(`${S}.form.modelHelp`)}
          data={models.map((one) => ({
            value: one.id,
            label:
              one.id === instrument?.modelId
                ? `${one.label[locale]} — ${t(`${S}.form.modelFits`)}`
                : one.label[locale],
          }))}
          value={values.modelId}
          placeholder={definition && definition.modelId === null ? t(`${S}.form.ownModel`) : undefined}
          onChange={(modelId) => onChange({ modelId })}
          error={errors.model ?? errors.modelId}
          searchable
          required={definition?.modelId !== null}
        />
      </div>
      {chosen && (
        <p className={classes.small}>
          {t(`${S}.form.source`)}: <bdi dir="ltr">{chosen.source}</bdi>
        </p>
      )}
      <PopulationFields {...props} />
      <MethodFields {...props} />
    </>
  )
}

function PopulationFields({ values, onChange, errors }: Props) {
  const { t } = useTranslation()
  const branches = useQuery(branchesQuery)
  const { population } = values
  const set = (part: Partial<Values['population']>) => onChange({ population: { ...population, ...part } })
  return (
    <fieldset className={classes.fieldset}>
      <legend>{t(`${S}.form.who`)}</legend>
      <p className={classes.small}>{t(`${S}.form.whoHelp`)}</p>
      <div className={classes.fields}>
        <Select
          label={t(`${S}.form.branch`)}
          placeholder={t(`${S}.form.allBranches`)}
          data={branches.data?.items.map((one) => ({ value: one.id, label: one.name })) ?? []}
          value={population.branchId ?? null}
          onChange={(branchId) => set({ branchId: branchId ?? (undefined as never) })}
          error={errors['population.branchId']}
          clearable
        />
        <JalaliDateInput
          label={t(`${S}.form.from`)}
          value={population.from ?? null}
          onChange={(from) => set({ from: from ?? (undefined as never) })}
          error={errors['population.from']}
        />
        <JalaliDateInput
          label={t(`${S}.form.to`)}
          value={population.to ?? null}
          onChange={(to) => set({ to: to ?? (undefined as never) })}
          error={errors['population.to']}
        />
        <TagsInput
          label={t(`${S}.form.cities`)}
          value={population.cities ?? []}
          onChange={(cities) => set({ cities })}
        />
      </div>
      <Choices
        label={t(`${S}.form.tiers`)}
        value={population.tiers}
        onChange={(tiers) => set({ tiers })}
        options={TIERS.map((one) => [one, t(`customers.tier.${one}`)])}
      />
      <Choices
        label={t(`${S}.form.stages`)}
        value={population.stages}
        onChange={(stages) => set({ stages })}
        options={STAGES.map((one) => [one, t(`customers.stage.${one}`)])}
      />
      <Choices
        label={t(`${S}.form.modes`)}
        value={population.modes}
        onChange={(modes) => set({ modes: modes as (typeof MODES)[number][] })}
        options={MODES.map((one) => [one, t(`${S}.modes.${one}`)])}
      />
    </fieldset>
  )
}

function Choices({
  label,
  value = [],
  onChange,
  options,
}: {
  label: string
  value?: string[] | undefined
  onChange: (value: string[]) => void
  options: (readonly [string, ReactNode])[]
}) {
  return (
    <Checkbox.Group label={label} value={value} onChange={onChange}>
      <Group gap="md" mt={4}>
        {options.map(([key, name]) => (
          <Checkbox key={key} value={key} label={name} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

function MethodFields({ values, onChange, errors }: Props) {
  const { t } = useTranslation()
  const choice = (name: 'scheme' | 'metric' | 'missing', options: readonly string[]) => (
    <Select
      label={t(`${S}.form.${name}`)}
      description={t(`${S}.form.${name}Help`)}
      data={options.map((one) => ({ value: one, label: t(`${S}.${name}.${one}`) }))}
      value={values[name]}
      onChange={(value) => value && onChange({ [name]: value } as Partial<Values>)}
      error={errors[name]}
      allowDeselect={false}
    />
  )
  return (
    <fieldset className={classes.fieldset}>
      <legend>{t(`${S}.form.how`)}</legend>
      <p className={classes.small}>{t(`${S}.form.howHelp`)}</p>
      <div className={classes.fields}>
        {choice('scheme', SCHEMES)}
        {choice('metric', METRICS)}
        {choice('missing', MISSING)}
        <NumberInput
          label={t(`${S}.form.floor`)}
          description={t(`${S}.form.floorHelp`)}
          value={values.floor}
          onChange={(floor) => onChange({ floor })}
          min={20}
          max={100_000}
          step={10}
          error={errors.floor}
          integer
        />
        <NumberInput
          label={t(`${S}.form.resamples`)}
          description={t(`${S}.form.resamplesHelp`)}
          value={values.resamples}
          onChange={(resamples) => onChange({ resamples })}
          min={0}
          max={20_000}
          step={500}
          error={errors.resamples}
          integer
        />
      </div>
      <Checkbox
        label={`${t(`${S}.form.schedule`)}: ${t(`${S}.form.scheduleMonthly`)}`}
        checked={values.schedule === 'monthly'}
        onChange={(event) => onChange({ schedule: event.currentTarget.checked ? 'monthly' : null })}
      />
    </fieldset>
  )
}
