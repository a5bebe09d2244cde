import { useQueryClient } from '@tanstack/react-query'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { type ImportDetail, importQuery } from './import-types.ts'

/** Moves an import on; what the server answers is shown at once. */
export function useImportMove(id: string, verb: 'check' | 'run' | 'cancel' | 'undo') {
  const client = useQueryClient()
  return useAction<void, ImportDetail>({
    run: (_, key) =>
      take(
        api.POST(`/api/v1/imports/{id}/${verb}`, { params: { path: { id } }, headers: withKey(key) }),
      ) as Promise<ImportDetail>,
    stale: [['imports', 'list']],
    onDone: (job) => {
      client.setQueryData(importQuery(id).queryKey, job)
      void client.invalidateQueries({ queryKey: ['imports', 'rejects', id] })
    },
    // Somebody else moved it meanwhile: show where it stands.
    onError: () => void client.invalidateQueries({ queryKey: importQuery(id).queryKey }),
  })
}
