import { Button } from '@mantine/core'
import { IconAlertTriangle, IconLink, IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import classes from './audit.module.css'

/** Recomputes the chain and says, in words, whether anything was changed behind the system's back. */
export function VerifyChain() {
  const { t } = useTranslation()
  const format = useFormat()
  const verify = useAction({ run: () => take(api.POST('/api/v1/audit/verify', {})) })
  const report = verify.output
  const isWhole = report?.problemCount === 0
  return (
    <Section
      title={t('audit.verify.title')}
      tone={report ? (isWhole ? 'accent' : 'bad') : 'plain'}
      actions={
        <Button
          size="compact-md"
          variant="light"
          leftSection={<IconLink size={16} aria-hidden />}
          loading={verify.isRunning}
          onClick={() => verify.run()}
        >
          {t('audit.verify.run')}
        </Button>
      }
    >
      <div aria-live="polite">
        {!report && <p className={classes.note}>{t('audit.verify.hint')}</p>}
        {report && (
          <p className={classes.result} data-tone={isWhole ? 'good' : 'bad'}>
            {isWhole ? (
              <IconShieldCheck size={20} aria-hidden />
            ) : (
              <IconAlertTriangle size={20} aria-hidden />
            )}
            {isWhole
              ? t('audit.verify.whole', { count: report.sealed })
              : t('audit.verify.broken', { count: report.problemCount })}
          </p>
        )}
        {report && report.unsealed > 0 && (
          <p className={classes.note}>{t('audit.verify.unsealed', { count: report.unsealed })}</p>
        )}
        {report && report.problems.length > 0 && (
          <ul className={classes.problems}>
            {report.problems.map((problem) => (
              <li key={`${problem.kind}${problem.seq}${problem.entryId}`}>
                {problem.seq !== undefined && <b>{format.number(problem.seq)} · </b>}
                {t(`audit.problem.${problem.kind}`)}
              </li>
            ))}
          </ul>
        )}
      </div>
      <ErrorLine error={verify.error} />
    </Section>
  )
}
