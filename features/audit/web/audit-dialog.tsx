import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import classes from './audit.module.css'
import { diffOf } from './audit-diff.ts'
import { useAuditWords } from './audit-words.ts'

export type AuditEntry = components['schemas']['AuditEntry']

/** One entry: who, when, from where, and every field that changed, before and after. */
export function AuditDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useAuditWords()
  const lines = diffOf(entry.before, entry.after)
  const show = (path: string, value: string | undefined) => {
    if (value === undefined) return '–'
    if (/Rials$/.test(path) && /^\d+$/.test(value)) return format.money(value)
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return format.dateTime(value)
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.date(value)
    if (/^-?[\d.]+$/.test(value)) return format.digits(value)
    if (value === 'true' || value === 'false') return t(`audit.${value === 'true' ? 'yes' : 'no'}`)
    return value
  }
  return (
    <Dialog opened onClose={onClose} title={say.action(entry.action)} size="xl">
      <dl className={classes.facts}>
        <dt>{t('audit.field.actor')}</dt>
        <dd>
          <bdi>{entry.actorName || t('audit.system')}</bdi> · {t(`audit.actorKind.${entry.actorKind}`)}
        </dd>
        <dt>{t('audit.field.at')}</dt>
        <dd>
          <DateText value={entry.at} show="dateTime" />
        </dd>
        {entry.ip && (
          <>
            <dt>{t('audit.field.ip')}</dt>
            <dd>
              <bdi dir="ltr">{entry.ip}</bdi>
            </dd>
          </>
        )}
        <dt>{t('audit.field.seq')}</dt>
        <dd>{entry.seq === null ? t('audit.notSealed') : format.number(entry.seq)}</dd>
        <dt>{t('audit.field.entity')}</dt>
        <dd>
          {say.entity(entry.entity)}{' '}
          <bdi dir="ltr" className={classes.code}>
            {entry.entityId}
          </bdi>
        </dd>
      </dl>
      {lines.length === 0 ? (
        <p className={classes.note}>{t('audit.noFields')}</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.diff}>
            <thead>
              <tr>
                <th scope="col">{t('audit.diff.field')}</th>
                <th scope="col">{t('audit.diff.before')}</th>
                <th scope="col">{t('audit.diff.after')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.path}>
                  <th scope="row">
                    <bdi dir="ltr">{line.path}</bdi>
                  </th>
                  <td data-change={line.before !== undefined && line.isChanged ? 'before' : undefined}>
                    <bdi>{show(line.path, line.before)}</bdi>
                  </td>
                  <td data-change={line.after !== undefined && line.isChanged ? 'after' : undefined}>
                    <bdi>{show(line.path, line.after)}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className={classes.links}>
        {entry.customerId && entry.entity === 'case' && (
          <Button
            component={Link}
            variant="light"
            size="compact-md"
            to={`/customers/${entry.customerId}/cases/${entry.entityId}`}
          >
            {t('audit.openCase')}
          </Button>
        )}
        {entry.customerId && (
          <Button component={Link} variant="subtle" size="compact-md" to={`/customers/${entry.customerId}`}>
            {t('audit.openCustomer')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
