import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { Stat, Stats } from '../../../web/ui/stat.tsx'

type Counts = { inserted: number; updated: number; unchanged: number; rejected: number }

export function ImportCounts({ counts, isForecast }: { counts: Counts; isForecast?: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = isForecast ? 'imports.forecast' : 'imports.counts'
  return (
    <Stats>
      <Stat
        label={t(`${words}.inserted`)}
        value={format.number(counts.inserted)}
        tone={counts.inserted ? 'good' : 'plain'}
      />
      <Stat label={t(`${words}.updated`)} value={format.number(counts.updated)} />
      <Stat label={t(`${words}.unchanged`)} value={format.number(counts.unchanged)} />
      <Stat
        label={t(`${words}.rejected`)}
        value={format.number(counts.rejected)}
        tone={counts.rejected ? 'warn' : 'plain'}
      />
    </Stats>
  )
}
