// The demo company as plain objects. Keys are small integers, unique within their list; the binder makes UUIDs of them.
import type { Product } from './content/catalogue.ts'
import type {
  BRANCHES,
  BranchKey,
  BUSINESS_HOURS,
  CATEGORIES,
  CategoryCode,
  ClockPolicy,
  Staff,
  TEAMS,
} from './content/company.ts'
import type { Holiday } from './content/holidays.ts'

export type Role = 'employee' | 'lead' | 'analyst' | 'auditor' | 'administrator'
export type CaseKind = 'complaint' | 'request' | 'question' | 'suggestion' | 'praise' | 'warranty_claim'
export type CaseStatus = 'new' | 'open' | 'waiting' | 'solved' | 'judged'
export type Severity = 'low' | 'normal' | 'high' | 'critical'
export type Mood = 'unknown' | 'angry' | 'upset' | 'neutral' | 'happy'
export type Channel = 'portal' | 'phone' | 'email' | 'sms' | 'bale' | 'in_person' | 'webchat'
export type Outcome = 'win_win' | 'customer_favoured' | 'company_favoured' | 'no_resolution' | 'refused'
export type RootCause =
  | 'product_defect'
  | 'delivery_delay'
  | 'staff_behaviour'
  | 'billing_error'
  | 'process_gap'
  | 'lack_of_information'
  | 'supplier'
  | 'customer_misuse'
  | 'other'
export type CompensationKind = 'apology' | 'replacement' | 'refund' | 'discount' | 'gift' | 'points'

export type ContactPoint = {
  key: number
  kind: 'phone' | 'email' | 'messenger' | 'address'
  value: string
  label: string
  isPrimary: boolean
}
export type Facet = {
  key: number
  kind:
    | 'opinion'
    | 'economic_situation'
    | 'expectation'
    | 'motivator'
    | 'attitude'
    | 'culture'
    | 'interest'
    | 'occasion'
  value: string
  source: string
  observedOn: string
  recordedByKey: number
}
export type Consent = {
  key: number
  channel: 'sms' | 'phone' | 'email' | 'messenger' | 'post'
  purpose: 'service' | 'marketing' | 'survey'
  isGranted: boolean
  proof: string
  recordedByKey: number | null
  recordedAt: Date
}
export type DemoCustomer = {
  key: number
  kind: 'person' | 'organisation'
  gender: 'female' | 'male' | null
  /** As stored: some with Arabic letters, missing half spaces or stray spaces, as old systems leave them. */
  fullName: string
  /** The family name or the whole name of an organisation, cleaned: how an employee addresses them. */
  addressName: string
  honorific: string
  identifier: string | null
  externalCode: string | null
  stage: 'potential' | 'new' | 'active' | 'loyal' | 'at_risk' | 'former'
  tier: 'normal' | 'silver' | 'gold'
  mood: Mood
  moodAt: Date | null
  ownerKey: number | null
  branchKey: BranchKey
  tags: string[]
  city: string
  bornOn: string | null
  note: string
  purchaseCount: number
  purchaseTotalRials: number
  lastPurchaseOn: string | null
  openCaseCount: number
  lastContactAt: Date | null
  createdAt: Date
  contactPoints: ContactPoint[]
  facets: Facet[]
  consents: Consent[]
}
export type DemoRelation = {
  key: number
  customerKey: number
  otherCustomerKey: number
  kind: 'pays' | 'uses' | 'represents' | 'family'
  note: string
}
export type DemoStaffLink = { customerKey: number; staffKey: number; kind: 'self' | 'relative' }
export type DemoPurchase = {
  key: number
  customerKey: number
  branchKey: BranchKey
  number: string
  purchasedOn: string
  totalRials: number
  items: {
    key: number
    position: number
    productKey: number
    product: string
    quantity: number
    amountRials: number
  }[]
}
export type DemoInteraction = {
  key: number
  kind: 'message' | 'note' | 'call' | 'visit' | 'system'
  direction: 'inbound' | 'outbound' | 'internal'
  channel: Channel
  staffKey: number | null
  authorName: string
  body: string
  occurredAt: Date
}
export type DemoChange = {
  key: number
  at: Date
  /** Null: the customer or the system did it; the name says which. */
  actorKey: number | null
  actorName: string
  change: 'opened' | 'assigned' | 'status' | 'reopened' | 'solved' | 'judged' | 'refusal_requested'
  before: Record<string, string | number | null> | null
  after: Record<string, string | number | null> | null
}
export type DemoClock = {
  key: number
  metric: 'first_reply' | 'resolution'
  targetSeconds: number
  nearRatio: number
  startedAt: Date
  dueAt: Date
  nearAt: Date
  /** Set while the customer has the move. */
  pausedAt: Date | null
  pausedSeconds: number
  pausedBusinessSeconds: number
  stoppedAt: Date | null
  nearNoticedAt: Date | null
  breachedAt: Date | null
  elapsedSeconds: number | null
  elapsedBusinessSeconds: number | null
}
export type DemoPromise = {
  key: number
  text: string
  keeperKey: number
  madeByKey: number
  madeAt: Date
  dueAt: Date
  status: 'open' | 'kept' | 'late' | 'broken'
  closedAt: Date | null
  closedByKey: number | null
  reason: string
  /** The message in which it was given. */
  interactionKey: number | null
}
export type DemoCompensation = {
  key: number
  kind: CompensationKind
  amountRials: number
  reason: string
  status: 'granted' | 'pending' | 'approved' | 'rejected'
  requestedByKey: number
  requestedAt: Date
  decidedByKey: number | null
  decidedAt: Date | null
  decisionNote: string
  /** Whose budget, in which Jalali month (its first day); null when nothing was charged. */
  charge: { staffKey: number; monthOn: string } | null
}
export type DemoVerdict = {
  key: number
  round: number
  score: number
  comment: string
  via: 'portal' | 'phone' | 'in_person'
  recordedByKey: number | null
  givenAt: Date
}
export type DemoRefusal = {
  key: number
  reason: string
  message: string
  requestedByKey: number
  requestedAt: Date
}
export type DemoNeed = {
  key: number
  text: string
  kind: 'explicit' | 'latent'
  isWant: boolean
  status: 'open' | 'fulfilled' | 'declined'
  recordedByKey: number
  createdAt: Date
  closedAt: Date | null
}
export type DemoCase = {
  key: number
  scriptKey: string
  /** Ten digits with a Damm check digit. */
  code: string
  customerKey: number
  branchKey: BranchKey
  purchaseKey: number | null
  kind: CaseKind
  status: CaseStatus
  turn: 'us' | 'customer' | 'nobody'
  turnSince: Date
  subject: string
  channel: Channel
  category: CategoryCode
  severity: Severity
  mood: Mood
  ownerKey: number | null
  teamKey: number | null
  openedAt: Date
  firstRepliedAt: Date | null
  lastMessageAt: Date
  solvedAt: Date | null
  judgedAt: Date | null
  reopenedCount: number
  outcome: Outcome | null
  rootCause: RootCause | null
  verdictScore: number | null
  tags: string[]
  interactions: DemoInteraction[]
  changes: DemoChange[]
  clocks: DemoClock[]
  promises: DemoPromise[]
  compensations: DemoCompensation[]
  verdicts: DemoVerdict[]
  refusal: DemoRefusal | null
  needs: DemoNeed[]
}
export type DemoCompany = {
  seed: number
  now: Date
  company: { name: string; portalIntro: string }
  branches: typeof BRANCHES
  teams: typeof TEAMS
  staff: readonly Staff[]
  categories: typeof CATEGORIES
  businessHours: typeof BUSINESS_HOURS
  holidays: readonly Holiday[]
  clockPolicies: readonly ClockPolicy[]
  products: readonly Product[]
  customers: DemoCustomer[]
  relations: DemoRelation[]
  staffLinks: DemoStaffLink[]
  purchases: DemoPurchase[]
  cases: DemoCase[]
}
