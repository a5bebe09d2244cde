import { Button, Checkbox, Group, Select, SimpleGrid, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { type DefinitionProblem, problemAt } from './definition-problems.ts'
import type { Definition, OfKind, Question, Words } from './instrument-types.ts'
import { OptionFields } from './option-fields.tsx'
import { WordsInput } from './words-input.tsx'

type Props = {
  at: number
  definition: Definition
  problems: DefinitionProblem[]
  onChange: (question: Question) => void
}

/** Every field of a question. */
export function QuestionEditor({ at, definition, problems, onChange }: Props) {
  const { t } = useTranslation()
  const question = definition.questions[at]!
  const path = `questions.${at}`
  const set = (part: object) => onChange({ ...question, ...part } as Question)
  return (
    <>
      <WordsInput
        required
        label={t('surveys.screens.field.text')}
        value={question.text}
        onChange={(text) => set({ text })}
        path={`${path}.text`}
        problems={problems}
      />
      <Help question={question} set={set} path={path} problems={problems} />
      {(question.kind === 'scale' || question.kind === 'matrix') && (
        <ScaleFields question={question} set={set} path={path} problems={problems} />
      )}
      {(question.kind === 'choice' || question.kind === 'multi') && (
        <OptionFields
          label={t('surveys.screens.field.options')}
          addLabel={t('surveys.screens.builder.addOption')}
          options={question.options}
          least={2}
          most={30}
          prefix="a"
          path={`${path}.options`}
          problems={problems}
          onChange={(options) => set({ options })}
        />
      )}
      {question.kind === 'matrix' && (
        <OptionFields
          label={t('surveys.screens.field.rows')}
          addLabel={t('surveys.screens.builder.addRow')}
          options={question.rows}
          least={1}
          most={20}
          prefix={`${question.code}_`}
          path={`${path}.rows`}
          problems={problems}
          onChange={(rows) => set({ rows })}
        />
      )}
      {question.kind === 'text' && (
        <NumberInput
          integer
          min={1}
          max={4000}
          w={{ base: '100%', sm: '16rem' }}
          label={t('surveys.screens.field.maxLength')}
          value={question.maxLength}
          error={problemAt(problems, `${path}.maxLength`)}
          onChange={(maxLength) => maxLength !== null && set({ maxLength })}
        />
      )}
      <Group gap="lg">
        <Checkbox
          label={t('surveys.screens.builder.isRequired')}
          checked={question.isRequired}
          onChange={(event) => set({ isRequired: event.currentTarget.checked })}
        />
        {'hasDontKnow' in question && (
          <Checkbox
            label={t('surveys.screens.builder.hasDontKnow')}
            checked={question.hasDontKnow}
            onChange={(event) => set({ hasDontKnow: event.currentTarget.checked })}
          />
        )}
        {question.kind === 'scale' && (
          <Checkbox
            label={t('surveys.screens.builder.isReversed')}
            checked={question.isReversed}
            onChange={(event) => set({ isReversed: event.currentTarget.checked })}
          />
        )}
      </Group>
      <ConditionFields
        at={at}
        definition={definition}
        problems={problems}
        onChange={(showIf) => set({ showIf })}
      />
      <TextInput
        dir="ltr"
        maxLength={40}
        w={{ base: '100%', sm: '16rem' }}
        label={t('surveys.screens.field.code')}
        description={t('surveys.screens.builder.codeHint')}
        value={question.code}
        error={problemAt(problems, `${path}.code`)}
        // Nothing but what a code may be: the server would refuse it only at the end.
        onChange={(event) => {
          const code = event.currentTarget.value.replace(/[^A-Za-z0-9_]/g, '').replace(/^[^A-Za-z]+/, '')
          if (code) set({ code })
        }}
      />
    </>
  )
}

type PartProps<Q extends Question = Question> = {
  question: Q
  set: (part: object) => void
  path: string
  problems: DefinitionProblem[]
}

function Help({ question, set, path, problems }: PartProps) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(question.help !== undefined)
  if (!isShown && !question.help)
    return (
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setShown(true)}
        >
          {t('surveys.screens.builder.addHelp')}
        </Button>
      </div>
    )
  return (
    <WordsInput
      label={t('surveys.screens.field.help')}
      value={question.help}
      onChange={(help) => set({ help: help.fa || help.en ? help : undefined })}
      path={`${path}.help`}
      problems={problems}
    />
  )
}

function ScaleFields({ question, set, path, problems }: PartProps<OfKind<'scale'> | OfKind<'matrix'>>) {
  const { t } = useTranslation()
  const format = useFormat()
  const numbers = (values: number[]) =>
    values.map((one) => ({ value: String(one), label: format.number(one) }))
  const pole = (key: 'minPole' | 'maxPole') => (
    <WordsInput
      required
      label={t(`surveys.screens.builder.${key}`, { score: key === 'minPole' ? question.min : question.max })}
      value={question[key] as Words}
      onChange={(words) => set({ [key]: words })}
      path={`${path}.${key}`}
      problems={problems}
    />
  )
  return (
    <>
      <SimpleGrid cols={2} spacing="sm" maw="20rem">
        <Select
          allowDeselect={false}
          label={t('surveys.screens.field.min')}
          data={numbers([0, 1])}
          value={String(question.min)}
          error={problemAt(problems, `${path}.min`)}
          onChange={(min) => set({ min: Number(min) })}
        />
        <Select
          allowDeselect={false}
          label={t('surveys.screens.field.max')}
          data={numbers([2, 3, 4, 5, 6, 7, 8, 9, 10])}
          value={String(question.max)}
          error={problemAt(problems, `${path}.max`)}
          onChange={(max) => set({ max: Number(max) })}
        />
      </SimpleGrid>
      {pole('minPole')}
      {pole('maxPole')}
    </>
  )
}
