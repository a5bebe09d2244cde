import { IconGavel } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import type { CaseDetail } from './case-types.ts'
import classes from './verdict-card.module.css'

const toneOf = (score: number) => (score >= 7 ? 'good' : score >= 5 ? 'warn' : 'bad')

/** What the customer thought of it: the end of a round. */
export function VerdictCard({ verdict }: { verdict: CaseDetail['verdicts'][number] }) {
  const { t } = useTranslation()
  return (
    <div className={classes.verdict} data-tone={toneOf(verdict.score)}>
      <IconGavel size={18} stroke={1.8} aria-hidden />
      <div>
        <b>{t('cases.verdict.score', { score: verdict.score })}</b>{' '}
        <span className={classes.via}>
          {t(`cases.verdict.via.${verdict.via}`)} · <DateText value={verdict.givenAt} show="time" />
        </span>
        {verdict.comment && <div className={classes.comment}>{verdict.comment}</div>}
      </div>
    </div>
  )
}
