import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import { FormDialog } from './form-dialog.tsx'
import { isConflict, Theirs, useMine } from './mine-and-theirs.tsx'
import { type Branch, branchesQuery, type Team, teamsQuery } from './settings-queries.ts'
import classes from './settings-screen.module.css'

const FIELDS = ['name', 'code', 'city', 'address'] as const
const NEW = { name: '', code: null, city: '', address: '' }

export function BranchDialog({ branch, onClose }: { branch: Branch | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mine = useMine(branch, FIELDS, NEW)
  const save = useAction({
    run: (_: undefined, key) => {
      const { values, changed, version } = mine
      const code = values.code?.trim() || null
      return branch
        ? take(
            api.PATCH('/api/v1/settings/branches/{branchId}', {
              params: { path: { branchId: branch.id } },
              body: { ...changed, ...('code' in changed ? { code } : {}), version },
              headers: withKey(key),
            }),
          )
        : take(api.POST('/api/v1/settings/branches', { body: { ...values, code }, headers: withKey(key) }))
    },
    stale: [['settings']],
    onDone: () => {
      tell(t('settings.saved'))
      onClose()
    },
    onError: async (error) => {
      if (!isConflict(error)) return
      const { items } = await client.fetchQuery({ ...branchesQuery, staleTime: 0 })
      mine.refresh(items.find((one) => one.id === branch?.id))
    },
  })
  const errors = useFieldErrors(save.error)
  const label = (name: (typeof FIELDS)[number]) => t(`settings.branches.${name}`)
  const field = (name: (typeof FIELDS)[number]) => ({
    label: label(name),
    value: mine.values[name] ?? '',
    error: errors[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      mine.change({ [name]: event.currentTarget.value }),
  })
  return (
    <FormDialog
      title={t(branch ? 'settings.branches.edit' : 'settings.branches.add')}
      onClose={onClose}
      onSave={() => save.run(undefined)}
      isSaving={save.isRunning}
      isReady={mine.values.name.trim() !== ''}
      error={save.error}
    >
      <TextInput {...field('name')} data-autofocus maxLength={80} required withAsterisk={false} />
      <div className={classes.pair}>
        <TextInput {...field('city')} maxLength={80} />
        <TextInput {...field('code')} maxLength={20} dir="ltr" />
      </div>
      <TextInput {...field('address')} maxLength={300} />
      <Theirs keys={mine.theirs} record={mine.base} label={label} />
    </FormDialog>
  )
}

type TeamProps = { team: Team | undefined; branchId: string; onClose: () => void }

export function TeamDialog({ team, branchId, onClose }: TeamProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mine = useMine(team, ['name'], { name: '' })
  const { name } = mine.values
  const save = useAction({
    run: (_: undefined, key) =>
      team
        ? take(
            api.PATCH('/api/v1/settings/teams/{teamId}', {
              params: { path: { teamId: team.id } },
              body: { name, version: mine.version },
              headers: withKey(key),
            }),
          )
        : take(api.POST('/api/v1/settings/teams', { body: { branchId, name }, headers: withKey(key) })),
    stale: [['settings']],
    onDone: () => {
      tell(t('settings.saved'))
      onClose()
    },
    onError: async (error) => {
      if (!isConflict(error)) return
      const { items } = await client.fetchQuery({ ...teamsQuery, staleTime: 0 })
      mine.refresh(items.find((one) => one.id === team?.id))
    },
  })
  return (
    <FormDialog
      title={t(team ? 'settings.teams.rename' : 'settings.teams.add')}
      onClose={onClose}
      onSave={() => save.run(undefined)}
      isSaving={save.isRunning}
      isReady={name.trim() !== ''}
      error={save.error}
    >
      <TextInput
        label={t('settings.teams.name')}
        value={name}
        onChange={(event) => mine.change({ name: event.currentTarget.value })}
        data-autofocus
        maxLength={80}
      />
      <Theirs keys={mine.theirs} record={mine.base} label={() => t('settings.teams.name')} />
    </FormDialog>
  )
}
