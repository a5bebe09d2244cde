import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../web/session.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { AccessForm } from './access-form.tsx'
import { AuthorityForm } from './authority-form.tsx'
import { CustomerLinks } from './customer-links.tsx'
import { type Person, personQuery } from './people-queries.ts'
import { PersonForm } from './person-form.tsx'

type Props = { personId: string | undefined; onAdded: (person: Person) => void; onClose: () => void }

/** One colleague: the person, their authority, their way in, and which customers they are close to. */
export function PersonDialog({ personId, onAdded, onClose }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const isMe = useSession()?.person.id === personId
  const person = useQuery({ ...personQuery(personId ?? ''), enabled: personId !== undefined })
  const it = person.data
  if (!personId)
    return (
      <Dialog opened onClose={onClose} title={t('people.add')} size="lg">
        <PersonForm person={undefined} onDone={onAdded} />
      </Dialog>
    )
  return (
    <Dialog
      opened
      onClose={onClose}
      title={it ? <PersonText name={it.fullName} avatar /> : t('people.title')}
      size="lg"
    >
      {person.error && !it && <ErrorState error={person.error} onRetry={person.refetch} compact />}
      {!it && !person.error && <ListSkeleton count={4} />}
      {it && (
        <Tabs defaultValue="person" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="person">{t('people.tab.person')}</Tabs.Tab>
            {can('authority.write') && <Tabs.Tab value="authority">{t('people.tab.authority')}</Tabs.Tab>}
            <Tabs.Tab value="access">{t('people.tab.access')}</Tabs.Tab>
            <Tabs.Tab value="customers">{t('people.tab.customers')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="person">
            <PersonForm key={it.version} person={it} />
          </Tabs.Panel>
          <Tabs.Panel value="authority">
            <AuthorityForm key={it.version} person={it} isMe={isMe} />
          </Tabs.Panel>
          <Tabs.Panel value="access">
            <AccessForm person={it} isMe={isMe} />
          </Tabs.Panel>
          <Tabs.Panel value="customers">
            <CustomerLinks person={it} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Dialog>
  )
}
