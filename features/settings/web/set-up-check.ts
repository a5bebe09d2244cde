import { isWeakPassword, normalisePhone, SHORTEST_PASSWORD } from '@hamdel/persian'
import type { OpenHours } from './settings-queries.ts'

export const STEPS = ['company', 'branch', 'administrator', 'hours', 'money'] as const
export type Step = (typeof STEPS)[number]

/** What is kept as a draft; the password never is. */
export type SetUpDraft = {
  companyName: string
  branchName: string
  city: string
  fullName: string
  phone: string
  email: string
  hours: OpenHours[]
  moneyUnit: 'toman' | 'rial'
}
export type Faults = Record<string, string>

export const FIRST_HOURS: OpenHours[] = [
  ...[0, 1, 2, 3, 4].map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '17:00' })),
  { weekday: 5, opensAt: '08:00', closesAt: '13:00' },
]

function hoursFault(hours: OpenHours[]): string | undefined {
  if (hours.length === 0) return 'settings.setUp.fault.hours'
  const isBad = hours.some(
    (one, i) =>
      one.closesAt <= one.opensAt ||
      hours.some(
        (other, j) =>
          j < i &&
          other.weekday === one.weekday &&
          other.opensAt < one.closesAt &&
          one.opensAt < other.closesAt,
      ),
  )
  return isBad ? 'errors.hours_overlap' : undefined
}

/** What keeps a step from being finished: words by field. */
export function faultsOf(step: Step, draft: SetUpDraft, password: string): Faults {
  const missing = (field: string, text: string): Faults =>
    text.trim() ? {} : { [field]: `settings.setUp.fault.${field}` }
  if (step === 'company') return missing('companyName', draft.companyName)
  if (step === 'branch') return missing('branchName', draft.branchName)
  if (step === 'hours') {
    const fault = hoursFault(draft.hours)
    return fault ? { hours: fault } : {}
  }
  if (step === 'money') return {}
  const faults = missing('fullName', draft.fullName)
  const [phone, email] = [draft.phone.trim(), draft.email.trim()]
  const e164 = phone ? normalisePhone(phone) : undefined
  if (phone && !e164) faults.phone = 'errors.staff_phone_invalid'
  if (email && !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(email)) faults.email = 'errors.staff_email_invalid'
  if (!phone && !email) faults.phone = 'errors.identifier_required'
  if ([...password].length < SHORTEST_PASSWORD) faults.password = 'settings.setUp.fault.password'
  // As the server judges it, so that nobody hears of it three steps later.
  else if (isWeakPassword(password, [e164 ?? '', email, draft.fullName]))
    faults.password = 'errors.password_weak'
  return faults
}

const SERVER_FIELDS: Record<string, [Step, string]> = {
  companyName: ['company', 'companyName'],
  'branch.name': ['branch', 'branchName'],
  'branch.city': ['branch', 'city'],
  'administrator.fullName': ['administrator', 'fullName'],
  'administrator.phone': ['administrator', 'phone'],
  'administrator.email': ['administrator', 'email'],
  'administrator.password': ['administrator', 'password'],
  fullName: ['administrator', 'fullName'],
  phone: ['administrator', 'phone'],
  email: ['administrator', 'email'],
  password: ['administrator', 'password'],
}

/** Where on our steps a fault lies that the server names by its own path. */
export function placeOfFault(path: string): [Step, string] | undefined {
  return /^(businessHours|hours)\b/.test(path) ? ['hours', 'hours'] : SERVER_FIELDS[path]
}
