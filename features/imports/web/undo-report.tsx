import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { Stat, Stats } from '../../../web/ui/stat.tsx'
import type { ImportDetail } from './import-types.ts'

/** What went, what was put back as it had been, and what stays because later work rests on it. */
export function UndoReport({ undo }: { undo: NonNullable<ImportDetail['undo']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = undo.keptRows.slice(0, 20)
  return (
    <>
      <Stats>
        <Stat label={t('imports.undo.deleted')} value={format.number(undo.deleted)} />
        <Stat label={t('imports.undo.restored')} value={format.number(undo.restored)} />
        <Stat
          label={t('imports.undo.kept')}
          value={format.number(undo.kept)}
          tone={undo.kept ? 'warn' : 'plain'}
        />
      </Stats>
      {undo.kept > 0 && (
        <div>
          {Object.entries(undo.keptReasons).map(([reason, count]) => (
            <p key={reason} style={{ margin: 0 }}>
              {t(`imports.undo.reason.${reason}`, { count })}
            </p>
          ))}
          <ul style={{ columns: '14rem', margin: '0.5rem 0 0', paddingInlineStart: '1.125rem' }}>
            {shown.map((row, i) => (
              <li key={row.id}>
                <Link to="/customers/$customerId" params={{ customerId: row.customerId }}>
                  {t('imports.undo.row', { entity: t(`imports.undo.entity.${row.entity}`), number: i + 1 })}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
