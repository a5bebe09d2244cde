import { useEffect, useState } from 'react'
import { loadLocale } from '../../../web/i18n.ts'

/** Brings the words of another language than the screen's, for what is read to a customer. */
export function useWordsIn(locale: 'fa' | 'en'): void {
  const [, show] = useState(0)
  useEffect(() => {
    let isGone = false
    void loadLocale(locale).then(
      () => !isGone && show((n) => n + 1),
      () => {},
    )
    return () => {
      isGone = true
    }
  }, [locale])
}
