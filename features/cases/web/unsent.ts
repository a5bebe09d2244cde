import { searchKey } from '@hamdel/persian'
import type { TFunction } from 'i18next'
import { useMemo, useSyncExternalStore } from 'react'
import { ApiError, api, newKey, take, withKey } from '../../../api/client.ts'
import { queryClient } from '../../../web/query.ts'
import { sessionQuery } from '../../../web/session.ts'
import { delayed, tell } from '../../../web/ui/undoable.tsx'
import { type CaseDetail, caseQuery, type ReplyBody } from './case-types.ts'

/** An answer between the person's "send" and the server's "received". It looks unsent, because it is. */
export type Unsent = {
  /** Also the idempotency key: sent twice, it is done once. */
  key: string
  personId: string
  customerId: string
  caseId: string
  body: ReplyBody
  writtenAt: string
  /** The last message the person saw when they wrote. */
  seenId: string | undefined
  state: 'waiting' | 'sending' | 'failed' | 'held'
  error?: unknown
  files: File[]
}

const STORED_AT = 'hamdel.unsent'
let all: Unsent[] = load()
const watchers = new Set<() => void>()
/** The open composers, to which an answer taken back returns. */
const composers = new Map<string, (body: ReplyBody, files: File[]) => void>()

/** After a crash or a lost tab the answer is still here; files are not, and the text says so by staying unsent. */
function load(): Unsent[] {
  try {
    const found = JSON.parse(localStorage.getItem(STORED_AT) ?? '[]') as Unsent[]
    return found.map((one) => ({ ...one, state: 'failed', files: [] }))
  } catch {
    return []
  }
}

function set(next: Unsent[]) {
  all = next
  try {
    localStorage.setItem(STORED_AT, JSON.stringify(next.map(({ files: _, error: __, ...rest }) => rest)))
  } catch {
    // Full or forbidden storage: it still lives on the screen.
  }
  for (const watcher of watchers) watcher()
}

const patch = (key: string, change: Partial<Unsent>) =>
  set(all.map((one) => (one.key === key ? { ...one, ...change } : one)))
const remove = (key: string) => set(all.filter((one) => one.key !== key))

/**
 * After a reload an answer may be both here and there: it was on its way when the page went. What the conversation shows
 * has arrived, so it is unsent no longer.
 */
export function forgetArrived(kase: CaseDetail) {
  const arrived = (one: Unsent) =>
    one.caseId === kase.id &&
    one.state === 'failed' &&
    // By place, not by time: the clocks of desk and server differ.
    kase.interactions
      .slice(kase.interactions.findIndex((seen) => seen.id === one.seenId) + 1)
      .some(
        (there) =>
          there.personId === one.personId &&
          there.direction === 'outbound' &&
          searchKey(there.body) === searchKey(one.body.text),
      )
  if (all.some(arrived)) set(all.filter((one) => !arrived(one)))
}

const useAll = () =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    () => all,
  )

const mine = (list: Unsent[]) => {
  const me = queryClient.getQueryData(sessionQuery.queryKey)?.person.id
  return list.filter((one) => one.personId === me)
}

export function useUnsent(caseId: string): Unsent[] {
  const list = useAll()
  return useMemo(() => mine(list).filter((one) => one.caseId === caseId), [list, caseId])
}

export function useUnsentCases(): Set<string> {
  const list = useAll()
  return useMemo(() => new Set(mine(list).map((one) => one.caseId)), [list])
}

export function registerComposer(caseId: string, take: (body: ReplyBody, files: File[]) => void) {
  composers.set(caseId, take)
  return () => {
    if (composers.get(caseId) === take) composers.delete(caseId)
  }
}

/** Messages to the customer by others that the writer had not seen. */
export function newerAnswers(kase: CaseDetail, seenId: string | undefined, me: string | undefined) {
  const at = kase.interactions.findIndex((one) => one.id === seenId)
  return kase.interactions
    .slice(at + 1)
    .filter((one) => one.kind === 'message' && one.direction === 'outbound' && one.personId !== me)
}

async function post(one: Unsent) {
  const path = { customerId: one.customerId, caseId: one.caseId }
  const headers = withKey(one.key)
  if (one.files.length === 0)
    return take(
      api.POST('/api/v1/customers/{customerId}/cases/{caseId}/replies', {
        params: { path },
        body: one.body,
        headers,
        // Still travels when the page is left.
        keepalive: true,
      }),
    )
  const form = new FormData()
  form.append('reply', JSON.stringify(one.body))
  for (const file of one.files) form.append('files', file, file.name)
  return take(
    api.POST('/api/v1/customers/{customerId}/cases/{caseId}/replies-with-files', {
      params: { path },
      body: form as never,
      bodySerializer: (body) => body as never,
      headers,
    }),
  )
}

/** Sends now. `anyway`: the person has read what a colleague wrote meanwhile. */
export async function send(key: string, t: TFunction, anyway = false) {
  const one = all.find((candidate) => candidate.key === key)
  if (!one || one.state === 'sending') return
  const kase = queryClient.getQueryData(caseQuery(one.customerId, one.caseId).queryKey)
  if (!anyway && kase && newerAnswers(kase, one.seenId, one.personId).length > 0) {
    patch(key, { state: 'held' })
    tell(t('cases.unsent.heldToast', { name: kase.customerName }))
    return
  }
  patch(key, { state: 'sending', error: undefined })
  try {
    await post(one)
  } catch (error) {
    patch(key, { state: 'failed', error })
    tell(t('cases.unsent.failedToast', { name: kase?.customerName ?? '' }))
    return
  }
  await refresh(one)
  remove(key)
}

/** The unsent bubble goes only when the sent one is there. */
const refresh = (one: Unsent) =>
  Promise.allSettled([
    queryClient.invalidateQueries({ queryKey: ['cases', one.caseId] }),
    queryClient.invalidateQueries({ queryKey: ['triage'] }),
    queryClient.invalidateQueries({ queryKey: ['promises'] }),
    queryClient.invalidateQueries({ queryKey: ['customers', one.customerId] }),
  ])

/** Takes an unsent answer back into the box it came from, for writing on. */
export function takeBack(key: string) {
  const one = all.find((candidate) => candidate.key === key)
  if (!one || one.state === 'sending') return
  remove(key)
  const composer = composers.get(one.caseId)
  if (composer) return composer(one.body, one.files)
  returned.set(one.caseId, { body: one.body, files: one.files })
}
/** Taken back while the case was not on the screen; its composer asks for it when it appears. */
const returned = new Map<string, { body: ReplyBody; files: File[] }>()
export function takeReturned(caseId: string) {
  const found = returned.get(caseId)
  returned.delete(caseId)
  return found
}

/** Ten seconds in which it can be taken back, then it goes. */
export function sendSoon(answer: Omit<Unsent, 'key' | 'state' | 'writtenAt'>, message: string, t: TFunction) {
  const key = newKey()
  set([...all, { ...answer, key, state: 'waiting', writtenAt: new Date().toISOString() }])
  delayed({ message, commit: () => send(key, t), onUndo: () => takeBack(key) })
}

/** Refused for good, as it stands: trying the same again helps nobody. */
export const isRefused = (error: unknown) =>
  error instanceof ApiError && !error.isNetwork && error.status >= 400 && error.status < 500
