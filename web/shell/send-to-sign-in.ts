import type { QueryClient } from '@tanstack/react-query'
import { SIGNED_OUT } from '../../api/client.ts'

type Navigator = {
  navigate: (to: { href: string; replace: boolean }) => unknown
  state: { location: { href: string; pathname: string } }
}

/** A session that ended leads to the sign-in page and, after it, back to where the person was. */
export function sendToSignIn(router: Navigator, client: QueryClient) {
  const go = () => {
    const { href, pathname } = router.state.location
    if (pathname === '/sign-in' || pathname === '/set-up') return
    client.removeQueries({ queryKey: ['me'] })
    const next = href === '/' ? '' : `?next=${encodeURIComponent(href)}`
    router.navigate({ href: `/sign-in${next}`, replace: true })
  }
  window.addEventListener(SIGNED_OUT, go)
  return () => window.removeEventListener(SIGNED_OUT, go)
}
