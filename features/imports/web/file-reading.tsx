import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import type { Choices } from './choices.ts'
import classes from './file-preview.module.css'
import type { ImportDetail } from './import-types.ts'

const ENCODINGS: ImportDetail['detection']['encoding'][] = ['utf-8', 'windows-1256', 'utf-16le', 'utf-16be']

type Props = {
  job: ImportDetail
  isRunning: boolean
  error: unknown
  onReread: (extra: Partial<Choices>) => void
}

/** When letters look wrong or the header was not found: how the file is to be read. */
export function FileReading({ job, isRunning, error, onReread }: Props) {
  const { t } = useTranslation()
  const { detection } = job
  const [encoding, setEncoding] = useState(detection.encoding)
  const [headerLine, setHeaderLine] = useState<number | null>(detection.headerLine)
  const isChanged = encoding !== detection.encoding || (headerLine ?? 0) !== detection.headerLine
  return (
    <details className={classes.preview}>
      <summary>{t('imports.reading.title')}</summary>
      <Group gap="sm" align="flex-end" pt="xs">
        {!detection.isSheet && (
          <Select
            label={t('imports.reading.encoding')}
            allowDeselect={false}
            data={ENCODINGS.map((one) => ({ value: one, label: t(`imports.encoding.${one}`) }))}
            value={encoding}
            onChange={(one) => one && setEncoding(one as typeof encoding)}
          />
        )}
        <NumberInput
          label={t('imports.reading.headerLine')}
          description={t('imports.reading.headerLineHint')}
          integer
          min={0}
          max={1000}
          value={headerLine}
          onChange={setHeaderLine}
        />
        <Button
          variant="default"
          loading={isRunning}
          disabled={!isChanged}
          onClick={() =>
            onReread({ ...(detection.isSheet ? {} : { encoding }), headerLine: headerLine ?? 0 })
          }
        >
          {t('imports.reading.again')}
        </Button>
      </Group>
      <ErrorLine error={error} />
    </details>
  )
}
