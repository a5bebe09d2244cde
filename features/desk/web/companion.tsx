import { IconInbox, IconPlus, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useCan } from '../../../web/session.ts'
import { useCommands, useSearchProvider } from '../../../web/ui/commands.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { openNewCase, useNewCase } from '../../cases/web/new-case.ts'

const NewCaseDialog = lazy(() =>
  import('../../cases/web/new-case-dialog.tsx').then((module) => ({ default: module.NewCaseDialog })),
)

/** What the desk offers from every screen: finding customers and cases, opening a case for a caller. */
export function DeskCompanion() {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const navigate = useNavigate()
  const { isOpen } = useNewCase()

  /** Why this one was found; who was found by name is told by their number. */
  const matched = (hit: { matchedOn: string; matchedValue: string | null; primaryPhone: string | null }) => {
    const { matchedOn, matchedValue } = hit
    if (matchedOn === 'phone' && matchedValue)
      return t('desk.palette.matched.phone', { phone: format.phone(matchedValue) })
    if (matchedOn === 'name') return hit.primaryPhone && format.phone(hit.primaryPhone)
    return t(`desk.palette.matched.${matchedOn}`, { value: matchedValue ?? '' })
  }
  useSearchProvider(async (query, signal) => {
    if (!can('customer.read')) return []
    const { items } = await take(
      api.GET('/api/v1/customers/search', { params: { query: { q: query, limit: 8 } }, signal }),
    )
    return items.map((hit) =>
      hit.kind === 'customer'
        ? {
            id: `customer-${hit.customerId}`,
            label: hit.fullName,
            detail: [
              matched(hit),
              hit.city,
              hit.openCaseCount > 0 && t('desk.palette.openCases', { count: hit.openCaseCount }),
            ]
              .filter(Boolean)
              .join(' · '),
            group: t('desk.palette.customers'),
            icon: IconUser,
            run: () => navigate({ to: '/customers/$customerId', params: { customerId: hit.customerId } }),
          }
        : {
            id: `case-${hit.caseId}`,
            label: hit.subject,
            detail: `${hit.customerName} · ${format.trackingCode(hit.code)} · ${t(`cases.status.${hit.status}`)}`,
            group: t('desk.palette.cases'),
            icon: IconInbox,
            run: () =>
              navigate({
                to: '/customers/$customerId/cases/$caseId',
                params: { customerId: hit.customerId, caseId: hit.caseId },
              }),
          },
    )
  })
  useCommands(
    can('case.open')
      ? [
          {
            id: 'new-case',
            label: t('cases.new.title'),
            group: t('shell.nav.desk'),
            icon: IconPlus,
            keywords: 'new case شکایت تماس پرونده',
            run: () => openNewCase(),
          },
        ]
      : [],
  )
  if (!isOpen) return null
  return (
    <Suspense fallback={null}>
      <NewCaseDialog />
    </Suspense>
  )
}
