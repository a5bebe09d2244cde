import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, take } from '../api/client.ts'
import type { components } from '../api/types.ts'

export type Session = components['schemas']['Me']
export type Scope = Session['permissions'][string]

export const sessionQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/me', { signal })),
  staleTime: 5 * 60_000,
})

/** Who is signed in. Undefined only while the shell itself is loading: screens inside the frame always have it. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data
}

const WIDTH: Record<Scope, number> = { own: 1, branch: 2, all: 3 }

/** `can('case.reply')`, `can('case.read', 'branch')`. The server decides; this only hides what would be refused. */
export function useCan() {
  const permissions = useSession()?.permissions ?? {}
  return (permission: string, atLeast: Scope = 'own') => {
    const scope = permissions[permission]
    return scope !== undefined && WIDTH[scope] >= WIDTH[atLeast]
  }
}

export function useSignOut() {
  const client = useQueryClient()
  return async () => {
    await api.DELETE('/api/v1/sessions/current', {})
    client.clear()
    // A full load, so that nothing of this person stays in memory on a shared computer.
    window.location.assign('/sign-in')
  }
}
