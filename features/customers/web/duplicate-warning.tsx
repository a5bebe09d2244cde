import { Button } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ApiError, api, take } from '../../../api/client.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { StageBadge } from './customer-badges.tsx'
import { customerKey } from './customer-types.ts'
import classes from './duplicate-warning.module.css'
import { useShown } from './use-shown.ts'

type Props = { error: ApiError; isSaving: boolean; onAnyway: () => void }

/** "They may exist already": who was found, each to open in another tab, and the way on when it is somebody else. */
export function DuplicateWarning({ error, isSaving, onAnyway }: Props) {
  const { t } = useTranslation()
  const ids = String(error.params.candidateIds ?? '')
    .split(',')
    .filter(Boolean)
    .slice(0, 5)
  const elsewhereCount = Number(error.params.elsewhereCount ?? 0)
  const found = useQueries({
    queries: ids.map((customerId) => ({
      queryKey: customerKey(customerId, 'fields'),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        take(api.GET('/api/v1/customers/{customerId}', { params: { path: { customerId } }, signal })),
    })),
  })
  const place = useShown<HTMLDivElement>(found.every((one) => !one.isPending))
  return (
    <div ref={place} role="alert" className={classes.box}>
      <strong>{t('customers.duplicate.title')}</strong>
      <ul>
        {found.map(({ data }, i) => (
          <li key={ids[i]}>
            <Link to="/customers/$customerId" params={{ customerId: ids[i]! }} target="_blank">
              {data ? <PersonText name={data.fullName} /> : '…'}
            </Link>
            {data && (
              <span className={classes.facts}>
                <StageBadge stage={data.stage} />
                {[data.city, data.branchName].filter(Boolean).join('، ')}
              </span>
            )}
          </li>
        ))}
      </ul>
      {elsewhereCount > 0 && <p>{t('customers.duplicate.elsewhere', { count: elsewhereCount })}</p>}
      <Button variant="default" size="compact-md" loading={isSaving} onClick={onAnyway}>
        {t('customers.duplicate.anyway')}
      </Button>
    </div>
  )
}
