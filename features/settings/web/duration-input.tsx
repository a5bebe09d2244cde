import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberInput } from '../../../web/ui/number-input.tsx'

type Props = { label: string; seconds: number | null; onChange: (seconds: number | null) => void }
const SIZES = { minute: 60, hour: 3600 }
type Unit = keyof typeof SIZES

/** Working time in hours, or in minutes when it is short. */
export function DurationInput({ label, seconds, onChange }: Props) {
  const { t } = useTranslation()
  const [unit, setUnit] = useState<Unit>(seconds !== null && seconds % 1800 !== 0 ? 'minute' : 'hour')
  const value = seconds === null ? null : seconds / SIZES[unit]
  return (
    <div style={{ display: 'flex', alignItems: 'flex-start', gap: '0.5rem' }}>
      <NumberInput
        style={{ flex: 1 }}
        label={label}
        value={value}
        min={unit === 'minute' ? 1 : 0.5}
        max={unit === 'minute' ? 60_000 : 3600}
        onChange={(next) => onChange(next ? Math.round(next * SIZES[unit]) : null)}
      />
      <NativeSelect
        style={{ inlineSize: '6rem', marginBlockStart: '1.6rem' }}
        aria-label={t('settings.clocks.unitOf', { label })}
        value={unit}
        data={(['minute', 'hour'] as const).map((one) => ({ value: one, label: t(`settings.${one}`) }))}
        onChange={(event) => {
          const next = event.currentTarget.value as Unit
          setUnit(next)
          if (value !== null) onChange(Math.round(value * SIZES[next]))
        }}
      />
    </div>
  )
}
