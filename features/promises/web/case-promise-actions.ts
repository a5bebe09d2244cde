import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'

export type PromiseRef = { customerId: string; id: string; version: number }
/** As long as the server allows; the toast need not stand in the way for ten minutes. */
const SHOWN_SECONDS = 20

const STALE = (customerId: string) => [
  ['promises'],
  ['cases'],
  ['triage'],
  ['lead'],
  ['customers', customerId],
]
const paramsOf = (one: PromiseRef) => ({ path: { customerId: one.customerId, promiseId: one.id } })

/** Says that a promise was kept; it can be taken back. */
export function useKeepPromise() {
  const { t } = useTranslation()
  const undo = useAction({
    run: (one: PromiseRef, key: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/undo-keep', {
          params: paramsOf(one),
          body: { version: one.version },
          headers: withKey(key),
        }),
      ),
    stale: (_, one) => STALE(one.customerId),
  })
  return useAction({
    run: (one: PromiseRef, key: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/keep', {
          params: paramsOf(one),
          body: { version: one.version },
          headers: withKey(key),
        }),
      ),
    stale: (_, one) => STALE(one.customerId),
    onDone: (kept) =>
      undoable({
        message: t(kept.status === 'late' ? 'promises.done.late' : 'promises.done.kept'),
        seconds: SHOWN_SECONDS,
        undo: () => undo.runAsync({ customerId: kept.customerId, id: kept.id, version: kept.version }),
      }),
    onError: tellError,
  })
}

export function useEndPromise(onDone: () => void) {
  return useAction({
    run: (
      { how, one, reason }: { how: 'break' | 'withdraw'; one: PromiseRef; reason: string },
      key: string,
    ) => {
      const options = { params: paramsOf(one), body: { version: one.version, reason }, headers: withKey(key) }
      return take(
        how === 'break'
          ? api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/break', options)
          : api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/withdraw', options),
      )
    },
    stale: (_, { one }) => STALE(one.customerId),
    onDone,
  })
}
