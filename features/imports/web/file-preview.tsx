import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import type { Choices } from './choices.ts'
import classes from './file-preview.module.css'
import type { ImportDetail } from './import-types.ts'

const ROWS = 8

/** The first rows as they stand in the file. */
export function FilePreview({
  job,
  choices,
  isOpen,
}: {
  job: ImportDetail
  choices: Choices
  isOpen: boolean
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const { preview, columns } = job.detection
  return (
    <details className={classes.preview} open={isOpen || undefined}>
      <summary>{t('imports.columnsStep.preview', { count: Math.min(ROWS, preview.length) })}</summary>
      <section
        className={classes.scroller}
        aria-label={t('imports.columnsStep.preview', { count: Math.min(ROWS, preview.length) })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              {columns.map((column, at) => {
                const field = choices.mapping[at]
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
                  <th key={at} scope="col">
                    <bdi>{column.header || format.number(at + 1)}</bdi>
                    <small>{field ? t(`imports.field.${field}`) : t('imports.columnsStep.leftOut')}</small>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {preview.slice(0, ROWS).map((row) => (
              <tr key={row.line}>
                <th scope="row">{format.number(row.line)}</th>
                {row.cells.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
                  <td key={at} title={cell}>
                    <bdi>{cell}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
