import { Alert, Checkbox, Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import { BranchSelect } from '../../customers/web/colleague-select.tsx'
import { type Choices, hasAmounts, hasDates } from './choices.ts'
import { DATE_KINDS, type DateKind, type ImportDetail } from './import-types.ts'

type Props = { job: ImportDetail; choices: Choices; change: (part: Partial<Choices>) => void }

export function ImportOptions({ job, choices, change }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const isCustomers = choices.entity === 'customers'
  const isSurvey = choices.entity === 'survey_answers'
  return (
    <Stack gap="lg">
      {hasAmounts(choices) && <MoneyUnit job={job} choices={choices} change={change} />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {hasDates(choices) && (
          <Select
            label={t('imports.options.dateKind')}
            allowDeselect={false}
            data={DATE_KINDS.map((one) => ({ value: one, label: t(`imports.dateKind.${one}`) }))}
            value={choices.dateKind ?? null}
            placeholder={t('imports.options.dateAsFound')}
            onChange={(one) => change({ dateKind: one as DateKind | null })}
          />
        )}
        {can('import.run', 'all') && (
          <BranchSelect
            label={t('imports.options.branch')}
            description={t('imports.options.branchHint')}
            allowDeselect={false}
            value={choices.branchId ?? null}
            onChange={(branchId) => branchId && change({ branchId })}
          />
        )}
        {choices.entity === 'purchases' && (
          <TextInput
            label={t('imports.options.source')}
            description={t('imports.options.sourceHint')}
            maxLength={60}
            value={choices.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
          />
        )}
        {isSurvey && (
          <>
            <TextInput
              label={t('imports.options.survey')}
              description={t('imports.options.surveyHint')}
              maxLength={200}
              value={choices.survey}
              onChange={(event) => change({ survey: event.currentTarget.value })}
            />
            <JalaliDateInput
              label={t('imports.options.answeredOn')}
              description={t('imports.options.answeredOnHint')}
              value={choices.answeredOn}
              onChange={(answeredOn) => change({ answeredOn })}
            />
          </>
        )}
      </SimpleGrid>
      <Radio.Group
        label={t('imports.options.duplicates')}
        value={choices.duplicatePolicy}
        onChange={(value) => change({ duplicatePolicy: value as 'update' | 'skip' })}
      >
        <Stack gap="xs" pt="xs">
          <Radio
            value="update"
            label={t('imports.options.update')}
            description={t('imports.options.updateHint')}
          />
          <Radio value="skip" label={t('imports.options.skip')} />
        </Stack>
      </Radio.Group>
      {!isCustomers && (
        <Checkbox
          label={t('imports.options.createMissing')}
          description={t('imports.options.createMissingHint')}
          checked={choices.createMissingCustomers}
          onChange={(event) => change({ createMissingCustomers: event.currentTarget.checked })}
        />
      )}
      {choices.entity === 'purchases' && choices.mapping.includes('number') && (
        <Checkbox
          label={t('imports.options.restartYearly')}
          checked={choices.numbersRestartYearly}
          onChange={(event) => change({ numbersRestartYearly: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
}

/** Ten times too much or too little spoils everything behind it: a person says it, with an example before them. */
function MoneyUnit({ job, choices, change }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { money } = job.detection
  const example = (unit: 'rial' | 'toman') =>
    money.median === null
      ? undefined
      : t('imports.options.unitExample', {
          number: format.number(money.median),
          money: format.money(Math.round(money.median * (unit === 'toman' ? 10 : 1)), 'toman'),
        })
  return (
    <Alert color={choices.moneyUnit ? 'petrol' : 'saffron'} variant="light">
      <Radio.Group
        label={t('imports.options.unit')}
        description={
          money.header
            ? t('imports.options.unitFromHeader')
            : money.suggested
              ? t('imports.options.unitSuggested', { unit: t(`ui.money.${money.suggested}`) })
              : t('imports.options.unitUnknown')
        }
        required
        value={choices.moneyUnit ?? ''}
        onChange={(unit) => change({ moneyUnit: unit as 'rial' | 'toman' })}
      >
        <Stack gap="xs" pt="xs">
          {(['rial', 'toman'] as const).map((unit) => (
            <Radio key={unit} value={unit} label={t(`ui.money.${unit}`)} description={example(unit)} />
          ))}
        </Stack>
      </Radio.Group>
    </Alert>
  )
}
