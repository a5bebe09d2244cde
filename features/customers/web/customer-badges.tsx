import {
  IconCrown,
  IconMoodAngry,
  IconMoodEmpty,
  IconMoodHappy,
  IconMoodSad,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { type Mood, moodTone, type Stage, stageTone, type Tier } from './customer-types.ts'

const moodIcon: Record<Mood, TablerIcon | undefined> = {
  unknown: undefined,
  angry: IconMoodAngry,
  upset: IconMoodSad,
  neutral: IconMoodEmpty,
  happy: IconMoodHappy,
}

export function StageBadge({ stage, size = 'sm' }: { stage: Stage; size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  return (
    <StatusBadge tone={stageTone[stage]} size={size}>
      {t(`customers.stage.${stage}`)}
    </StatusBadge>
  )
}

export function MoodBadge({ mood, size = 'sm' }: { mood: Mood; size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  if (mood === 'unknown') return <span>—</span>
  return (
    <StatusBadge tone={moodTone[mood]} size={size} icon={moodIcon[mood]}>
      {t(`customers.mood.${mood}`)}
    </StatusBadge>
  )
}

/** Said only of those above the ordinary. */
export function TierBadge({ tier, size = 'sm' }: { tier: Tier; size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  if (tier === 'normal') return null
  return (
    <StatusBadge tone={tier === 'gold' ? 'accent' : 'neutral'} size={size} icon={IconCrown}>
      {t(`customers.tier.${tier}`)}
    </StatusBadge>
  )
}
