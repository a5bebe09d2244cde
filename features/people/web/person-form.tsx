import { Button, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useSession } from '../../../web/session.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import { BranchSelect } from '../../customers/web/colleague-select.tsx'
import { teamsQuery } from '../../settings/web/settings-queries.ts'
import { NewPasswordHint } from './new-password-hint.tsx'
import classes from './people.module.css'
import { type Person, type PersonDetail, ROLES, type Role } from './people-queries.ts'

type Props = { person: PersonDetail | undefined; onDone?: (person: Person) => void }

export function PersonForm({ person, onDone }: Props) {
  const { t } = useTranslation()
  const session = useSession()
  const format = useFormat()
  const teams = useQuery(teamsQuery)
  const [draft, setDraft] = useState({
    fullName: person?.fullName ?? '',
    phone: person?.phone ? format.phone(person.phone) : '',
    email: person?.email ?? '',
    nationalId: person?.nationalId ?? '',
    role: person?.role ?? ('employee' as Role),
    branchId: person?.branchId ?? session?.person.branchId ?? '',
    teamId: person?.teamId ?? null,
  })
  const [password, setPassword] = useState('')
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  const save = useAction({
    run: (_: undefined, key) =>
      person
        ? take(
            api.PATCH('/api/v1/people/{personId}', {
              params: { path: { personId: person.id } },
              body: { ...draft, version: person.version },
              headers: withKey(key),
            }),
          )
        : take(
            api.POST('/api/v1/people', {
              body: { ...draft, ...(password ? { password } : {}) },
              headers: withKey(key),
            }),
          ),
    stale: [['people'], ['me'], ['lead']],
    onDone: (saved) => {
      tell(t(person ? 'people.saved' : 'people.added', { name: saved.fullName }))
      onDone?.(saved)
    },
  })
  const errors = useFieldErrors(save.error)
  const text = (name: 'fullName' | 'phone' | 'email' | 'nationalId') => ({
    label: t(`people.field.${name === 'fullName' ? 'name' : name}`),
    value: draft[name],
    error: errors[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => change({ [name]: event.currentTarget.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.run(undefined)
  }
  const isMe = person?.id === session?.person.id
  const ofBranch = teams.data?.items.filter((team) => team.branchId === draft.branchId) ?? []
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput {...text('fullName')} data-autofocus maxLength={120} required withAsterisk={false} />
        <div className={classes.pair}>
          <TextInput {...text('phone')} dir="ltr" inputMode="tel" maxLength={30} />
          <TextInput {...text('email')} dir="ltr" inputMode="email" maxLength={200} />
        </div>
        <div className={classes.pair}>
          <Select
            label={t('people.field.role')}
            description={t(`people.roleHint.${draft.role}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            disabled={isMe}
            data={ROLES.map((value) => ({ value, label: t(`people.role.${value}`) }))}
            value={draft.role}
            onChange={(role) => role && change({ role: role as Role })}
            error={errors.role}
          />
          <TextInput {...text('nationalId')} dir="ltr" inputMode="numeric" maxLength={20} />
        </div>
        <div className={classes.pair}>
          <BranchSelect
            label={t('people.field.branch')}
            allowDeselect={false}
            value={draft.branchId}
            onChange={(branchId) => branchId && change({ branchId, teamId: null })}
            error={errors.branchId}
          />
          <Select
            label={t('people.field.team')}
            placeholder={t('people.field.noTeam')}
            clearable
            disabled={ofBranch.length === 0}
            data={ofBranch.map((team) => ({ value: team.id, label: team.name }))}
            value={draft.teamId}
            onChange={(teamId) => change({ teamId })}
            error={errors.teamId}
          />
        </div>
        {!person && (
          <div>
            <PasswordInput
              label={t('people.field.firstPassword')}
              description={t('people.field.firstPasswordHint')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="new-password"
              error={errors.password}
              dir="ltr"
            />
            <NewPasswordHint password={password} />
          </div>
        )}
        <ErrorLine error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isRunning} disabled={!draft.fullName.trim()}>
            {t(person ? 'ui.save' : 'people.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
