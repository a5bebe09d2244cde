import { searchKey } from '@hamdel/persian'
import { type Reject, reject } from './choices.ts'
import { type CustomerRow, mobilesOf } from './customers-rows.ts'

/** A customer as the plan sees and changes them. */
export interface Draft {
  id: string
  isNew: boolean
  branchId: string
  version: number
  importId: string | null
  code: string | null
  identifier: string | null
  kind: 'person' | 'organisation'
  name: string
  searchKey: string
  joinedKey: string
  honorific: string
  city: string
  bornOn: string | null
  note: string
  tags: string[]
  /** `kind normalised` of every contact point. */
  points: Set<string>
  /** The values before this import touched them; set at the first change of a customer who was there. */
  before?: Record<string, unknown>
  isChanged: boolean
}

export interface NewPoint {
  customerId: string
  kind: 'phone' | 'email' | 'address'
  value: string
  normalised: string
  isPrimary: boolean
  ofNewCustomer: boolean
}

export type Outcome = 'inserted' | 'updated' | 'unchanged'

export interface PlanRules {
  /** What happens to a customer who is already there. */
  policy: 'update' | 'skip'
  /** The only branch whose customers may be touched; null means all. */
  branchLimit: string | null
  branchId: string
  importId: string
  newId(): string
  /** The name of a customer the row does not name; undefined refuses to make one. */
  nameless(row: CustomerRow): string | Reject
}

/**
 * Decides for each row whose it is: external code, then national or legal ID, then mobile, then the same name with the
 * same other phone or e-mail; never the name alone. A row with nothing but a name is somebody new, unless an earlier import
 * of the very same file made a customer who says exactly what the row says (`sameFile`). Rows of
 * the same file see the customers made by the rows before them.
 */
export function makePlan(
  existing: Iterable<Draft>,
  contacts: Iterable<[string, string]>,
  rules: PlanRules,
  sameFile: Iterable<string> = [],
) {
  const drafts = new Map<string, Draft>()
  const byCode = new Map<string, Draft>()
  const byIdentifier = new Map<string, Draft>()
  /** By phone in E.164 and by e-mail, which are never alike. */
  const byContact = new Map<string, Set<Draft>>()
  const bare = new Map<string, Set<Draft>>()
  const points: NewPoint[] = []
  for (const draft of existing) register(draft)
  for (const [contact, id] of contacts) {
    const draft = drafts.get(id)
    if (draft) add(byContact, contact, draft)
  }
  for (const id of sameFile) {
    const draft = drafts.get(id)
    if (draft) add(bare, draft.joinedKey, draft)
  }

  function register(draft: Draft): void {
    drafts.set(draft.id, draft)
    if (draft.code) byCode.set(draft.code, draft)
    if (draft.identifier) byIdentifier.set(draft.identifier, draft)
  }
  function add(index: Map<string, Set<Draft>>, key: string, draft: Draft): void {
    const found = index.get(key)
    if (found) found.add(draft)
    else index.set(key, new Set([draft]))
  }
  const isReachable = (draft: Draft) => rules.branchLimit === null || draft.branchId === rules.branchLimit

  function find(row: CustomerRow): Draft | Reject | undefined {
    const coded = row.code ? byCode.get(row.code) : undefined
    const identified = row.identifier ? byIdentifier.get(row.identifier) : undefined
    if (coded && identified && coded !== identified) return reject('customer_conflict')
    const found = coded ?? identified
    if (found) {
      if (!isReachable(found)) return reject('other_branch')
      if (!coded && row.code && found.code && found.code !== row.code) return reject('customer_conflict')
      return found
    }
    const candidates = holders(row, mobilesOf(row))
    if (candidates.length === 1) return candidates[0]
    const named = candidates.filter((draft) => row.joinedKey !== '' && draft.joinedKey === row.joinedKey)
    if (candidates.length > 1)
      return named.length === 1 ? named[0] : reject('customer_ambiguous', { count: candidates.length })
    if (row.joinedKey === '') return undefined
    const others = [...row.phones.map((phone) => phone.e164), ...row.emails]
    const namesakes = holders(row, others).filter((draft) => draft.joinedKey === row.joinedKey)
    if (namesakes.length > 0) return namesakes[0]
    if (row.code || row.identifier || others.length > 0) return undefined
    for (const draft of bare.get(row.joinedKey) ?? []) {
      const isSame =
        Object.keys(differences(draft, row)).length === 0 &&
        row.addresses.every((address) => draft.points.has(`address ${searchKey(address)}`))
      if (!isSame || !isReachable(draft)) continue
      // The next row that says the same is the next customer.
      bare.get(row.joinedKey)!.delete(draft)
      return draft
    }
    return undefined
  }

  /** Customers in reach who have one of these contacts and are not known to be somebody else. */
  function holders(row: CustomerRow, contacts: readonly string[]): Draft[] {
    const found = new Set<Draft>()
    for (const contact of contacts)
      for (const draft of byContact.get(contact) ?? []) {
        const isOther =
          (row.code && draft.code && row.code !== draft.code) ||
          (row.identifier && draft.identifier && row.identifier !== draft.identifier)
        if (!isOther && isReachable(draft)) found.add(draft)
      }
    return [...found]
  }

  function create(row: CustomerRow): Draft | Reject {
    const name = row.name || rules.nameless(row)
    if (typeof name === 'object') return name
    const key = row.searchKey || searchKey(name)
    const draft: Draft = {
      id: rules.newId(),
      isNew: true,
      branchId: rules.branchId,
      version: 1,
      importId: rules.importId,
      code: row.code || null,
      identifier: row.identifier || null,
      kind: row.kind || 'person',
      name,
      searchKey: key,
      joinedKey: row.joinedKey || key.replaceAll(' ', '').replaceAll('آ', 'ا'),
      honorific: row.honorific,
      city: row.city,
      bornOn: row.bornOn || null,
      note: row.note,
      tags: [...row.tags],
      points: new Set(),
      isChanged: false,
    }
    register(draft)
    addPoints(draft, row)
    return draft
  }

  function addPoints(draft: Draft, row: CustomerRow): boolean {
    let isAdded = false
    const put = (kind: NewPoint['kind'], value: string, normalised: string) => {
      const key = `${kind} ${normalised}`
      if (draft.points.has(key)) return
      const isPrimary = draft.isNew && ![...draft.points].some((point) => point.startsWith(kind))
      draft.points.add(key)
      points.push({ customerId: draft.id, kind, value, normalised, isPrimary, ofNewCustomer: draft.isNew })
      isAdded = true
    }
    for (const phone of row.phones) put('phone', phone.value, phone.e164)
    for (const email of row.emails) put('email', email, email)
    for (const address of row.addresses) put('address', address, searchKey(address))
    for (const phone of row.phones) add(byContact, phone.e164, draft)
    for (const email of row.emails) add(byContact, email, draft)
    return isAdded
  }

  function differences(draft: Draft, row: CustomerRow): Partial<Draft> {
    const next: Partial<Draft> = {}
    if (row.name && row.name !== draft.name)
      Object.assign(next, { name: row.name, searchKey: row.searchKey, joinedKey: row.joinedKey })
    if (row.code && row.code !== draft.code) next.code = row.code
    if (row.identifier && row.identifier !== draft.identifier) next.identifier = row.identifier
    if (row.kind && row.kind !== draft.kind) next.kind = row.kind
    if (row.honorific && row.honorific !== draft.honorific) next.honorific = row.honorific
    if (row.city && row.city !== draft.city) next.city = row.city
    if (row.bornOn && row.bornOn !== draft.bornOn) next.bornOn = row.bornOn
    if (row.note && row.note !== draft.note) next.note = row.note
    const tags = row.tags.filter((tag) => !draft.tags.includes(tag))
    if (tags.length) next.tags = [...draft.tags, ...tags]
    return next
  }

  function update(draft: Draft, row: CustomerRow): boolean {
    const next = differences(draft, row)
    const isChanged = Object.keys(next).length > 0
    if (isChanged && !draft.isNew) {
      draft.before ??= imageOf(draft)
      draft.isChanged = true
    }
    Object.assign(draft, next)
    if (isChanged) register(draft)
    return addPoints(draft, row) || isChanged
  }

  return {
    points,
    drafts,
    /** Finds or makes the customer of a row and applies what the row says. */
    place(row: CustomerRow): { draft: Draft; outcome: Outcome } | Reject {
      const found = find(row)
      if (found && 'params' in found) return found
      if (!found) {
        const made = create(row)
        return 'params' in made ? made : { draft: made, outcome: 'inserted' }
      }
      if (rules.policy === 'skip') return { draft: found, outcome: 'unchanged' }
      return { draft: found, outcome: update(found, row) ? 'updated' : 'unchanged' }
    },
  }
}

/** What undo puts back. */
const imageOf = (draft: Draft) => ({
  kind: draft.kind,
  full_name: draft.name,
  search_key: draft.searchKey,
  joined_key: draft.joinedKey,
  honorific: draft.honorific,
  identifier: draft.identifier,
  external_code: draft.code,
  city: draft.city,
  born_on: draft.bornOn,
  note: draft.note,
  tags: draft.tags,
})
