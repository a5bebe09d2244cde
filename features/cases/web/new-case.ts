import { useSyncExternalStore } from 'react'

export type NewCaseFor = { customerId: string; customerName: string; phone?: string | null } | undefined

let state: { isOpen: boolean; customer: NewCaseFor } = { isOpen: false, customer: undefined }
const watchers = new Set<() => void>()

function set(next: typeof state) {
  state = next
  for (const watcher of watchers) watcher()
}

/** From the desk, the palette or a customer's card: the one dialog stands in the frame. */
export const openNewCase = (customer?: NewCaseFor) => set({ isOpen: true, customer })
export const closeNewCase = () => set({ ...state, isOpen: false })
export const useNewCase = () =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    () => state,
  )
