import type { OpenHours } from './settings-queries.ts'

export const STEPS = ['company', 'branch', 'administrator', 'hours', 'money'] as const
export type Step = (typeof STEPS)[number]

/** Everything but the password: that is never kept on a disk. */
export type SetUpDraft = {
  step: Step
  companyName: string
  branchName: string
  city: string
  fullName: string
  phone: string
  email: string
  hours: OpenHours[]
  moneyUnit: 'toman' | 'rial'
}

const day = (weekday: number, closesAt: string) => ({ weekday, opensAt: '08:00', closesAt })
export const EMPTY: SetUpDraft = {
  step: 'company',
  companyName: '',
  branchName: '',
  city: '',
  fullName: '',
  phone: '',
  email: '',
  hours: [...[0, 1, 2, 3, 4].map((weekday) => day(weekday, '17:00')), day(5, '13:00')],
  moneyUnit: 'toman',
}

export const toRequest = (draft: SetUpDraft, password: string) => ({
  companyName: draft.companyName,
  moneyUnit: draft.moneyUnit,
  branch: { name: draft.branchName, city: draft.city },
  administrator: { fullName: draft.fullName, phone: draft.phone, email: draft.email, password },
  businessHours: draft.hours,
})

/** Of the server's paths, which input of which step: «administrator.phone» and «phone» are the same one. */
const PLACES: [RegExp, Step, string][] = [
  [/^companyName$/, 'company', 'companyName'],
  [/^branch\.name$/, 'branch', 'branchName'],
  [/^branch\.city$/, 'branch', 'city'],
  [/(^|\.)fullName$/, 'administrator', 'fullName'],
  [/(^|\.)phone$/, 'administrator', 'phone'],
  [/(^|\.)email$/, 'administrator', 'email'],
  [/(^|\.)password$/, 'administrator', 'password'],
  [/(^|\.)hours|^businessHours/, 'hours', 'hours'],
  [/^moneyUnit$/, 'money', 'moneyUnit'],
]

export function placeErrors(fields: Record<string, string>) {
  const byInput: Record<string, string> = {}
  let first: Step | undefined
  for (const [path, words] of Object.entries(fields)) {
    const place = PLACES.find(([test]) => test.test(path))
    if (!place) continue
    byInput[place[2]] = words
    if (!first || STEPS.indexOf(place[1]) < STEPS.indexOf(first)) first = place[1]
  }
  return { byInput, first }
}

/** What a step still lacks, by input; empty when one may go on. */
export function missingOf(draft: SetUpDraft, password: string, step: Step): string[] {
  const isEmpty = (text: string) => text.trim() === ''
  switch (step) {
    case 'company':
      return isEmpty(draft.companyName) ? ['companyName'] : []
    case 'branch':
      return isEmpty(draft.branchName) ? ['branchName'] : []
    case 'administrator':
      return [
        ...(isEmpty(draft.fullName) ? ['fullName'] : []),
        ...(isEmpty(draft.phone) && isEmpty(draft.email) ? ['phone'] : []),
        ...([...password].length < 10 ? ['password'] : []),
      ]
    case 'hours':
      return draft.hours.length === 0 || draft.hours.some((one) => one.closesAt <= one.opensAt)
        ? ['hours']
        : []
    default:
      return []
  }
}
