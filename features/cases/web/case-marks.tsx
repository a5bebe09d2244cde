import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconBuildingStore,
  IconBulb,
  IconDeviceMobileMessage,
  IconHandStop,
  IconHeart,
  IconMail,
  IconMessage2,
  IconMessageCircle,
  IconMessageReport,
  IconMessages,
  IconMoodAngry,
  IconMoodHappy,
  IconMoodNeutral,
  IconMoodSad,
  IconPhone,
  IconQuestionMark,
  IconShieldCheck,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type Tone } from '../../../web/ui/status-badge.tsx'

export const CHANNEL_ICONS: Record<string, TablerIcon> = {
  portal: IconWorld,
  phone: IconPhone,
  email: IconMail,
  sms: IconDeviceMobileMessage,
  bale: IconMessageCircle,
  in_person: IconBuildingStore,
  webchat: IconMessages,
}
export const KIND_ICONS: Record<string, TablerIcon> = {
  complaint: IconMessageReport,
  request: IconHandStop,
  question: IconQuestionMark,
  suggestion: IconBulb,
  praise: IconHeart,
  warranty_claim: IconShieldCheck,
}
export const MOOD_ICONS: Record<string, TablerIcon> = {
  angry: IconMoodAngry,
  upset: IconMoodSad,
  neutral: IconMoodNeutral,
  happy: IconMoodHappy,
}
export const SEVERITY_ICONS: Record<string, TablerIcon> = {
  critical: IconAlertOctagon,
  high: IconAlertTriangle,
}
export const SEVERITY_TONES: Record<string, Tone> = { critical: 'bad', high: 'warn' }
export const MOOD_TONES: Record<string, Tone> = { angry: 'bad', upset: 'warn', happy: 'good' }
export const STATUS_TONES: Record<string, Tone> = {
  new: 'accent',
  open: 'info',
  waiting: 'neutral',
  solved: 'good',
  judged: 'good',
}

/** An icon with its word for who hears the screen. */
export function NamedIcon({
  icon: Icon,
  name,
  size = 16,
}: {
  icon: TablerIcon
  name: string
  size?: number
}) {
  return (
    <span title={name} style={{ display: 'inline-flex', flex: 'none' }}>
      <Icon size={size} stroke={1.8} aria-hidden />
      <span className="visually-hidden">{name}</span>
    </span>
  )
}

export const ChannelIcon = ({ channel }: { channel: string }) => {
  const { t } = useTranslation()
  return <NamedIcon icon={CHANNEL_ICONS[channel] ?? IconMessage2} name={t(`cases.channel.${channel}`)} />
}

export const KindIcon = ({ kind }: { kind: string }) => {
  const { t } = useTranslation()
  return <NamedIcon icon={KIND_ICONS[kind] ?? IconMessage2} name={t(`cases.kind.${kind}`)} />
}

/** Only what stands out; «معمولی» says nothing. */
export function SeverityMark({ severity }: { severity: string }) {
  const { t } = useTranslation()
  if (!SEVERITY_TONES[severity]) return null
  return (
    <StatusBadge
      tone={SEVERITY_TONES[severity]}
      icon={SEVERITY_ICONS[severity]!}
      size="sm"
      title={t('cases.facts.severity')}
    >
      {t(`cases.severity.${severity}`)}
    </StatusBadge>
  )
}

export function MoodMark({ mood }: { mood: string }) {
  const { t } = useTranslation()
  if (!MOOD_TONES[mood]) return null
  return (
    <StatusBadge tone={MOOD_TONES[mood]} icon={MOOD_ICONS[mood]!} size="sm" title={t('cases.facts.mood')}>
      {t(`cases.mood.${mood}`)}
    </StatusBadge>
  )
}

export function StatusMark({ status }: { status: string }) {
  const { t } = useTranslation()
  return <StatusBadge tone={STATUS_TONES[status] ?? 'neutral'}>{t(`cases.status.${status}`)}</StatusBadge>
}
