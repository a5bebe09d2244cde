import { tehranDay } from '@hamdel/persian'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { More } from '../../../web/ui/data-table.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { Timeline, TimelineDay } from '../../../web/ui/timeline.tsx'
import classes from './card-timeline.module.css'
import { type CustomerCard, customerKey } from './customer-types.ts'
import { TimelineEntry } from './timeline-entry.tsx'

type Kind = CustomerCard['timeline']['items'][number]['kind']
const KINDS: Kind[] = [
  'interaction',
  'case',
  'promise',
  'compensation',
  'verdict',
  'purchase',
  'survey',
  'need',
  'facet',
]

/** Everything that happened, newest first; the first page came with the card. */
export function CardTimeline({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>()
  const customerId = card.customer.id
  const story = useInfiniteQuery({
    queryKey: customerKey(customerId, 'timeline', kind ?? 'all'),
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/customers/{customerId}/timeline', {
          params: {
            path: { customerId },
            query: {
              limit: 30,
              ...(kind ? { 'filter[kind]': kind } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...(kind ? {} : { initialData: { pages: [card.timeline], pageParams: [''] } }),
  })
  const entries = story.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={t('customers.timeline.title')}>
      <fieldset className={`${classes.kinds} no-print`} aria-label={t('customers.timeline.filter')}>
        {[undefined, ...KINDS].map((one) => (
          <button
            key={one ?? 'all'}
            type="button"
            className={classes.kind}
            aria-pressed={one === kind}
            onClick={() => setKind(one)}
          >
            {one ? t(`customers.timeline.kind.${one}`) : t('customers.timeline.all')}
          </button>
        ))}
      </fieldset>
      {story.error && !entries ? (
        <ErrorState compact error={story.error} onRetry={story.refetch} />
      ) : !entries ? (
        <ListSkeleton count={4} />
      ) : entries.length === 0 ? (
        <EmptyState compact title={t(kind ? 'customers.timeline.noneOfKind' : 'customers.timeline.empty')} />
      ) : (
        <Timeline label={t('customers.timeline.title')}>
          {entries.map((entry, i) => {
            const day = tehranDay(new Date(entry.at))
            const before = entries[i - 1]
            return (
              <Fragment key={`${entry.kind}-${entry.id}-${'change' in entry ? entry.change : ''}`}>
                {(!before || tehranDay(new Date(before.at)) !== day) && <TimelineDay day={day} />}
                <TimelineEntry entry={entry} customerId={customerId} />
              </Fragment>
            )
          })}
        </Timeline>
      )}
      <More
        hasMore={story.hasNextPage}
        isLoading={story.isFetchingNextPage}
        load={() => void story.fetchNextPage()}
      />
    </Section>
  )
}
