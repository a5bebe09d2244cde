import { useCallback, useEffect, useRef, useState } from 'react'
import { useSession } from '../session.ts'

type Stored<T> = { value: T; savedAt: string }
const SAVE_AFTER_MS = 300

function load<T>(key: string): Stored<T> | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

function store<T>(key: string, stored: Stored<T> | undefined) {
  try {
    if (stored) localStorage.setItem(key, JSON.stringify(stored))
    else localStorage.removeItem(key)
  } catch {
    // Full or forbidden storage: the text still lives on the screen.
  }
}

/**
 * What a person is writing survives a closed tab, a lost session and a full crash, on this computer, for this person.
 * Call `clear` once the server has it. `useDraft('cases.reply.<caseId>', '')`
 */
export function useDraft<T>(name: string, initial: T) {
  const key = `hamdel.draft.${useSession()?.person.id ?? 'nobody'}.${name}`
  const [state, setState] = useState(() => ({ key, found: load<T>(key) }))
  const [value, setOwn] = useState<T>(state.found?.value ?? initial)
  const [savedAt, setSavedAt] = useState(state.found?.savedAt)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const waiting = useRef<{ key: string; value: T }>(undefined)

  const flush = useCallback(() => {
    clearTimeout(timer.current)
    const last = waiting.current
    waiting.current = undefined
    if (!last) return
    const now = new Date().toISOString()
    store(last.key, { value: last.value, savedAt: now })
    setSavedAt(now)
  }, [])

  // The same component may be shown for another case: put the old words away, take out the other ones.
  if (state.key !== key) {
    const found = load<T>(key)
    setState({ key, found })
    setOwn(found?.value ?? initial)
    setSavedAt(found?.savedAt)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key decides when to put away
  useEffect(() => {
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush, key])

  const setValue = (next: T) => {
    setOwn(next)
    waiting.current = { key, value: next }
    clearTimeout(timer.current)
    timer.current = setTimeout(flush, SAVE_AFTER_MS)
  }
  const clear = () => {
    clearTimeout(timer.current)
    waiting.current = undefined
    store(key, undefined)
    setOwn(initial)
    setSavedAt(undefined)
    setState({ key, found: undefined })
  }
  /** `wasRestored`: the text comes from an earlier visit; say so and offer `clear`. */
  return { value, setValue, clear, savedAt, wasRestored: state.found !== undefined }
}
