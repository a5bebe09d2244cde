import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import type { Column } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { useBranches } from '../../customers/web/colleague-select.tsx'
import { KindIcon, SeverityMark, StatusMark } from './case-marks.tsx'
import { useCategories } from './case-types.ts'
import classes from './cases-screen.module.css'

type Item = components['schemas']['CaseListItem']

/** A verdict of seven and more is a satisfied customer: the «top two boxes» begin at nine. */
const verdictTone = (score: number) => (score >= 9 ? 'good' : score >= 7 ? 'neutral' : 'bad')

export function useCaseColumns(): Column<Item>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const categories = useCategories()
  const branches = useBranches().data?.items
  return [
    {
      key: 'customer',
      header: t('cases.list.customer'),
      width: '12.5rem',
      card: 'line',
      cell: (row) => <PersonText name={row.customerName} avatar />,
    },
    {
      key: 'subject',
      header: t('cases.list.subject'),
      width: 'minmax(15rem, 1fr)',
      card: 'title',
      cell: (row) => (
        <span className={classes.subject}>
          <KindIcon kind={row.kind} />
          <span className={classes.text} dir="auto" title={row.subject}>
            {row.subject}
          </span>
          <SeverityMark severity={row.severity} />
        </span>
      ),
    },
    {
      key: 'status',
      header: t('cases.list.status'),
      width: '10.5rem',
      card: 'badge',
      cell: (row) => <StatusMark status={row.status} />,
    },
    {
      key: 'owner',
      header: t('cases.list.owner'),
      width: '10rem',
      cell: (row) =>
        row.ownerName ? (
          <PersonText name={row.ownerName} />
        ) : (
          <span className={classes.none}>{t('cases.list.ownedBy.nobody')}</span>
        ),
    },
    {
      key: 'opened',
      header: t('cases.list.opened'),
      sortable: true,
      width: '8rem',
      card: 'none',
      cell: (row) => <DateText value={row.openedAt} show="relative" />,
    },
    {
      key: 'lastMessage',
      header: t('cases.list.lastMessage'),
      sortable: true,
      width: '8rem',
      cell: (row) => <DateText value={row.lastMessageAt} show="relative" />,
    },
    {
      key: 'verdict',
      header: t('cases.list.verdict'),
      width: '5.5rem',
      align: 'end',
      card: 'none',
      cell: (row) =>
        row.verdictScore === null ? (
          <span className={classes.none} aria-hidden="true">
            –
          </span>
        ) : (
          <StatusBadge tone={verdictTone(row.verdictScore)}>{format.number(row.verdictScore)}</StatusBadge>
        ),
    },
    {
      key: 'code',
      header: t('cases.list.code'),
      isOptional: true,
      cell: (row) => <bdi>{format.trackingCode(row.code)}</bdi>,
    },
    {
      key: 'category',
      header: t('cases.list.category'),
      isOptional: true,
      cell: (row) => categories.find((one) => one.id === row.categoryId)?.name ?? '',
    },
    {
      key: 'branch',
      header: t('cases.list.branch'),
      isOptional: true,
      cell: (row) => branches?.find((one) => one.id === row.branchId)?.name ?? '',
    },
    {
      key: 'channel',
      header: t('cases.list.channel'),
      isOptional: true,
      cell: (row) => t(`cases.channel.${row.channel}`),
    },
  ]
}
