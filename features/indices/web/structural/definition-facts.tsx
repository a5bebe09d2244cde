import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { branchesQuery } from '../../../settings/web/settings-queries.ts'
import classes from './structural.module.css'
import type { Definition } from './structural-queries.ts'
import { useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'

/** Whose answers count, in words. */
export function usePopulationWords() {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const branches = useQuery(branchesQuery)
  return (population: Definition['population']) => {
    const { branchId, tiers, stages, cities, modes, from, to } = population
    const comma = format.locale === 'fa' ? '، ' : ', '
    const parts = [
      branchId && (branches.data?.items.find((one) => one.id === branchId)?.name ?? t(`${S}.by.branch`)),
      tiers?.map((one) => t(`customers.tier.${one}`)).join(comma),
      stages?.map((one) => t(`customers.stage.${one}`)).join(comma),
      cities?.join(comma),
      modes?.map((one) => t(`${S}.modes.${one}`)).join(comma),
      (from || to) && words.period({ fromOn: from ?? null, toOn: to ?? null }),
    ].filter(Boolean)
    return parts.length === 0 ? t(`${S}.definition.everybody`) : parts.join(' · ')
  }
}

export function DefinitionFacts({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const format = useFormat()
  const names = useModelWords(definition.model)
  const say = usePopulationWords()
  const facts = [
    [t(`${S}.form.instrument`), definition.instrumentTitle],
    [
      t(`${S}.form.model`),
      definition.model
        ? `${names.model()}${definition.model.version ? ` · ${t(`${S}.head.version`, { version: format.digits(definition.model.version) })}` : ''}`
        : t(`${S}.notComputable`),
    ],
    [t(`${S}.definition.population`), say(definition.population)],
    [t(`${S}.head.scheme`), t(`${S}.scheme.${definition.scheme}`)],
    [t(`${S}.head.metric`), t(`${S}.metric.${definition.metric}`)],
    [t(`${S}.head.missing`), t(`${S}.missing.${definition.missing}`)],
    [t(`${S}.form.floor`), t(`${S}.definition.floorOf`, { count: definition.floor })],
    [t(`${S}.form.resamples`), format.number(definition.resamples)],
  ]
  return (
    <Section title={t(`${S}.definition.facts`)}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name!} value={value!} />
        ))}
      </dl>
    </Section>
  )
}

export function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
