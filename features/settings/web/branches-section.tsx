import { Button } from '@mantine/core'
import { IconPencil, IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import { BranchDialog, TeamDialog } from './branch-dialogs.tsx'
import { ReadOnlyNote } from './read-only-note.tsx'
import { type Branch, branchesQuery, type Team, teamsQuery } from './settings-queries.ts'
import classes from './settings-screen.module.css'

type Open = { branch: Branch | 'new' } | { team: Team | 'new'; branchId: string }

export function BranchesSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const canWrite = useCan()('setting.write')
  const client = useQueryClient()
  const branches = useQuery(branchesQuery)
  const teams = useQuery(teamsQuery)
  const [open, setOpen] = useState<Open>()
  const setActive = useAction({
    run: ({ branch, isActive }: { branch: Branch; isActive: boolean }, key) =>
      take(
        api.PATCH('/api/v1/settings/branches/{branchId}', {
          params: { path: { branchId: branch.id } },
          body: { isActive, version: branch.version },
          headers: withKey(key),
        }),
      ),
    stale: [['settings']],
    onError: (error) => {
      tellError(error)
      void client.invalidateQueries({ queryKey: ['settings'] })
    },
  })
  const toggle = async (branch: Branch) => {
    const isActive = !branch.isActive
    const done = await setActive.runAsync({ branch, isActive }).catch(() => undefined)
    if (!done) return
    undoable({
      message: t(isActive ? 'settings.branches.reopened' : 'settings.branches.closed', { name: branch.name }),
      undo: () => setActive.runAsync({ branch: done, isActive: !isActive }),
    })
  }
  if (branches.error && !branches.data)
    return <ErrorState error={branches.error} onRetry={branches.refetch} />
  if (!branches.data) return <ListSkeleton count={4} />
  return (
    <Section
      flush
      title={t('settings.section.branches')}
      note={format.number(branches.data.items.length)}
      actions={
        canWrite ? (
          <Button
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setOpen({ branch: 'new' })}
          >
            {t('settings.branches.add')}
          </Button>
        ) : (
          <ReadOnlyNote />
        )
      }
    >
      <ul className={classes.rows}>
        {branches.data.items.map((branch) => (
          <li
            key={branch.id}
            className={`${classes.row} ${classes.wraps} ${branch.isActive ? '' : classes.off}`}
          >
            <div className={classes.grow}>
              <div className={classes.inline}>
                <bdi className={classes.name}>{branch.name}</bdi>
                {branch.code && <span className={classes.note}>{format.digits(branch.code)}</span>}
                {!branch.isActive && <StatusBadge size="sm">{t('settings.branches.inactive')}</StatusBadge>}
              </div>
              <div className={classes.note}>{[branch.city, branch.address].filter(Boolean).join('، ')}</div>
              <div className={classes.chips}>
                {teams.data?.items
                  .filter((team) => team.branchId === branch.id)
                  .map((team) => (
                    <Button
                      key={team.id}
                      size="compact-xs"
                      variant="default"
                      leftSection={<IconUsersGroup size={14} aria-hidden />}
                      disabled={!canWrite}
                      title={canWrite ? t('settings.teams.rename') : undefined}
                      onClick={() => setOpen({ team, branchId: branch.id })}
                    >
                      {team.name}
                    </Button>
                  ))}
                {canWrite && branch.isActive && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    leftSection={<IconPlus size={14} aria-hidden />}
                    aria-label={t('settings.teams.addTo', { name: branch.name })}
                    onClick={() => setOpen({ team: 'new', branchId: branch.id })}
                  >
                    {t('settings.teams.add')}
                  </Button>
                )}
              </div>
            </div>
            {canWrite && (
              <>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  leftSection={<IconPencil size={15} aria-hidden />}
                  aria-label={`${t('settings.edit')} ${branch.name}`}
                  onClick={() => setOpen({ branch })}
                >
                  {t('settings.edit')}
                </Button>
                <Button size="compact-sm" variant="subtle" color="gray" onClick={() => toggle(branch)}>
                  {t(branch.isActive ? 'settings.branches.close' : 'settings.branches.reopen')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {open && 'branch' in open && (
        <BranchDialog
          branch={open.branch === 'new' ? undefined : open.branch}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open && 'team' in open && (
        <TeamDialog
          team={open.team === 'new' ? undefined : open.team}
          branchId={open.branchId}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Section>
  )
}
