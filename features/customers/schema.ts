import { z } from 'zod'
import {
  day,
  id,
  instant,
  line,
  listOf,
  optionalLine,
  optionalProse,
  pageQuery,
  prose,
  rials,
} from '../../server/lib/fields.ts'

export const CUSTOMER_KINDS = ['person', 'organisation'] as const
export const STAGES = ['potential', 'new', 'active', 'loyal', 'at_risk', 'former'] as const
export const TIERS = ['normal', 'silver', 'gold'] as const
export const CUSTOMER_MOODS = ['unknown', 'angry', 'upset', 'neutral', 'happy'] as const
export const CONTACT_KINDS = ['phone', 'email', 'messenger', 'address'] as const
export const RELATION_KINDS = ['pays', 'uses', 'represents', 'family'] as const
export const FACET_KINDS = [
  'opinion',
  'economic_situation',
  'expectation',
  'motivator',
  'attitude',
  'culture',
  'interest',
  'occasion',
] as const
export const CONSENT_CHANNELS = ['sms', 'phone', 'email', 'messenger', 'post'] as const
export const CONSENT_PURPOSES = ['service', 'marketing', 'survey'] as const

export const customerKind = z.enum(CUSTOMER_KINDS)
export const stage = z.enum(STAGES)
export const tier = z.enum(TIERS)
export const customerMood = z.enum(CUSTOMER_MOODS)
export const contactKind = z.enum(CONTACT_KINDS)

export const customerParams = z.object({ customerId: id })
export const tags = z.array(line(40)).max(30)

/** Everything of a customer but what belongs to them; the identifier only masked. */
export const customer = z
  .object({
    id,
    kind: customerKind,
    fullName: z.string(),
    honorific: z.string(),
    identifierMasked: z.string().nullable(),
    externalCode: z.string().nullable(),
    stage,
    tier,
    mood: customerMood,
    moodAt: instant.nullable(),
    ownerId: id.nullable(),
    ownerName: z.string().nullable(),
    branchId: id,
    branchName: z.string(),
    tags: z.array(z.string()),
    city: z.string(),
    bornOn: day.nullable(),
    note: z.string(),
    // They work here, or somebody of their family does: nobody compensates them (R76).
    worksHere: z.enum(['self', 'relative']).nullable(),
    createdAt: instant,
    updatedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Customer' })

export const customerListItem = z
  .object({
    id,
    kind: customerKind,
    fullName: z.string(),
    honorific: z.string(),
    stage,
    tier,
    mood: customerMood,
    branchId: id,
    branchName: z.string(),
    ownerId: id.nullable(),
    ownerName: z.string().nullable(),
    primaryPhone: z.string().nullable(),
    city: z.string(),
    tags: z.array(z.string()),
    purchaseCount: z.int(),
    purchaseTotalRials: rials,
    lastPurchaseOn: day.nullable(),
    openCaseCount: z.int(),
    lastContactAt: instant.nullable(),
    updatedAt: instant,
  })
  .meta({ id: 'CustomerListItem' })

export const customerPage = z
  .object({ items: z.array(customerListItem), nextCursor: z.string().nullable() })
  .meta({ id: 'CustomerPage' })

export const CUSTOMER_SORTS = [
  'name',
  '-name',
  'updated',
  '-updated',
  'total',
  '-total',
  'lastPurchase',
  '-lastPurchase',
  'lastContact',
  '-lastContact',
] as const

const yesNo = z.enum(['yes', 'no'])

/** Which customers; a list, a count and an export ask alike. */
export const customerFilters = {
  q: optionalLine(100).optional(),
  'filter[kind]': customerKind.optional(),
  'filter[stage]': listOf(STAGES).optional(),
  'filter[tier]': listOf(TIERS).optional(),
  'filter[mood]': listOf(CUSTOMER_MOODS).optional(),
  'filter[owner]': z.union([id, z.literal('me'), z.literal('nobody')]).optional(),
  'filter[branch]': id.optional(),
  'filter[tag]': line(40).optional(),
  'filter[hasOpenCase]': yesNo.optional(),
  'filter[lastPurchaseBefore]': day.optional(),
  'filter[lastPurchaseAfter]': day.optional(),
}
export const customerSort = z.enum(CUSTOMER_SORTS).default('-updated')
export const customerListQuery = z.strictObject({ ...pageQuery, ...customerFilters, sort: customerSort })

export const searchQuery = z.strictObject({
  q: optionalLine(100),
  limit: z.coerce.number().int().min(1).max(50).default(10),
})

export const searchHit = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('customer'),
      customerId: id,
      customerKind,
      fullName: z.string(),
      honorific: z.string(),
      stage,
      tier,
      mood: customerMood,
      city: z.string(),
      primaryPhone: z.string().nullable(),
      openCaseCount: z.int(),
      // By what they were found, and whether it is the very thing that was asked.
      matchedOn: z.enum(['name', 'phone', 'email', 'messenger', 'identifier', 'externalCode']),
      // The phone or address that fits; it need not be the primary one.
      matchedValue: z.string().nullable(),
      isExact: z.boolean(),
    }),
    z.object({
      kind: z.literal('case'),
      customerId: id,
      caseId: id,
      code: z.string(),
      caseKind: z.string(),
      status: z.string(),
      subject: z.string(),
      customerName: z.string(),
    }),
  ])
  .meta({ id: 'SearchHit' })
export const searchAnswer = z.object({ items: z.array(searchHit) }).meta({ id: 'SearchAnswer' })

export const contactPointInput = z
  .strictObject({
    kind: contactKind,
    value: line(300),
    label: optionalLine(60).optional(),
    isPrimary: z.boolean().optional(),
  })
  .meta({ id: 'ContactPointRequest' })

const identity = {
  fullName: line(160),
  honorific: optionalLine(60),
  identifier: optionalLine(30).nullable(),
  externalCode: optionalLine(60).nullable(),
  tier,
  stage,
  ownerId: id.nullable(),
  branchId: id,
  tags,
  city: optionalLine(80),
  bornOn: day.nullable(),
  note: optionalProse(4_000),
}

export const customerInput = z
  .strictObject({
    ...z.object(identity).partial().shape,
    kind: customerKind.default('person'),
    fullName: identity.fullName,
    contactPoints: z.array(contactPointInput).max(20).default([]),
    // Said after the answer `customer_may_exist`: this is somebody else.
    allowDuplicate: z.boolean().default(false),
  })
  .meta({ id: 'CustomerRequest' })

export const customerUpdate = z
  .strictObject({ ...z.object(identity).partial().shape, mood: customerMood.optional(), version: z.int() })
  .meta({ id: 'CustomerUpdate' })

export const stageInput = z.strictObject({ stage, version: z.int() }).meta({ id: 'StageRequest' })
export const ownerInput = z
  .strictObject({ ownerId: id.nullable(), version: z.int() })
  .meta({ id: 'OwnerRequest' })
export const tagsInput = z.strictObject({ tags, version: z.int() }).meta({ id: 'TagsRequest' })
export const versioned = z.object({ version: z.int() }).meta({ id: 'Versioned' })
export const unmaskInput = z.strictObject({ reason: prose(500) }).meta({ id: 'UnmaskRequest' })
export const deleteInput = z.strictObject({ reason: prose(500) }).meta({ id: 'DeleteCustomerRequest' })

export const contactPoint = z
  .object({
    id,
    kind: contactKind,
    value: z.string(),
    normalised: z.string(),
    label: z.string(),
    isPrimary: z.boolean(),
  })
  .meta({ id: 'ContactPoint' })

export const relationKind = z.enum(RELATION_KINDS)
export const relationInput = z
  .strictObject({ otherCustomerId: id, kind: relationKind, note: optionalLine(200).default('') })
  .meta({ id: 'RelationRequest' })
export const relation = z
  .object({
    id,
    // Whose row it is: `outgoing` reads "this customer pays for the other", `incoming` the other way round.
    direction: z.enum(['outgoing', 'incoming']),
    kind: relationKind,
    otherCustomerId: id,
    otherName: z.string(),
    note: z.string(),
  })
  .meta({ id: 'Relation' })

export const facetKind = z.enum(FACET_KINDS)
export const facetInput = z
  .strictObject({ kind: facetKind, value: line(500), source: line(200), observedOn: day.optional() })
  .meta({ id: 'FacetRequest' })
export const facet = z
  .object({
    id,
    kind: facetKind,
    value: z.string(),
    source: z.string(),
    observedOn: day,
    recordedByName: z.string().nullable(),
  })
  .meta({ id: 'Facet' })

export const consentInput = z
  .strictObject({
    channel: z.enum(CONSENT_CHANNELS),
    purpose: z.enum(CONSENT_PURPOSES),
    isGranted: z.boolean(),
    proof: line(500),
  })
  .meta({ id: 'ConsentRequest' })
export const consent = z
  .object({
    id,
    channel: z.enum(CONSENT_CHANNELS),
    purpose: z.enum(CONSENT_PURPOSES),
    isGranted: z.boolean(),
    proof: z.string(),
    recordedByName: z.string().nullable(),
    recordedAt: instant,
  })
  .meta({ id: 'Consent' })

export const needInput = z
  .strictObject({
    text: line(500),
    kind: z.enum(['explicit', 'latent']).default('explicit'),
    isWant: z.boolean().default(false),
    caseId: id.optional(),
  })
  .meta({ id: 'NeedRequest' })
export const need = z
  .object({
    id,
    text: z.string(),
    kind: z.enum(['explicit', 'latent']),
    isWant: z.boolean(),
    status: z.enum(['open', 'fulfilled', 'declined']),
    caseId: id.nullable(),
    createdAt: instant,
    closedAt: instant.nullable(),
  })
  .meta({ id: 'Need' })

export const created = z.object({ id }).meta({ id: 'Created' })
