import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import { FormDialog } from './form-dialog.tsx'
import type { Branch, Team } from './settings-queries.ts'
import classes from './settings-screen.module.css'

export function BranchDialog({ branch, onClose }: { branch: Branch | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState({
    name: branch?.name ?? '',
    code: branch?.code ?? '',
    city: branch?.city ?? '',
    address: branch?.address ?? '',
  })
  const save = useAction({
    run: (_: undefined, key) => {
      const body = { ...draft, code: draft.code.trim() || null }
      return branch
        ? take(
            api.PATCH('/api/v1/settings/branches/{branchId}', {
              params: { path: { branchId: branch.id } },
              body,
              headers: withKey(key),
            }),
          )
        : take(api.POST('/api/v1/settings/branches', { body, headers: withKey(key) }))
    },
    stale: [['settings']],
    onDone: () => {
      tell(t('settings.saved'))
      onClose()
    },
  })
  const errors = useFieldErrors(save.error)
  const field = (name: keyof typeof draft) => ({
    label: t(`settings.branches.${name}`),
    value: draft[name],
    error: errors[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value }),
  })
  return (
    <FormDialog
      title={t(branch ? 'settings.branches.edit' : 'settings.branches.add')}
      onClose={onClose}
      onSave={() => save.run(undefined)}
      isSaving={save.isRunning}
      isReady={draft.name.trim() !== ''}
      error={save.error}
    >
      <TextInput {...field('name')} data-autofocus maxLength={80} required withAsterisk={false} />
      <div className={classes.pair}>
        <TextInput {...field('city')} maxLength={80} />
        <TextInput {...field('code')} maxLength={20} dir="ltr" />
      </div>
      <TextInput {...field('address')} maxLength={300} />
    </FormDialog>
  )
}

type TeamProps = { team: Team | undefined; branchId: string; onClose: () => void }

export function TeamDialog({ team, branchId, onClose }: TeamProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(team?.name ?? '')
  const save = useAction({
    run: (_: undefined, key) =>
      team
        ? take(
            api.PATCH('/api/v1/settings/teams/{teamId}', {
              params: { path: { teamId: team.id } },
              body: { name },
              headers: withKey(key),
            }),
          )
        : take(api.POST('/api/v1/settings/teams', { body: { branchId, name }, headers: withKey(key) })),
    stale: [['settings']],
    onDone: () => {
      tell(t('settings.saved'))
      onClose()
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
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        maxLength={80}
      />
    </FormDialog>
  )
}
