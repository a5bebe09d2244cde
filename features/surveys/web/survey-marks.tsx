import {
  IconDeviceTablet,
  IconNotes,
  IconPhone,
  IconPlayerPause,
  IconPlayerPlay,
  IconTableImport,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import {
  type InvitationStatus,
  invitationTone,
  type MODES,
  type Survey,
  type SurveyStatus,
  surveyTone,
} from './survey-types.ts'

const ICONS: Partial<Record<SurveyStatus, TablerIcon>> = { running: IconPlayerPlay, paused: IconPlayerPause }

export function SurveyStatusBadge({ status, size = 'sm' }: { status: SurveyStatus; size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  const icon = ICONS[status]
  return (
    <StatusBadge tone={surveyTone[status]} size={size} {...(icon ? { icon } : {})}>
      {t(`surveys.screens.status.${status}`)}
    </StatusBadge>
  )
}

export function InvitationStatusBadge({ status }: { status: InvitationStatus }) {
  const { t } = useTranslation()
  return (
    <StatusBadge tone={invitationTone[status]} size="sm">
      {t(`surveys.screens.invitationStatus.${status}`)}
    </StatusBadge>
  )
}

const MODE_ICONS: Record<(typeof MODES)[number], TablerIcon> = {
  web: IconWorld,
  phone: IconPhone,
  kiosk: IconDeviceTablet,
  paper: IconNotes,
  import: IconTableImport,
}

/** How an answer came in. */
export function ModeText({ mode }: { mode: (typeof MODES)[number] }) {
  const { t } = useTranslation()
  const Icon = MODE_ICONS[mode]
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: '0.375rem' }}>
      <Icon size={16} stroke={1.7} aria-hidden />
      {t(`surveys.screens.mode.${mode}`)}
    </span>
  )
}

/** «۳۴٪ (۱۷ از ۵۰)»: of those invited, the part that answered. */
export function ResponseRate({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { answeredCount: answered, invitedCount: invited } = survey
  if (invited === 0) return <span>—</span>
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <b>{format.percent(answered / invited)}</b>{' '}
      <small style={{ color: 'var(--mantine-color-dimmed)' }}>
        {t('surveys.screens.list.answeredOf', { answered, invited })}
      </small>
    </span>
  )
}
