import { ActionIcon, Button, Select, Stack } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import { useBranches } from '../../customers/web/colleague-select.tsx'
import { STAGES, TIERS } from '../../customers/web/customer-types.ts'
import classes from './quota-fields.module.css'
import type { SurveyForm } from './survey-form.ts'

type Quotas = SurveyForm['quotas']
type Props = { quotas: Quotas; onChange: (quotas: Quotas) => void; errors: Record<string, string> }

/** At most so many of a branch, a tier or a stage. */
export function QuotaFields({ quotas, onChange, errors }: Props) {
  const { t } = useTranslation()
  const branches = useBranches()
  const set = (at: number, part: Partial<Quotas[number]>) =>
    onChange(quotas.map((one, i) => (i === at ? { ...one, ...part } : one)))
  const valuesOf = (by: Quotas[number]['by']) =>
    by === 'branch'
      ? (branches.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))
      : (by === 'tier' ? TIERS : STAGES).map((one) => ({ value: one, label: t(`customers.${by}.${one}`) }))
  return (
    <Stack gap="xs">
      <div className={classes.head}>
        <b>{t('surveys.screens.quota.title')}</b>
        <span>{t('surveys.screens.quota.hint')}</span>
      </div>
      {quotas.map((quota, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are known by their place; two may be equal while written
        <div key={at} className={classes.line}>
          <Select
            allowDeselect={false}
            aria-label={t('surveys.screens.quota.by')}
            data={(['branch', 'tier', 'stage'] as const).map((by) => ({
              value: by,
              label: t(`surveys.screens.bias.by.${by}`),
            }))}
            value={quota.by}
            onChange={(by) => by && set(at, { by: by as Quotas[number]['by'], value: null })}
          />
          <Select
            aria-label={t('surveys.screens.quota.value')}
            placeholder={t('surveys.screens.quota.value')}
            data={valuesOf(quota.by)}
            value={quota.value}
            error={errors[`quotas.${at}.value`]}
            onChange={(value) => set(at, { value })}
          />
          <NumberInput
            integer
            min={0}
            aria-label={t('surveys.screens.quota.atMost')}
            placeholder={t('surveys.screens.quota.atMost')}
            value={quota.atMost}
            error={errors[`quotas.${at}.atMost`]}
            onChange={(atMost) => set(at, { atMost })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('surveys.screens.quota.remove')}
            onClick={() => onChange(quotas.filter((_, i) => i !== at))}
          >
            <IconX size={18} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={quotas.length >= 50}
          onClick={() => onChange([...quotas, { by: 'branch', value: null, atMost: null }])}
        >
          {t('surveys.screens.quota.add')}
        </Button>
      </div>
    </Stack>
  )
}
