import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../../web/session.ts'
import { ErrorLine } from '../../../../web/ui/error-line.tsx'
import { Section } from '../../../../web/ui/section.tsx'
import { Unfinished } from './definition-card.tsx'
import classes from './structural.module.css'
import { type Run, useCancelRun } from './structural-queries.ts'

const S = 'indices.structuralScreens'

export function RunWaiting({ run }: { run: Run }) {
  const { t } = useTranslation()
  const can = useCan()
  const cancel = useCancelRun()
  return (
    <Section>
      <div className={classes.progress}>
        <Unfinished progress={run.progress} status={run.status} />
        <p className={classes.small}>{t(`${S}.run.leave`)}</p>
        <ErrorLine error={cancel.error} />
        {can('survey.run') && (
          <Button
            variant="default"
            w="fit-content"
            loading={cancel.isRunning}
            onClick={() => cancel.run(run.id)}
          >
            {t(`${S}.run.cancel`)}
          </Button>
        )}
      </div>
    </Section>
  )
}
