import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../web/ui/section.tsx'
import classes from './import-guide.module.css'
import { ENTITIES, type Entity } from './import-types.ts'
import { downloadSample } from './samples.ts'

const NEEDED: Record<Entity, number> = { customers: 2, purchases: 3, survey_answers: 3 }
const SHOWN: Record<Entity, string[]> = {
  customers: ['fullName', 'phone', 'externalCode', 'identifier', 'email', 'city', 'tag', 'bornOn'],
  purchases: ['externalCode', 'date', 'amount', 'number', 'product', 'quantity'],
  survey_answers: ['phone', 'question', 'answer', 'date', 'survey', 'score'],
}

/** Which columns are of use, before a file is made; with a small file of each kind to begin from. */
export function ImportGuide() {
  const { t } = useTranslation()
  return (
    <Section title={t('imports.guide.title')} note={t('imports.guide.note')}>
      <div className={classes.kinds}>
        {ENTITIES.map((entity) => (
          <div key={entity} className={classes.kind}>
            <h3>{t(`imports.entity.${entity}`)}</h3>
            <p>{t(`imports.guide.${entity}`)}</p>
            <ul>
              {SHOWN[entity].map((field, i) => (
                <li key={field} data-needed={i < NEEDED[entity] || undefined}>
                  {t(`imports.field.${field}`)}
                </li>
              ))}
            </ul>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() =>
                downloadSample(entity, t(`imports.entity.${entity}`), (field) => t(`imports.field.${field}`))
              }
            >
              {t('imports.guide.sample')}
            </Button>
          </div>
        ))}
      </div>
      <p className={classes.legend}>{t('imports.guide.legend')}</p>
    </Section>
  )
}
