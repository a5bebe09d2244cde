import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import type { CustomerDraft } from './customer-form.tsx'
import type { Customer } from './customer-types.ts'

const SHOWN = [
  'fullName',
  'honorific',
  'externalCode',
  'stage',
  'tier',
  'mood',
  'ownerName',
  'branchName',
  'tags',
  'city',
  'bornOn',
  'note',
] as const
type Shown = (typeof SHOWN)[number]
const mineOf = (key: Shown) => (key === 'ownerName' ? 'ownerId' : key === 'branchName' ? 'branchId' : key)
const wordOf: Partial<Record<Shown, string>> = { fullName: 'name', ownerName: 'owner', branchName: 'branch' }

/** What a colleague changed meanwhile, and which of it meets my own changes. */
export function EditConflict({
  base,
  fresh,
  mine,
}: {
  base: Customer
  fresh: Customer
  mine: Partial<CustomerDraft>
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = (key: Shown): string => {
    const value = fresh[key]
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
      return t('customers.edit.noValue')
    if (key === 'stage' || key === 'tier' || key === 'mood') return t(`customers.${key}.${value}`)
    if (key === 'bornOn') return format.date(String(value))
    return Array.isArray(value) ? value.join('، ') : format.digits(String(value))
  }
  const changed = SHOWN.filter((key) => JSON.stringify(base[key]) !== JSON.stringify(fresh[key]))
  return (
    <ul style={{ margin: 0, paddingInlineStart: '1.125rem' }}>
      {changed.map((key) => (
        <li key={key}>
          {t(mineOf(key) in mine ? 'customers.edit.theirs' : 'customers.edit.theirsOther', {
            field: t(`customers.field.${wordOf[key] ?? key}`),
            value: say(key),
          })}
        </li>
      ))}
    </ul>
  )
}
