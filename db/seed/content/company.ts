// The demo company: branches, teams, the fourteen people who work there, categories, opening hours, limits of time.
import type { CaseKind, Role, Severity } from '../types.ts'

export const COMPANY = {
  name: 'فروشگاه‌های مهر',
  portalIntro:
    'هر چه در خرید از ما دیده‌اید، خوب یا بد، برای ما بنویسید. نامهٔ شما را یک نفر می‌خواند، نامش را می‌دانید و تا پاسخ ندهد پرونده بسته نمی‌شود.',
}

export type BranchKey = 1 | 2 | 3 | 4

export const BRANCHES = [
  {
    key: 1,
    code: 'VNK',
    name: 'تهران ونک',
    city: 'تهران',
    address: 'تهران، میدان ونک، خیابان ملاصدرا، پلاک ۴۸',
  },
  { key: 2, code: 'TPS', name: 'تهران‌پارس', city: 'تهران', address: 'تهران، تهران‌پارس، فلکهٔ اول، پلاک ۲۱۲' },
  {
    key: 3,
    code: 'ISF',
    name: 'اصفهان چهارباغ',
    city: 'اصفهان',
    address: 'اصفهان، خیابان چهارباغ عباسی، پلاک ۱۰۵',
  },
  { key: 4, code: 'MHD', name: 'مشهد احمدآباد', city: 'مشهد', address: 'مشهد، خیابان احمدآباد، نبش عارف ۳' },
] as const satisfies readonly { key: BranchKey; code: string; name: string; city: string; address: string }[]

export const TEAMS = [
  { key: 1, branchKey: 1, name: 'ستاد مشتری‌مداری' },
  { key: 2, branchKey: 1, name: 'پاسخگویی به مشتریان' },
  { key: 3, branchKey: 2, name: 'پاسخگویی به مشتریان' },
  { key: 4, branchKey: 3, name: 'پاسخگویی به مشتریان' },
  { key: 5, branchKey: 4, name: 'پاسخگویی به مشتریان' },
] as const satisfies readonly { key: number; branchKey: BranchKey; name: string }[]

export type Staff = {
  key: number
  fullName: string
  phone: string
  email: string
  role: Role
  branchKey: BranchKey
  teamKey: number
  maxSingleRials: number
  monthlyBudgetRials: number
  /** One person per role stands in the sign-in block of the demo. */
  isDemoSignIn: boolean
}

const AUTHORITY: Record<Role, readonly [single: number, month: number]> = {
  employee: [5_000_000, 30_000_000],
  lead: [50_000_000, 400_000_000],
  administrator: [1_500_000_000, 10_000_000_000],
  analyst: [0, 0],
  auditor: [0, 0],
}

type Row = readonly [string, string, Role, BranchKey, number, boolean]
const ROWS: readonly Row[] = [
  ['نسرین شریفی', 'modir', 'administrator', 1, 1, true],
  ['کاوه دانشور', 'tahlilgar', 'analyst', 1, 1, true],
  ['منصوره وکیلی', 'hesabras', 'auditor', 1, 1, true],
  ['رضا امینی', 'sarparast', 'lead', 1, 2, true],
  ['فرزانه توکلی', 'f.tavakoli', 'lead', 2, 3, false],
  ['بهروز کاشانی', 'b.kashani', 'lead', 3, 4, false],
  ['زهره خراسانی', 'z.khorasani', 'lead', 4, 5, false],
  ['سارا محمدی', 'karmand', 'employee', 1, 2, true],
  ['امیرحسین رستگار', 'a.rastgar', 'employee', 1, 2, false],
  ['الهام یوسفی', 'e.yousefi', 'employee', 2, 3, false],
  ['مهدی قاسمی', 'm.ghasemi', 'employee', 2, 3, false],
  ['نگار زمانی', 'n.zamani', 'employee', 3, 4, false],
  ['علیرضا نصر', 'a.nasr', 'employee', 3, 4, false],
  ['سمانه طاهری', 's.taheri', 'employee', 4, 5, false],
]

export const STAFF: readonly Staff[] = ROWS.map(
  ([fullName, mail, role, branchKey, teamKey, isDemoSignIn], i) => ({
    key: i + 1,
    fullName,
    phone: `09120000${String(101 + i)}`,
    email: `${mail}@mehr.example`,
    role,
    branchKey,
    teamKey,
    maxSingleRials: AUTHORITY[role][0],
    monthlyBudgetRials: AUTHORITY[role][1],
    isDemoSignIn,
  }),
)

export const CATEGORIES = [
  { code: 'defect', name: 'کالای معیوب', nameEn: 'Defective goods' },
  { code: 'delivery', name: 'تأخیر ارسال', nameEn: 'Late delivery' },
  { code: 'staff', name: 'برخورد کارکنان', nameEn: 'Staff behaviour' },
  { code: 'price', name: 'قیمت و فاکتور', nameEn: 'Price and invoice' },
  { code: 'warranty', name: 'گارانتی و خدمات پس از فروش', nameEn: 'Warranty and after-sales' },
  { code: 'returns', name: 'مرجوعی و بازگشت وجه', nameEn: 'Returns and refunds' },
  { code: 'club', name: 'باشگاه مشتریان', nameEn: 'Customer club' },
  { code: 'stock', name: 'موجودی کالا', nameEn: 'Availability' },
  { code: 'installation', name: 'نصب و راه‌اندازی', nameEn: 'Installation' },
  { code: 'freshness', name: 'تازگی و کیفیت خواربار', nameEn: 'Freshness of groceries' },
  { code: 'website', name: 'سایت و پرداخت', nameEn: 'Website and payment' },
  { code: 'store', name: 'محیط فروشگاه', nameEn: 'The store itself' },
] as const

export type CategoryCode = (typeof CATEGORIES)[number]['code']

/** 0 = Saturday … 6 = Friday. */
export const BUSINESS_HOURS = [0, 1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  opensAt: '09:00',
  closesAt: weekday === 5 ? '18:00' : '20:00',
}))

const HOUR = 3600
export type ClockPolicy = {
  metric: 'first_reply' | 'resolution'
  kind: CaseKind | null
  severity: Severity | null
  businessSeconds: number
  nearRatio: number
}

/** The most specific row wins (kind, then severity); null means any. */
export const CLOCK_POLICIES: readonly ClockPolicy[] = [
  { metric: 'first_reply', kind: null, severity: null, businessSeconds: 6 * HOUR, nearRatio: 0.75 },
  { metric: 'first_reply', kind: null, severity: 'low', businessSeconds: 11 * HOUR, nearRatio: 0.75 },
  { metric: 'first_reply', kind: null, severity: 'high', businessSeconds: 3 * HOUR, nearRatio: 0.75 },
  { metric: 'first_reply', kind: null, severity: 'critical', businessSeconds: 1 * HOUR, nearRatio: 0.75 },
  { metric: 'resolution', kind: null, severity: null, businessSeconds: 55 * HOUR, nearRatio: 0.75 },
  { metric: 'resolution', kind: null, severity: 'low', businessSeconds: 110 * HOUR, nearRatio: 0.75 },
  { metric: 'resolution', kind: null, severity: 'high', businessSeconds: 33 * HOUR, nearRatio: 0.75 },
  { metric: 'resolution', kind: null, severity: 'critical', businessSeconds: 11 * HOUR, nearRatio: 0.75 },
]
