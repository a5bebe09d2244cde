import { Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { type DefinitionProblem, problemAt } from './definition-problems.ts'
import type { Draft } from './instrument-builder.tsx'
import { type OfKind, say } from './instrument-types.ts'
import { WordsInput } from './words-input.tsx'

/** Models of the engine whose items a questionnaire can hold. */
const MODELS = ['acsi', 'acsi-price', 'ecsi', 'ecsi6', 'ecsi-bank', 'epsi', 'swics', 'csi']

type Props = { draft: Draft; change: (part: Partial<Draft>) => void; problems: DefinitionProblem[] }

/** What stands around the questions: title, words of greeting and thanks, the low score. */
export function BuilderFrame({ draft, change, problems }: Props) {
  const { t } = useTranslation()
  const { definition } = draft
  const set = (part: Partial<Draft['definition']>) => change({ definition: { ...definition, ...part } })
  const words = (key: 'intro' | 'thanks') => (
    <WordsInput
      required
      minRows={2}
      label={t(`surveys.screens.field.${key}`)}
      value={definition[key]}
      onChange={(next) => set({ [key]: next })}
      path={key}
      problems={problems}
    />
  )
  return (
    <Section title={t('surveys.screens.builder.frame')}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            required
            maxLength={160}
            label={t('surveys.screens.instrument.title')}
            description={t('surveys.screens.builder.titleHint')}
            value={draft.title}
            error={problemAt(problems, 'title')}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <TextInput
            maxLength={160}
            dir="ltr"
            lang="en"
            label={t('surveys.screens.builder.inEnglish', { label: t('surveys.screens.instrument.title') })}
            description={'\u00a0'}
            value={draft.titleEn}
            onChange={(event) => change({ titleEn: event.currentTarget.value })}
          />
        </SimpleGrid>
        {words('intro')}
        {words('thanks')}
        <Radio.Group
          label={t('surveys.screens.view.paging')}
          value={definition.paging}
          onChange={(next) => set({ paging: next as 'all' | 'one' })}
        >
          <Stack gap="xs" pt="xs">
            <Radio value="all" label={t('surveys.screens.paging.all')} />
            <Radio value="one" label={t('surveys.screens.paging.one')} />
          </Stack>
        </Radio.Group>
        <LowScore definition={definition} set={set} problems={problems} />
        <Select
          clearable
          label={t('surveys.screens.instrument.model')}
          description={t('surveys.screens.builder.modelHint')}
          data={[...new Set([...MODELS, ...(definition.modelId ? [definition.modelId] : [])])].map((one) => ({
            value: one,
            label: one.toUpperCase(),
          }))}
          value={definition.modelId}
          error={problemAt(problems, 'modelId')}
          onChange={(modelId) => set({ modelId })}
        />
      </Stack>
    </Section>
  )
}

type LowProps = {
  definition: Draft['definition']
  set: (part: Partial<Draft['definition']>) => void
  problems: DefinitionProblem[]
}

function LowScore({ definition, set, problems }: LowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const scales = definition.questions.filter((one): one is OfKind<'scale'> => one.kind === 'scale')
  const { lowScore } = definition
  const chosen = scales.find((one) => one.code === lowScore?.question)
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <Select
        clearable
        label={t('surveys.screens.field.lowScore')}
        description={t('surveys.screens.builder.lowScoreHint')}
        placeholder={t('surveys.screens.view.noLowScore')}
        data={scales.map((one) => ({ value: one.code, label: say(one.text, locale) || one.code }))}
        value={lowScore?.question ?? null}
        error={problemAt(problems, 'lowScore.question')}
        onChange={(code) => {
          const scale = scales.find((one) => one.code === code)
          set({
            lowScore: scale
              ? { question: scale.code, atMost: Math.floor((scale.min + scale.max) / 2) - 1 }
              : null,
          })
        }}
      />
      {lowScore && (
        <NumberInput
          integer
          label={t('surveys.screens.field.lowScoreAtMost')}
          description={
            chosen &&
            t('surveys.screens.builder.lowScoreRange', {
              min: format.number(chosen.min),
              max: format.number(chosen.max),
            })
          }
          min={chosen?.min ?? 0}
          max={(chosen?.max ?? 10) - 1}
          value={lowScore.atMost}
          error={problemAt(problems, 'lowScore.atMost')}
          onChange={(atMost) => atMost !== null && set({ lowScore: { ...lowScore, atMost } })}
        />
      )}
    </SimpleGrid>
  )
}
