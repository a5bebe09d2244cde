import { useEffect, useRef } from 'react'

/** What appears below the edge of a dialog comes into view by itself. */
export function useShown<Element extends HTMLElement>(when: unknown) {
  const place = useRef<Element>(null)
  useEffect(() => {
    if (when) place.current?.scrollIntoView({ block: 'nearest' })
  }, [when])
  return place
}
