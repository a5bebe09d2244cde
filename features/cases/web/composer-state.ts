import { useDraft } from '../../../web/ui/draft.ts'
import type { PromiseDraft } from '../../promises/web/promise-fields.tsx'

export type Mode = 'reply' | 'note' | 'call' | 'visit'
export type ComposerDraft = {
  mode: Mode
  /** One text per mode: what is meant for colleagues never slips into a message to the customer. */
  texts: Record<Mode, string>
  next: 'wait' | 'keep' | 'solve'
  outcome: string | null
  rootCause: string | null
  promise: PromiseDraft | null
  /** Of a call or visit. */
  direction: 'inbound' | 'outbound'
  /** The customer said something new: it becomes our turn. */
  isHeard: boolean
}

export const EMPTY: ComposerDraft = {
  mode: 'reply',
  texts: { reply: '', note: '', call: '', visit: '' },
  next: 'wait',
  outcome: null,
  rootCause: null,
  promise: null,
  direction: 'outbound',
  isHeard: false,
}
export const EMPTY_PROMISE: PromiseDraft = { text: '', dueAt: null, keeperId: null }

export const useComposerDraft = (caseId: string) => useDraft<ComposerDraft>(`cases.composer.${caseId}`, EMPTY)
