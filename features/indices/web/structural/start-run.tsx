import { Button, Select, Stack } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorLine } from '../../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../../web/ui/error-words.ts'
import { JalaliDateInput } from '../../../../web/ui/jalali-date-input.tsx'
import { NumberInput } from '../../../../web/ui/number-input.tsx'
import { Section } from '../../../../web/ui/section.tsx'
import classes from './structural.module.css'
import { type Definition, GROUPINGS, type Grouping, useStartRun } from './structural-queries.ts'

const S = 'indices.structuralScreens'

/** A new run: over which answers, in which groups. */
export function StartRun({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [from, setFrom] = useState<string | null>(null)
  const [to, setTo] = useState<string | null>(null)
  const [groupBy, setGroupBy] = useState<Grouping | 'none'>('month')
  const [seed, setSeed] = useState<number | null>(null)
  const start = useStartRun(definition.id, (run) => void navigate({ href: `/indices/runs/${run.id}` }))
  const errors = useFieldErrors(start.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start.run({
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(groupBy === 'none' ? {} : { groupBy }),
      ...(seed === null ? {} : { seed }),
    })
  }
  return (
    <Section title={t(`${S}.start.title`)} note={t(`${S}.start.periodHint`)}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <div className={classes.fields}>
            <JalaliDateInput
              label={t(`${S}.start.from`)}
              value={from}
              onChange={setFrom}
              error={errors.from}
            />
            <JalaliDateInput label={t(`${S}.start.to`)} value={to} onChange={setTo} error={errors.to} />
          </div>
          <Select
            label={t(`${S}.start.groupBy`)}
            description={t(`${S}.start.groupHelp`)}
            data={[...GROUPINGS, 'none' as const].map((one) => ({ value: one, label: t(`${S}.by.${one}`) }))}
            value={groupBy}
            onChange={(value) => value && setGroupBy(value as Grouping | 'none')}
            allowDeselect={false}
          />
          <details>
            <summary className={classes.summary}>{t(`${S}.start.more`)}</summary>
            <NumberInput
              label={t(`${S}.start.seed`)}
              description={t(`${S}.start.seedHelp`)}
              value={seed}
              onChange={setSeed}
              min={0}
              integer
              plain
            />
          </details>
          <ErrorLine error={start.error} />
          <Button
            type="submit"
            loading={start.isRunning}
            disabled={!definition.isComputable}
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
          >
            {t(`${S}.start.go`)}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
