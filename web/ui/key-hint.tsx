import classes from './key-hint.module.css'
import { keyNames } from './shortcuts.ts'

/** Keys as they stand on the keyboard: «Ctrl K», «G D». Always Latin, always left to right. */
export function KeyHint({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={`${classes.keys} ${className ?? ''}`} dir="ltr" aria-hidden="true">
      {keyNames(keys).map((name, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed row of keys, the same key may come twice
        <kbd key={i}>{name}</kbd>
      ))}
    </span>
  )
}
