// Two thousand customers: who they are and how to reach them. What they buy and say comes later.
import { addDays, tehranDay } from '@hamdel/persian'
import { type BranchKey, STAFF } from './content/company.ts'
import { FACETS } from './content/phrases.ts'
import {
  address,
  BRANCH_CITY,
  email,
  landline,
  legalId,
  makeCompanyName,
  makeName,
  mobile,
  nationalId,
  phoneAsTyped,
  respell,
} from './identities.ts'
import type { Random } from './random.ts'
import type { ContactPoint, DemoCustomer, DemoRelation, DemoStaffLink } from './types.ts'

const DAY = 86_400_000
const BRANCH_WEIGHTS: readonly (readonly [BranchKey, number])[] = [
  [1, 34],
  [2, 26],
  [3, 22],
  [4, 18],
]
const clerk = (branchKey: BranchKey) =>
  STAFF.find((person) => person.branchKey === branchKey && person.role === 'employee')!.key

export type Keys = { next: () => number }

export function makeCustomers(random: Random, now: Date, count: number, keys: Keys) {
  const today = tehranDay(now)
  const phones = new Set<string>(STAFF.map((person) => person.phone))
  const identifiers = new Set<string>()
  const companies = new Set<string>()
  const customers: DemoCustomer[] = []

  function unique(make: () => string): string {
    for (;;) {
      const value = make()
      if (identifiers.has(value)) continue
      identifiers.add(value)
      return value
    }
  }

  for (let key = 1; key <= count; key++) {
    const isOrganisation = random.chance(0.08)
    const branchKey = random.weighted(BRANCH_WEIGHTS)
    const city = BRANCH_CITY[branchKey]!
    // Newer customers are more numerous than older ones.
    const createdAt = new Date(now.getTime() - (1 + 1500 * random.next() ** 1.4) * DAY)
    const name = isOrganisation ? undefined : makeName(random)
    const fullName = name ? name.stored : makeCompanyName(random, companies)
    const title = name && random.chance(0.035) ? random.pick([' دکتر', ' مهندس']) : ''
    const contactPoints: ContactPoint[] = []
    const addContact = (kind: ContactPoint['kind'], value: string, label: string) =>
      contactPoints.push({
        key: keys.next(),
        kind,
        value,
        label,
        isPrimary: !contactPoints.some((point) => point.kind === kind),
      })
    addContact(
      'phone',
      phoneAsTyped(random, mobile(random, city, phones)),
      isOrganisation ? 'رابط خرید' : 'همراه',
    )
    if (isOrganisation || random.chance(0.22))
      addContact('phone', landline(random, city), isOrganisation ? 'دفتر' : 'خانه')
    if (random.chance(0.08))
      addContact(
        'phone',
        phoneAsTyped(random, mobile(random, city, phones)),
        random.pick(['همراه دوم', 'همسر', 'فرزند']),
      )
    if (isOrganisation || random.chance(0.28)) addContact('email', email(random, key), '')
    if (random.chance(0.18))
      addContact('messenger', `@${email(random, key).split('@')[0]!.replace('.', '_')}`, 'بله')
    if (isOrganisation || random.chance(0.62))
      addContact('address', address(random, city), isOrganisation ? 'دفتر' : 'خانه')
    customers.push({
      key,
      kind: isOrganisation ? 'organisation' : 'person',
      gender: name?.gender ?? null,
      fullName,
      addressName: name?.family ?? fullName,
      honorific: name ? `${name.gender === 'female' ? 'خانم' : 'آقای'}${title}` : 'همکاران محترم',
      identifier: isOrganisation
        ? unique(() => legalId(random))
        : random.chance(0.7)
          ? unique(() => nationalId(random, city))
          : null,
      externalCode: random.chance(0.85) ? `M${String(100_000 + key * 7)}` : null,
      stage: 'potential',
      tier: 'normal',
      mood: 'unknown',
      moodAt: null,
      ownerKey: null,
      branchKey,
      tags:
        isOrganisation && random.chance(0.5)
          ? ['خرید عمده']
          : random.chance(0.06)
            ? [random.pick(['جهیزیه', 'سالمند', 'معرف', 'خوش‌حساب'])]
            : [],
      city: city.name,
      bornOn:
        name && random.chance(0.6)
          ? addDays(today, -Math.round(365.25 * (19 + 52 * random.next() ** 1.3)))
          : null,
      note: '',
      purchaseCount: 0,
      purchaseTotalRials: 0,
      lastPurchaseOn: null,
      openCaseCount: 0,
      lastContactAt: null,
      createdAt,
      contactPoints,
      facets: [],
      consents: [],
    })
  }
  for (const customer of customers) {
    addConsents(random, customer, now, keys)
    if (random.chance(0.11)) addFacets(random, customer, now, keys)
  }
  return { customers, ...relate(random, customers, keys) }
}

function addConsents(random: Random, customer: DemoCustomer, now: Date, keys: Keys) {
  if (random.chance(0.08)) return
  const proof = random.pick(['فرم عضویت باشگاه', 'تیک در پورتال', 'گفت‌وگوی تلفنی ضبط‌شده', 'فرم کاغذی شعبه'])
  const recordedByKey = proof === 'تیک در پورتال' ? null : clerk(customer.branchKey)
  const channel = customer.kind === 'organisation' ? 'email' : 'sms'
  const add = (purpose: 'service' | 'marketing' | 'survey', isGranted: boolean, at: Date, how = proof) =>
    customer.consents.push({
      key: keys.next(),
      channel,
      purpose,
      isGranted,
      proof: how,
      recordedByKey,
      recordedAt: at,
    })
  add('service', true, customer.createdAt)
  add('marketing', random.chance(0.62), customer.createdAt)
  if (random.chance(0.6)) add('survey', random.chance(0.8), customer.createdAt)
  if (customer.consents[1]!.isGranted && random.chance(0.06)) {
    const left = now.getTime() - customer.createdAt.getTime()
    add(
      'marketing',
      false,
      new Date(customer.createdAt.getTime() + left * (0.3 + 0.6 * random.next())),
      'پیامک «لغو۱۱»',
    )
  }
}

function addFacets(random: Random, customer: DemoCustomer, now: Date, keys: Keys) {
  for (const [kind, value, source] of random.shuffle(FACETS).slice(0, random.int(1, 3))) {
    const left = Math.floor((now.getTime() - customer.createdAt.getTime()) / DAY)
    const observedOn = addDays(tehranDay(now), -random.int(0, Math.min(left, 500)))
    customer.facets.push({
      key: keys.next(),
      kind,
      value,
      source,
      observedOn,
      recordedByKey: clerk(customer.branchKey),
    })
  }
}

/** Families, representatives of companies, and those who pay for what others use; a few who also work here; some stored twice. */
function relate(random: Random, customers: DemoCustomer[], keys: Keys) {
  const relations: DemoRelation[] = []
  const staffLinks: DemoStaffLink[] = []
  const people = random.shuffle(customers.filter((customer) => customer.kind === 'person'))
  const organisations = random.shuffle(customers.filter((customer) => customer.kind === 'organisation'))
  const take = () => people.pop()!
  const add = (a: DemoCustomer, b: DemoCustomer, kind: DemoRelation['kind'], note: string) =>
    relations.push({ key: keys.next(), customerKey: a.key, otherCustomerKey: b.key, kind, note })
  function asFamilyOf(relative: DemoCustomer, of: DemoCustomer) {
    const given = relative.fullName.replaceAll('ي', 'ی').replaceAll('ك', 'ک').split(/\s+/)[0]!
    relative.fullName = `${given} ${of.addressName}`
    relative.addressName = of.addressName
    relative.branchKey = of.branchKey
    relative.city = of.city
  }
  if (people.length < 60) return { relations, staffLinks }
  const families = ['همسر', 'خواهر و برادر', 'مادر و فرزند', 'پدر و فرزند']
  for (let i = 0; i < 10; i++) {
    const [a, b] = [take(), take()]
    asFamilyOf(b, a)
    add(a, b, 'family', families[i % families.length]!)
  }
  for (let i = 0; i < 7 && organisations.length > 0; i++)
    add(take(), organisations.pop()!, 'represents', 'مسئول خرید')
  for (let i = 0; i < 5; i++) {
    const [a, b] = [take(), take()]
    asFamilyOf(b, a)
    add(a, b, 'pays', 'خرید پدر و مادر را فرزند می‌پردازد')
    if (i < 3) add(b, a, 'uses', 'کالا در خانهٔ پدر و مادر است')
  }
  for (const [staffKey, kind] of [
    [8, 'self'],
    [10, 'self'],
    [6, 'relative'],
  ] as const)
    staffLinks.push({ customerKey: take().key, staffKey, kind })
  const self = staffLinks.filter((link) => link.kind === 'self')
  for (const link of self) {
    const person = STAFF.find((staff) => staff.key === link.staffKey)!
    const customer = customers.find((item) => item.key === link.customerKey)!
    const family = person.fullName.split(' ').at(-1)!
    Object.assign(customer, {
      fullName: person.fullName,
      addressName: family,
      honorific: 'خانم',
      gender: 'female',
      branchKey: person.branchKey,
    })
  }
  // Twelve people stand in the list twice, spelled differently: work for the search for duplicates.
  for (let i = 0; i < 12; i++) {
    const [original, twin] = [take(), take()]
    Object.assign(twin, {
      fullName: respell(random, original.fullName),
      addressName: original.addressName,
      gender: original.gender,
      honorific: original.honorific,
      bornOn: original.bornOn,
      city: original.city,
      branchKey: original.branchKey,
      identifier: null,
      externalCode: null,
    })
  }
  return { relations, staffLinks }
}
