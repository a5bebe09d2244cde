import { Button } from '@mantine/core'
import { IconCircleCheck, IconFileText } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Section } from '../../../web/ui/section.tsx'

type Props = {
  customerId?: string
  caseId: string | null
  nextLabel: string
  onNext: () => void
  isRunning?: boolean
  onBack: () => void
}

/** The sheet is kept; a low score has opened a case. */
export function SheetDone({ customerId, caseId, nextLabel, onNext, isRunning, onBack }: Props) {
  const { t } = useTranslation()
  return (
    <Section tone={caseId ? 'warn' : 'plain'}>
      <EmptyState
        icon={IconCircleCheck}
        title={t('surveys.screens.sheet.done')}
        hint={t(`surveys.screens.sheet.${caseId ? 'doneLow' : 'doneHint'}`)}
        action={
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem', justifyContent: 'center' }}>
            <Button autoFocus loading={isRunning ?? false} onClick={onNext}>
              {nextLabel}
            </Button>
            {caseId && customerId && (
              <Button
                variant="light"
                component={Link}
                to="/customers/$customerId/cases/$caseId"
                params={{ customerId, caseId } as never}
                leftSection={<IconFileText size={18} aria-hidden />}
              >
                {t('surveys.screens.answers.openCase')}
              </Button>
            )}
            <Button variant="default" onClick={onBack}>
              {t('surveys.screens.sheet.back')}
            </Button>
          </div>
        }
      />
    </Section>
  )
}
