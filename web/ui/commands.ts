import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useEffect, useRef, useSyncExternalStore } from 'react'

export type Command = {
  id: string
  label: string
  /** A second line: what it acts on. */
  detail?: ReactNode
  group?: string
  icon?: TablerIcon
  /** Words by which it is also found. */
  keywords?: string
  /** Its shortcut, only shown; bind it with `useShortcuts`. */
  keys?: string
  run: () => unknown
}

/** Asks the server while the person types; results come as commands. Abort with the signal. */
export type SearchProvider = (query: string, signal: AbortSignal) => Promise<Command[]>

let commandSets: { current: Command[] }[] = []
let providers: { current: SearchProvider }[] = []
let isOpen = false
const watchers = new Set<() => void>()
const tell = () => {
  for (const watcher of watchers) watcher()
}

function useRegistered<T>(value: T, add: (item: { current: T }) => () => void) {
  const item = useRef(value)
  item.current = value
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered once; the ref carries the present value
  useEffect(() => add(item), [])
}

/** What can be done from the palette while the calling component is on the screen. */
export function useCommands(commands: Command[]) {
  useRegistered(commands, (item) => {
    commandSets = [item, ...commandSets]
    return () => {
      commandSets = commandSets.filter((one) => one !== item)
    }
  })
}

/** Adds results from the server to the palette (customers, cases). */
export function useSearchProvider(provider: SearchProvider) {
  useRegistered(provider, (item) => {
    providers = [...providers, item]
    return () => {
      providers = providers.filter((one) => one !== item)
    }
  })
}

export const allCommands = () => commandSets.flatMap((set) => set.current)
export const allProviders = () => providers.map((provider) => provider.current)

export function openPalette() {
  isOpen = true
  tell()
}
export function closePalette() {
  isOpen = false
  tell()
}
export const usePaletteOpen = () =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    () => isOpen,
  )
