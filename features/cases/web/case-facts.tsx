import { IconBuilding, IconCategory, IconMoodEmpty, IconUser, IconUserQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../web/session.ts'
import { useLocale } from '../../../web/ui/format.ts'
import { ClockChip } from '../../clocks/web/clock-chip.tsx'
import classes from './case-facts.module.css'
import {
  KIND_ICONS,
  MOOD_ICONS,
  MOOD_TONES,
  SEVERITY_ICONS,
  SEVERITY_TONES,
  StatusMark,
} from './case-marks.tsx'
import {
  type CaseDetail,
  KINDS,
  MOODS,
  SEVERITIES,
  useBranches,
  useCategories,
  useColleagues,
} from './case-types.ts'
import { useChangeCase } from './change-case.ts'
import { FactMenu } from './fact-menu.tsx'

type CaseFactsProps = { kase: CaseDetail; isOwnerOpen: boolean; onOwnerOpen: (isOpen: boolean) => void }

/** Everything one may want to put right about a case, each changed in two clicks and taken back in one. */
export function CaseFacts({ kase, isOwnerOpen, onOwnerOpen }: CaseFactsProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const me = useSession()?.person
  const isFixed = !useCan()('case.manage')
  const change = useChangeCase(kase)
  const [isBranchOpen, setBranchOpen] = useState(false)
  const colleagues = useColleagues(isFixed ? undefined : kase.branchId)
  const categories = useCategories()
  const branches = useBranches(isBranchOpen)
  const nameOf = (one: { name: string; nameEn: string }) => (locale === 'en' && one.nameEn) || one.name
  const category = categories.find((one) => one.id === kase.categoryId)
  const owners = [
    ...colleagues.filter((one) => one.id === me?.id),
    ...colleagues.filter((one) => one.id !== me?.id),
  ]
  return (
    <div className={classes.facts}>
      <StatusMark status={kase.status} />
      {kase.clocks
        .filter((clock) => !clock.stoppedAt || clock.breachedAt)
        .map((clock) => (
          <ClockChip
            key={clock.id}
            named
            clock={{
              ...clock,
              isPaused: clock.pausedAt !== null,
              isBreached: clock.breachedAt !== null,
            }}
          />
        ))}
      <FactMenu
        label={t('cases.facts.owner')}
        icon={kase.ownerId ? IconUser : IconUserQuestion}
        tone={kase.ownerId ? undefined : 'warn'}
        shown={
          kase.ownerId === me?.id ? (
            t('cases.facts.me')
          ) : (
            <bdi>{kase.ownerName ?? t('cases.facts.nobody')}</bdi>
          )
        }
        value={kase.ownerId ?? ''}
        isFixed={isFixed}
        opened={isOwnerOpen}
        onOpened={onOwnerOpen}
        options={[
          ...owners.map((one) => ({
            value: one.id,
            label:
              one.id === me?.id ? (
                t('cases.facts.meNamed', { name: one.fullName })
              ) : (
                <bdi>{one.fullName}</bdi>
              ),
          })),
          { value: '', label: t('cases.facts.nobody') },
        ]}
        onPick={(ownerId) => {
          const name = colleagues.find((one) => one.id === ownerId)?.fullName
          void change(
            { ownerId: ownerId || null },
            name ? t('cases.done.assigned', { name }) : t('cases.done.released'),
          )
        }}
      />
      <FactMenu
        label={t('cases.facts.kind')}
        icon={KIND_ICONS[kase.kind]}
        shown={t(`cases.kind.${kase.kind}`)}
        value={kase.kind}
        isFixed={isFixed}
        options={KINDS.map((value) => ({ value, label: t(`cases.kind.${value}`), icon: KIND_ICONS[value] }))}
        onPick={(kind) =>
          void change({ kind: kind as never }, t('cases.done.kind', { kind: t(`cases.kind.${kind}`) }))
        }
      />
      <FactMenu
        label={t('cases.facts.severity')}
        icon={SEVERITY_ICONS[kase.severity]}
        tone={SEVERITY_TONES[kase.severity]}
        shown={t('cases.facts.severityIs', { severity: t(`cases.severity.${kase.severity}`) })}
        value={kase.severity}
        isFixed={isFixed}
        options={SEVERITIES.map((value) => ({
          value,
          label: t(`cases.severity.${value}`),
          icon: SEVERITY_ICONS[value],
        }))}
        onPick={(severity) =>
          void change(
            { severity: severity as never },
            t('cases.done.severity', { severity: t(`cases.severity.${severity}`) }),
          )
        }
      />
      <FactMenu
        label={t('cases.facts.mood')}
        icon={MOOD_ICONS[kase.mood] ?? IconMoodEmpty}
        tone={MOOD_TONES[kase.mood]}
        shown={kase.mood === 'unknown' ? t('cases.facts.mood') : t(`cases.mood.${kase.mood}`)}
        value={kase.mood}
        isFixed={isFixed}
        options={MOODS.map((value) => ({
          value,
          label: t(`cases.mood.${value}`),
          icon: MOOD_ICONS[value] ?? IconMoodEmpty,
        }))}
        onPick={(mood) =>
          void change({ mood: mood as never }, t('cases.done.mood', { mood: t(`cases.mood.${mood}`) }))
        }
      />
      <FactMenu
        label={t('cases.facts.category')}
        icon={IconCategory}
        shown={category ? nameOf(category) : (kase.categoryName ?? t('cases.facts.noCategory'))}
        value={kase.categoryId ?? ''}
        isFixed={isFixed}
        options={[
          ...categories
            .filter((one) => one.isActive || one.id === kase.categoryId)
            .map((one) => ({ value: one.id, label: nameOf(one) })),
          { value: '', label: t('cases.facts.noCategory') },
        ]}
        onPick={(categoryId) => {
          const picked = categories.find((one) => one.id === categoryId)
          void change(
            { categoryId: categoryId || null },
            t('cases.done.category', { category: picked ? nameOf(picked) : t('cases.facts.noCategory') }),
          )
        }}
      />
      <FactMenu
        label={t('cases.facts.branch')}
        icon={IconBuilding}
        shown={<bdi>{kase.branchName}</bdi>}
        value={kase.branchId}
        isFixed={isFixed}
        opened={isBranchOpen}
        onOpened={setBranchOpen}
        options={branches
          .filter((one) => one.isActive || one.id === kase.branchId)
          .map((one) => ({ value: one.id, label: <bdi>{one.name}</bdi> }))}
        onPick={(branchId) =>
          void change(
            { branchId },
            t('cases.done.branch', { branch: branches.find((one) => one.id === branchId)?.name ?? '' }),
          )
        }
      />
    </div>
  )
}
