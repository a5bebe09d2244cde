import type { Item, Scale, Words } from '../indices/types.ts'

export interface Ends {
  low: Words
  high: Words
}

const ends = (faLow: string, faHigh: string, enLow: string, enHigh: string): Ends => ({
  low: { fa: faLow, en: enLow },
  high: { fa: faHigh, en: enHigh },
})

export const LOW_HIGH = ends('بسیار پایین', 'بسیار بالا', 'very low', 'very high')
export const LITTLE_MUCH = ends('بسیار کم', 'بسیار زیاد', 'very low', 'very high')
export const POOR_GOOD = ends('بسیار ضعیف', 'بسیار خوب', 'very poor', 'very good')
export const NOT_GOOD_GOOD = ends('اصلاً خوب نبود', 'بسیار خوب بود', 'not very good', 'very good')
export const POOR_GOOD_PRICE = ends('بسیار نامناسب', 'بسیار مناسب', 'very poor', 'very good')
export const DISAGREE_AGREE = ends('کاملاً مخالفم', 'کاملاً موافقم', 'completely disagree', 'completely agree')
export const UNLIKELY_LIKELY = ends('بسیار کم', 'بسیار زیاد', 'not at all likely', 'very likely')
export const DISSATISFIED_SATISFIED = ends(
  'بسیار ناراضی',
  'بسیار راضی',
  'very dissatisfied',
  'very satisfied',
)
export const SHORT_BEYOND = ends(
  'بسیار کمتر از انتظارم',
  'بسیار بیشتر از انتظارم',
  'falls short of my expectations',
  'exceeds my expectations',
)
export const FAR_NEAR = ends(
  'بسیار دور از ایدئال من',
  'بسیار نزدیک به ایدئال من',
  'not very close to the ideal',
  'very close to the ideal',
)
export const OFTEN_RARELY = ends('خیلی وقت‌ها', 'به‌ندرت', 'very often', 'very rarely')

/** An item with its label, its question and what the ends of its scale say. */
export function asked(label: Words, question: Words, itemEnds: Ends, scale?: Scale): Item {
  return { label, question, ends: itemEnds, ...(scale ? { scale } : {}) }
}
