import { ActionIcon, Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import classes from './people.module.css'
import type { PersonDetail } from './people-queries.ts'

type Kind = 'self' | 'relative'
type LinkInput = { customerId: string; kind: Kind }

/** Which customers are this colleague or their relatives: they do not compensate these. */
export function CustomerLinks({ person }: { person: PersonDetail }) {
  const { t } = useTranslation()
  const [q, setQ] = useState('')
  const [sought] = useDebouncedValue(q.trim(), 250)
  const [customerId, setCustomerId] = useState<string | null>(null)
  const [kind, setKind] = useState<Kind>('relative')
  const found = useQuery({
    queryKey: ['customers', 'search', sought],
    enabled: sought.length >= 2,
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/search', { params: { query: { q: sought } }, signal })),
  })
  const path = { personId: person.id }
  const stale = [['people', 'detail', person.id]]
  const link = useAction({
    run: (body: LinkInput, key) =>
      api.POST('/api/v1/people/{personId}/customers', { params: { path }, body, headers: withKey(key) }),
    stale,
    onDone: () => {
      setCustomerId(null)
      setQ('')
    },
  })
  const unlink = useAction({
    run: (id: string, key) =>
      api.DELETE('/api/v1/people/{personId}/customers/{customerId}', {
        params: { path: { ...path, customerId: id } },
        headers: withKey(key),
      }),
    stale,
    onError: tellError,
  })
  const remove = async (one: PersonDetail['customers'][number]) => {
    const done = await unlink.runAsync(one.customerId).catch(() => undefined)
    if (done)
      undoable({
        message: t('people.links.removed', { name: one.fullName }),
        undo: () => link.runAsync({ customerId: one.customerId, kind: one.kind }),
      })
  }
  return (
    <div>
      <div className={classes.part}>
        <span className={classes.note}>{t('people.links.hint')}</span>
        <ul className={classes.rows}>
          {person.customers.map((one) => (
            <li key={one.customerId} className={classes.row}>
              <Link to="/customers/$customerId" params={{ customerId: one.customerId }}>
                <PersonText name={one.fullName} />
              </Link>
              <StatusBadge size="sm">{t(`people.links.${one.kind}`)}</StatusBadge>
              <ActionIcon
                variant="subtle"
                color="gray"
                ms="auto"
                aria-label={t('people.links.remove', { name: one.fullName })}
                onClick={() => remove(one)}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        {person.customers.length === 0 && <span className={classes.note}>{t('people.links.none')}</span>}
      </div>
      <div className={classes.part}>
        <div className={classes.end}>
          <Select
            className={classes.grow}
            label={t('people.links.customer')}
            placeholder={t('people.links.search')}
            searchable
            searchValue={q}
            onSearchChange={setQ}
            // The server has searched already, by its own keys.
            filter={({ options }) => options}
            nothingFoundMessage={sought.length >= 2 ? t('people.links.nobody') : undefined}
            data={(found.data?.items ?? []).flatMap((one) =>
              one.kind === 'customer' ? [{ value: one.customerId, label: one.fullName }] : [],
            )}
            value={customerId}
            onChange={setCustomerId}
          />
          <Select
            label={t('people.links.kind')}
            allowDeselect={false}
            w={130}
            data={(['self', 'relative'] as const).map((value) => ({
              value,
              label: t(`people.links.${value}`),
            }))}
            value={kind}
            onChange={(value) => value && setKind(value as Kind)}
          />
          <Button
            variant="light"
            disabled={!customerId}
            loading={link.isRunning}
            onClick={() => customerId && link.run({ customerId, kind })}
          >
            {t('people.links.add')}
          </Button>
        </div>
        <ErrorLine error={link.error} />
      </div>
    </div>
  )
}
