import { useTranslation } from 'react-i18next'
import { Dialog } from './dialog.tsx'
import { KeyHint } from './key-hint.tsx'
import { allShortcuts, closeShortcutsHelp, useShortcutsHelp } from './shortcuts.ts'
import classes from './shortcuts-help.module.css'

/** What the keyboard can do here and now. */
export function ShortcutsHelp() {
  const { t } = useTranslation()
  const isOpen = useShortcutsHelp()
  const groups = isOpen ? Object.groupBy(allShortcuts(), (one) => one.group ?? t('ui.shortcuts.here')) : {}
  return (
    <Dialog opened={isOpen} onClose={closeShortcutsHelp} title={t('ui.shortcuts.title')} size="lg">
      <div className={classes.groups}>
        {Object.entries(groups).map(([group, shortcuts]) => (
          <div key={group}>
            <h3 className={classes.group}>{group}</h3>
            <dl className={classes.list}>
              {shortcuts!.map((one) => (
                <div key={one.keys + one.label} className={classes.row}>
                  <dt>{one.label}</dt>
                  <dd>
                    <KeyHint keys={one.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </Dialog>
  )
}
