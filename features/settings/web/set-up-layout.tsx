import { UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { LocaleSwitch } from '../../../web/shell/locale-switch.tsx'
import { Mark } from '../../../web/shell/mark.tsx'
import { SchemeSwitch } from '../../../web/shell/scheme-switch.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { STEPS, type Step } from './set-up-check.ts'
import classes from './set-up-screen.module.css'

type Props = {
  /** Absent: no step is being worked on, none can be gone back to. */
  step?: Step
  /** How many steps are done. */
  reached?: number
  onStep?: (step: Step) => void
  children: ReactNode
}

export function SetUpLayout({ step, reached = 0, onStep, children }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const at = step ? STEPS.indexOf(step) : -1
  useEffect(() => {
    document.title = `${t('settings.setUp.title')} · ${t('app.name')}`
  }, [t])
  return (
    <div className={classes.screen}>
      <aside className={classes.side} aria-label={t('settings.setUp.steps')}>
        <div className={classes.brand}>
          <Mark size={40} />
          <span>{t('app.name')}</span>
        </div>
        <p className={classes.promise}>{t('settings.setUp.promise')}</p>
        {(step || reached > 0) && (
          <ol className={classes.steps}>
            {STEPS.map((one, i) => (
              <li
                key={one}
                data-done={i < reached || undefined}
                aria-current={one === step ? 'step' : undefined}
              >
                <UnstyledButton
                  className={classes.step}
                  disabled={!step || i > reached || one === step}
                  onClick={() => onStep?.(one)}
                >
                  <span className={classes.sign} aria-hidden="true">
                    {i < reached && one !== step ? (
                      <IconCheck size={16} stroke={2.4} />
                    ) : (
                      format.number(i + 1)
                    )}
                  </span>
                  <span>{t(`settings.setUp.${one}.step`)}</span>
                  {i < reached && one !== step && (
                    <span className="visually-hidden">{t('settings.setUp.done')}</span>
                  )}
                </UnstyledButton>
              </li>
            ))}
          </ol>
        )}
      </aside>
      <main className={classes.main}>
        <div className={classes.tools}>
          <SchemeSwitch />
          <LocaleSwitch />
        </div>
        <div className={classes.card}>
          {step && (
            <div className={classes.progress}>
              <span>{t('settings.setUp.stepOf', { step: at + 1, count: STEPS.length })}</span>
              <span className={classes.track} aria-hidden="true">
                <span style={{ inlineSize: `${((at + 1) / STEPS.length) * 100}%` }} />
              </span>
            </div>
          )}
          {children}
        </div>
      </main>
    </div>
  )
}
