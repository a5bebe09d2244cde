import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError, api, newKey, take, withKey } from '../../../api/client.ts'
import { tell, tellError, undoable } from '../../../web/ui/undoable.tsx'
import { type CaseDetail, type CaseUpdate, caseQuery } from './case-types.ts'

const isConflict = (error: unknown) => error instanceof ApiError && error.code === 'version_conflict'

/**
 * Changes fields of a case. When a colleague was faster with something else, the newest case is fetched and the change
 * goes on it; when they changed the very same field, the person sees theirs and decides.
 */
export function useChangeCase(kase: CaseDetail) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const path = { customerId: kase.customerId, caseId: kase.id }
  const query = caseQuery(kase.customerId, kase.id)

  const patch = (version: number, change: CaseUpdate) =>
    take(
      api.PATCH('/api/v1/customers/{customerId}/cases/{caseId}', {
        params: { path },
        body: { ...change, version },
        headers: withKey(newKey()),
      }),
    )
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['cases'] }),
      client.invalidateQueries({ queryKey: ['triage'] }),
    ])

  const write = async (change: CaseUpdate) => {
    try {
      await patch(kase.version, change)
    } catch (error) {
      if (!isConflict(error)) throw error
      const fresh = await client.fetchQuery({ ...query, staleTime: 0 })
      const isMeant = Object.keys(change).every(
        (name) =>
          JSON.stringify(fresh[name as keyof CaseDetail]) === JSON.stringify(kase[name as keyof CaseDetail]),
      )
      if (!isMeant) {
        tell(t('cases.facts.changedByOther'))
        return false
      }
      await patch(fresh.version, change)
    }
    await refresh()
    return true
  }

  /** `message` says what was done; one key takes it back. Resolves with whether it was done. */
  return async (change: CaseUpdate, message: string): Promise<boolean> => {
    const before = Object.fromEntries(
      Object.keys(change).map((name) => [name, kase[name as keyof CaseDetail]]),
    ) as CaseUpdate
    try {
      if (!(await write(change))) return false
    } catch (error) {
      tellError(error)
      return false
    }
    // A case given to another branch is no longer ours to take back.
    if (change.branchId) tell(message)
    else
      undoable({
        message,
        undo: async () => {
          const fresh = await client.fetchQuery({ ...query, staleTime: 0 })
          await patch(fresh.version, before)
          await refresh()
        },
      })
    return true
  }
}
