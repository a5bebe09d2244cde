import { useEffect, useRef, useSyncExternalStore } from 'react'

export type Shortcut = {
  /** «r», «mod+enter», «shift+/», or two in a row «g d». Named by the Latin key: they work on a Persian layout too. */
  keys: string
  label: string
  /** Heading in the help dialog. */
  group?: string
  /** Also while typing; only for combinations with mod. */
  inFields?: boolean
  disabled?: boolean
  run: () => unknown
}

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform)
const NAMES: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  alt: isMac ? '⌥' : 'Alt',
  enter: '↵',
  escape: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
}
const CODES: Record<string, string> = {
  '/': 'Slash',
  '.': 'Period',
  ',': 'Comma',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '-': 'Minus',
  '=': 'Equal',
  enter: 'Enter',
  escape: 'Escape',
  space: 'Space',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  home: 'Home',
  end: 'End',
  delete: 'Delete',
  backspace: 'Backspace',
}

export function keyNames(keys: string): string[] {
  if (keys === 'shift+/') return ['?']
  return keys.split(/[ +]/).map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}

/** The physical key, because on a Persian layout the letter of KeyR is «ق». */
function codeOf(key: string): string {
  if (/^[a-z]$/.test(key)) return `Key${key.toUpperCase()}`
  return /^\d$/.test(key) ? `Digit${key}` : (CODES[key] ?? key)
}

export function matchesStroke(
  stroke: string,
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
) {
  const parts = stroke.split('+')
  const key = parts.at(-1)!
  return (
    event.code === codeOf(key) &&
    (event.ctrlKey || event.metaKey) === parts.includes('mod') &&
    event.shiftKey === parts.includes('shift') &&
    event.altKey === parts.includes('alt')
  )
}

let sets: { current: Shortcut[] }[] = []
const watchers = new Set<() => void>()
let isHelpOpen = false
const tell = () => {
  for (const watcher of watchers) watcher()
}
const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** Keys that work while the calling component is on the screen; the last one mounted wins. They fill the help dialog (?). */
export function useShortcuts(shortcuts: Shortcut[]) {
  const set = useRef(shortcuts)
  set.current = shortcuts
  useEffect(() => {
    sets = [...sets, set]
    return () => {
      sets = sets.filter((one) => one !== set)
    }
  }, [])
}

export const allShortcuts = (): Shortcut[] =>
  sets.flatMap((set) => set.current).filter((one) => !one.disabled)

export function openShortcutsHelp() {
  isHelpOpen = true
  tell()
}
export function closeShortcutsHelp() {
  isHelpOpen = false
  tell()
}
export const useShortcutsHelp = () => useSyncExternalStore(watch, () => isHelpOpen)

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const SECOND_KEY_WITHIN_MS = 1_200

/** The one listener; the frame mounts it. */
export function useShortcutListener() {
  useEffect(() => {
    let first: { event: KeyboardEvent; at: number } | undefined
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      if (/^(Shift|Control|Alt|Meta)$/.test(event.key)) return
      const typing = isField(event.target)
      const inDialog = document.querySelector('[role="dialog"][aria-modal="true"]') !== null
      const usable = [...sets]
        .reverse()
        .flatMap((set) => set.current)
        .filter((one) => !one.disabled && (!typing || one.inFields) && (!inDialog || one.inFields))
      const fresh = first && Date.now() - first.at < SECOND_KEY_WITHIN_MS ? first.event : undefined
      const hit = usable.find(({ keys }) => {
        const [one, two] = keys.split(' ') as [string, string?]
        return two
          ? fresh && matchesStroke(one, fresh) && matchesStroke(two, event)
          : !fresh && matchesStroke(one, event)
      })
      const begins =
        !fresh && usable.some(({ keys }) => keys.includes(' ') && matchesStroke(keys.split(' ')[0]!, event))
      first = begins && !hit ? { event, at: Date.now() } : undefined
      if (!hit) return
      event.preventDefault()
      hit.run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
