import { Button, Group, Select } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import classes from './file-preview.module.css'
import type { ImportDetail, Reading } from './import-types.ts'

const DELIMITERS: ImportDetail['detection']['delimiter'][] = [',', ';', '\t', '|']
const ENCODINGS: ImportDetail['detection']['encoding'][] = ['utf-8', 'windows-1256', 'utf-16le', 'utf-16be']

type Props = {
  job: ImportDetail
  isRunning: boolean
  error: unknown
  onReread: (reading: Reading) => void
}

/** When letters or columns look wrong: how the file is to be read. A choice reads the uploaded file again at once. */
export function FileReading({ job, isRunning, error, onReread }: Props) {
  const { t } = useTranslation()
  const { detection } = job
  const [headerLine, setHeaderLine] = useState<number | null>(detection.headerLine)
  // Another delimiter may find the header on another line.
  useEffect(() => setHeaderLine(detection.headerLine), [detection.headerLine])
  // A whole file in one column is hardly ever meant.
  const [isOpen, setOpen] = useState(!detection.isSheet && detection.columns.length === 1)
  return (
    <details
      className={classes.preview}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('imports.reading.title')}</summary>
      <Group gap="sm" align="flex-end" pt="xs">
        {!detection.isSheet && (
          <>
            <Select
              label={t('imports.reading.delimiter')}
              allowDeselect={false}
              disabled={isRunning}
              data={DELIMITERS.map((one) => ({ value: one, label: t(`imports.delimiter.${nameOf(one)}`) }))}
              value={detection.delimiter}
              onChange={(one) =>
                one &&
                one !== detection.delimiter &&
                onReread({ delimiter: one as typeof detection.delimiter })
              }
            />
            <Select
              label={t('imports.reading.encoding')}
              allowDeselect={false}
              disabled={isRunning}
              data={ENCODINGS.map((one) => ({ value: one, label: t(`imports.encoding.${one}`) }))}
              value={detection.encoding}
              onChange={(one) =>
                one && one !== detection.encoding && onReread({ encoding: one as typeof detection.encoding })
              }
            />
          </>
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
          disabled={(headerLine ?? 0) === detection.headerLine}
          onClick={() => onReread({ headerLine: headerLine ?? 0 })}
        >
          {t('imports.reading.again')}
        </Button>
      </Group>
      <p role="status" className={classes.found}>
        {t('imports.reading.found', { count: detection.columns.length })}
      </p>
      <ErrorLine error={error} />
    </details>
  )
}

const nameOf = (delimiter: ImportDetail['detection']['delimiter']) =>
  ({ ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' })[delimiter]
