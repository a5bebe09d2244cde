import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import type { CaseChange } from './case-types.ts'
import { useBranches, useCategories, useColleagues } from './case-types.ts'
import classes from './change-fold.module.css'

type Values = Record<string, unknown>
const valuesOf = (raw: unknown): Values => (raw && typeof raw === 'object' ? (raw as Values) : {})
const WORDS: Record<string, string> = {
  status: 'status',
  severity: 'severity',
  kind: 'kind',
  mood: 'mood',
  outcome: 'outcome',
  rootCause: 'rootCause',
}

/** «۷ تغییر»: who turned what, for whoever asks. */
export function ChangeFold({ changes, branchId }: { changes: CaseChange[]; branchId: string }) {
  const { t } = useTranslation()
  return (
    <details className={classes.fold}>
      <summary>
        <IconHistory size={14} stroke={1.8} aria-hidden />
        {t('cases.history.count', { count: changes.length })}
      </summary>
      <ul>
        {changes.map((change) => (
          <li key={change.id}>
            <b>
              <bdi>{change.actorName}</bdi>
            </b>{' '}
            <ChangeWords change={change} branchId={branchId} />{' '}
            <span className={classes.at}>
              <DateText value={change.at} show="time" />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function ChangeWords({ change, branchId }: { change: CaseChange; branchId: string }) {
  const { t } = useTranslation()
  const people = useColleagues(branchId)
  const branches = useBranches(true)
  const categories = useCategories()
  const after = valuesOf(change.after)
  const before = valuesOf(change.before)
  const nameIn = (list: { id: string; name?: string; fullName?: string }[], value: unknown) => {
    const found = list.find((one) => one.id === value)
    return found?.fullName ?? found?.name
  }
  const show = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('cases.history.nothing')
    if (WORDS[name]) return t(`cases.${WORDS[name]}.${value}`, { defaultValue: String(value) })
    if (name === 'owner_id') return nameIn(people, value) ?? t('cases.history.somebody')
    if (name === 'branch_id') return nameIn(branches, value) ?? t('cases.history.otherBranch')
    if (name === 'category_id') return nameIn(categories, value) ?? t('cases.history.somebody')
    return Array.isArray(value) ? value.join('، ') : String(value)
  }
  if (change.change !== 'updated' && change.change !== 'status')
    return (
      <>
        {t(`cases.history.${change.change}`, { defaultValue: change.change })}
        {typeof after.reason === 'string' && after.reason && <>: {after.reason}</>}
        {typeof after.note === 'string' && after.note && <>: {after.note}</>}
        {typeof after.outcome === 'string' && <>: {show('outcome', after.outcome)}</>}
      </>
    )
  return (
    <>
      {Object.keys(after)
        .filter((name) => after[name] !== undefined && (name in before || name === 'status'))
        .map((name) =>
          t('cases.history.field', {
            field: t(`cases.history.fields.${name}`, { defaultValue: name }),
            before: show(name, before[name]),
            after: show(name, after[name]),
          }),
        )
        .join('، ')}
    </>
  )
}
