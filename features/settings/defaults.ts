// What a new company starts with; everything can be changed in the settings.

const SATURDAY_TO_WEDNESDAY = [0, 1, 2, 3, 4]
const THURSDAY = 5

export const DEFAULT_HOURS = [
  ...SATURDAY_TO_WEDNESDAY.map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '17:00' })),
  { weekday: THURSDAY, opensAt: '08:00', closesAt: '13:00' },
]

export const DEFAULT_CATEGORIES = [
  { name: 'کیفیت کالا', nameEn: 'Product quality' },
  { name: 'ارسال و تحویل', nameEn: 'Delivery' },
  { name: 'رفتار کارکنان', nameEn: 'Staff behaviour' },
  { name: 'صورت‌حساب و پرداخت', nameEn: 'Billing and payment' },
  { name: 'گارانتی و تعمیر', nameEn: 'Warranty and repair' },
  { name: 'بازگشت و تعویض', nameEn: 'Returns and exchange' },
  { name: 'اطلاع‌رسانی', nameEn: 'Information' },
  { name: 'سایر', nameEn: 'Other' },
]

const MINUTE = 60
const HOUR = 3600
/** A business day of the default hours. */
const DAY = 9 * HOUR

/** [kind, severity, first reply, resolution] in business seconds; null means any. */
const LIMITS: readonly (readonly [string | null, string | null, number, number])[] = [
  [null, null, 4 * HOUR, 3 * DAY],
  [null, 'low', DAY, 5 * DAY],
  [null, 'high', 2 * HOUR, 2 * DAY],
  [null, 'critical', HOUR, DAY],
  ['complaint', 'low', 6 * HOUR, 4 * DAY],
  ['complaint', 'normal', 3 * HOUR, 3 * DAY],
  ['complaint', 'high', HOUR, 2 * DAY],
  ['complaint', 'critical', 30 * MINUTE, DAY],
  ['warranty_claim', 'low', DAY, 12 * DAY],
  ['warranty_claim', 'normal', 4 * HOUR, 8 * DAY],
  ['warranty_claim', 'high', 2 * HOUR, 5 * DAY],
  ['warranty_claim', 'critical', HOUR, 3 * DAY],
  ['suggestion', null, 2 * DAY, 10 * DAY],
  ['praise', null, 2 * DAY, 3 * DAY],
]

/** Every limit, and half of it for gold customers: nobody waits longer because another is gold. */
export const DEFAULT_POLICIES = LIMITS.flatMap(([kind, severity, firstReply, resolution]) =>
  [null, 'gold'].flatMap((tier) => [
    { metric: 'first_reply', kind, severity, tier, businessSeconds: tier ? firstReply / 2 : firstReply },
    { metric: 'resolution', kind, severity, tier, businessSeconds: tier ? resolution / 2 : resolution },
  ]),
).map((policy) => ({ ...policy, nearRatio: 0.75 }))
