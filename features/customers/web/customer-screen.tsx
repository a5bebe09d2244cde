import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { CardActions } from './card-actions.tsx'
import { CardCases } from './card-cases.tsx'
import { CardConsents } from './card-consents.tsx'
import { CardContacts } from './card-contacts.tsx'
import { CardFacets } from './card-facets.tsx'
import { CardHead } from './card-head.tsx'
import { CardIdentity } from './card-identity.tsx'
import { CardMini } from './card-mini.tsx'
import { CardNeeds } from './card-needs.tsx'
import { CardPromises } from './card-promises.tsx'
import { CardPurchases } from './card-purchases.tsx'
import { CardRelations } from './card-relations.tsx'
import { CardTimeline } from './card-timeline.tsx'
import { CardValue } from './card-value.tsx'
import classes from './customer-screen.module.css'
import { customerKey } from './customer-types.ts'

export const useCustomerCard = (customerId: string) =>
  useQuery({
    queryKey: customerKey(customerId, 'card'),
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/{customerId}/card', { params: { path: { customerId } }, signal })),
  })

/** Everything about one customer on one page: who, what they are worth, what is open, what happened. */
export function CustomerScreen() {
  const { t } = useTranslation()
  const { customerId = '' } = useParams({ strict: false }) as { customerId?: string }
  const { data: card, error, refetch } = useCustomerCard(customerId)
  const crumbs = [{ label: t('customers.list.title'), to: '/customers' }]
  if (!card)
    return error ? (
      <Page title={t('customers.list.title')} breadcrumbs={crumbs}>
        <ErrorState error={error} onRetry={refetch} page />
      </Page>
    ) : (
      <ScreenSkeleton />
    )
  const { customer } = card
  return (
    <Page
      key={customer.id}
      title={
        <span className={classes.name}>
          {customer.honorific && <span className={classes.honorific}>{customer.honorific}</span>}
          <PersonText name={customer.fullName} />
        </span>
      }
      tabTitle={customer.fullName}
      breadcrumbs={crumbs}
      actions={
        <CardActions
          customer={customer}
          phone={card.contactPoints.find((point) => point.kind === 'phone')?.normalised}
        />
      }
    >
      <CardMini card={card} />
      <CardHead card={card} />
      <CardValue card={card} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <CardCases card={card} />
          <CardNeeds card={card} />
          <CardPromises card={card} />
          <CardTimeline card={card} />
        </div>
        <div className={classes.side}>
          <CardContacts card={card} />
          <CardIdentity customer={customer} />
          <CardFacets card={card} />
          <CardPurchases card={card} />
          <CardRelations card={card} />
          <CardConsents card={card} />
        </div>
      </div>
    </Page>
  )
}
