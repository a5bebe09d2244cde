import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import type { Choices } from './choices.ts'
import classes from './column-table.module.css'
import { FIELDS, type Field, type ImportDetail, REPEATABLE } from './import-types.ts'

type Props = { job: ImportDetail; choices: Choices; onChange: (mapping: (Field | null)[]) => void }

/** Each column of the file with a few of its cells, and what it is. */
export function ColumnTable({ job, choices, onChange }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const options = FIELDS[choices.entity].map((field) => ({
    value: field,
    label: t(`imports.field.${field}`),
  }))
  const set = (at: number, field: Field | null) =>
    onChange(
      choices.mapping.map((one, i) =>
        // Of most fields a file has one column: the new choice takes it from the old one.
        i === at ? field : one !== null && one === field && !REPEATABLE.has(one) ? null : one,
      ),
    )
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('imports.columnsStep.inFile')}</th>
          <th scope="col">{t('imports.columnsStep.samples')}</th>
          <th scope="col">{t('imports.columnsStep.is')}</th>
        </tr>
      </thead>
      <tbody>
        {job.detection.columns.map((column, at) => {
          const field = choices.mapping[at] ?? null
          const name = column.header || t('imports.columnsStep.unnamed', { number: format.number(at + 1) })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
            <tr key={at} data-left-out={field === null || undefined}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td className={classes.samples}>
                {column.samples.map((sample) => (
                  <bdi key={sample}>{sample}</bdi>
                ))}
              </td>
              <td className={classes.choice}>
                <Select
                  aria-label={t('imports.columnsStep.isLabel', { name })}
                  placeholder={t('imports.columnsStep.leftOut')}
                  clearable
                  searchable
                  data={options}
                  value={field}
                  onChange={(value) => set(at, value as Field | null)}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
