import type { IndexModel, Item } from '../indices/types.ts'
import {
  asked,
  DISSATISFIED_SATISFIED,
  FAR_NEAR,
  LITTLE_MUCH,
  LOW_HIGH,
  NOT_GOOD_GOOD,
  POOR_GOOD_PRICE,
  SHORT_BEYOND,
  UNLIKELY_LIKELY,
} from './scale-ends.ts'

const items: Readonly<Record<string, Item>> = {
  OVERALLX: asked(
    { fa: 'انتظار از کیفیت کلی', en: 'Overall expectation of quality' },
    {
      fa: 'پیش از خرید، در مجموع چه کیفیتی از این محصول یا خدمت انتظار داشتید؟',
      en: 'Before you bought it, what was your overall expectation of the quality of this product or service?',
    },
    LOW_HIGH,
  ),
  CUSTOMX: asked(
    { fa: 'انتظار از تناسب با نیاز', en: 'Expectation about customisation' },
    {
      fa: 'پیش از خرید، انتظار داشتید این محصول یا خدمت تا چه اندازه با نیازهای شخصی شما جور باشد؟',
      en: 'Before you bought it, how well did you expect this product or service to meet your personal requirements?',
    },
    LITTLE_MUCH,
  ),
  WRONGX: asked(
    { fa: 'انتظار از اطمینان‌پذیری', en: 'Expectation about reliability' },
    {
      fa: 'پیش از خرید، انتظار داشتید این محصول یا خدمت تا چه اندازه بی‌دردسر باشد و مشکلی پیش نیاید؟',
      en: 'Before you bought it, how reliable did you expect this product or service to be – how rarely would things go wrong?',
    },
    LITTLE_MUCH,
  ),
  OVERALLQ: asked(
    { fa: 'کیفیت کلی', en: 'Overall quality' },
    {
      fa: 'با تجربه‌ای که از آن دارید، کیفیت کلی این محصول یا خدمت را چگونه ارزیابی می‌کنید؟',
      en: 'Having used it, how would you rate the overall quality of this product or service?',
    },
    NOT_GOOD_GOOD,
  ),
  CUSTOMQ: asked(
    { fa: 'تناسب با نیاز', en: 'Customisation experienced' },
    {
      fa: 'این محصول یا خدمت در عمل تا چه اندازه با نیازهای شخصی شما جور بود؟',
      en: 'How well has this product or service actually met your personal requirements?',
    },
    NOT_GOOD_GOOD,
  ),
  WRONGQ: asked(
    { fa: 'اطمینان‌پذیری', en: 'Reliability experienced' },
    {
      fa: 'این محصول یا خدمت در عمل تا چه اندازه بی‌دردسر بود؟ هرچه مشکل کمتری پیش آمده باشد، نمرهٔ بیشتری بدهید.',
      en: 'How reliable has this product or service been – how rarely have things gone wrong?',
    },
    NOT_GOOD_GOOD,
  ),
  PQ: asked(
    { fa: 'قیمت نسبت به کیفیت', en: 'Price given quality' },
    {
      fa: 'با توجه به کیفیتی که دریافت کردید، قیمتی را که پرداختید چگونه ارزیابی می‌کنید؟',
      en: 'Given the quality of this product or service, how would you rate the price you paid?',
    },
    POOR_GOOD_PRICE,
  ),
  QP: asked(
    { fa: 'کیفیت نسبت به قیمت', en: 'Quality given price' },
    {
      fa: 'با توجه به قیمتی که پرداختید، کیفیتی را که دریافت کردید چگونه ارزیابی می‌کنید؟',
      en: 'Given the price you paid, how would you rate the quality of this product or service?',
    },
    NOT_GOOD_GOOD,
  ),
  SATIS: asked(
    { fa: 'رضایت کلی', en: 'Overall satisfaction' },
    {
      fa: 'با در نظر گرفتن همهٔ تجربه‌هایتان، در مجموع تا چه اندازه از این محصول یا خدمت راضی هستید؟',
      en: 'Considering all your experiences, how satisfied are you overall with this product or service?',
    },
    DISSATISFIED_SATISFIED,
  ),
  CONFIRM: asked(
    { fa: 'برآورده شدن انتظار', en: 'Confirmation of expectations' },
    {
      fa: 'این محصول یا خدمت تا چه اندازه کمتر یا بیشتر از انتظار شما بوده است؟',
      en: 'To what extent has this product or service fallen short of or exceeded your expectations?',
    },
    SHORT_BEYOND,
  ),
  IDEAL: asked(
    { fa: 'نزدیکی به ایدئال', en: 'Comparison with the ideal' },
    {
      fa: 'محصول یا خدمتی را تصور کنید که از نظر شما هیچ کم ندارد. آنچه دریافت کردید چقدر به آن نزدیک است؟',
      en: 'Imagine the ideal product or service of this kind. How close to that ideal is the one you received?',
    },
    FAR_NEAR,
  ),
  COMP: asked(
    { fa: 'شکایت', en: 'Complaint' },
    {
      fa: 'آیا تاکنون دربارهٔ این محصول یا خدمت شکایتی کرده‌اید؟',
      en: 'Have you ever complained about this product or service?',
    },
    { low: { fa: 'نه (۰)', en: 'no (0)' }, high: { fa: 'بله (۱)', en: 'yes (1)' } },
    { min: 0, max: 1 },
  ),
  REPUR: asked(
    { fa: 'خرید دوباره', en: 'Repurchase likelihood' },
    {
      fa: 'اگر دوباره به چنین چیزی نیاز داشته باشید، چقدر احتمال دارد باز از همین شرکت بخرید؟',
      en: 'The next time you need such a product or service, how likely are you to buy it from this company again?',
    },
    UNLIKELY_LIKELY,
  ),
}

/** Six constructs, nine paths; loyalty is the repurchase likelihood alone. */
export const acsi: IndexModel = {
  id: 'acsi',
  version: '1',
  label: { fa: 'مدل رضایت از نوع ACSI', en: 'ACSI-type satisfaction model' },
  source:
    'Fornell, Johnson, Anderson, Cha, Bryant (1996), Journal of Marketing 60(4):7–18; item codes of Morgeson, Hult, Sharma, Fornell (2023), Data in Brief 48:109123. ACSI is a registered trademark of its owner; this is a model of that type, not the product.',
  target: 'Satisfaction',
  constructs: [
    {
      name: 'Expectations',
      items: ['OVERALLX', 'CUSTOMX', 'WRONGX'],
      label: { fa: 'انتظار مشتری', en: 'Customer expectations' },
    },
    {
      name: 'Quality',
      items: ['OVERALLQ', 'CUSTOMQ', 'WRONGQ'],
      label: { fa: 'کیفیت ادراک‌شده', en: 'Perceived quality' },
    },
    { name: 'Value', items: ['PQ', 'QP'], label: { fa: 'ارزش ادراک‌شده', en: 'Perceived value' } },
    {
      name: 'Satisfaction',
      items: ['SATIS', 'CONFIRM', 'IDEAL'],
      label: { fa: 'رضایت مشتری', en: 'Customer satisfaction' },
    },
    { name: 'Complaints', items: ['COMP'], label: { fa: 'شکایت مشتری', en: 'Customer complaints' } },
    { name: 'Loyalty', items: ['REPUR'], label: { fa: 'وفاداری مشتری', en: 'Customer loyalty' } },
  ],
  paths: [
    ['Expectations', 'Quality'],
    ['Expectations', 'Value'],
    ['Expectations', 'Satisfaction'],
    ['Quality', 'Value'],
    ['Quality', 'Satisfaction'],
    ['Value', 'Satisfaction'],
    ['Satisfaction', 'Complaints'],
    ['Satisfaction', 'Loyalty'],
    ['Complaints', 'Loyalty'],
  ],
  items,
}

/** Loyalty with price tolerance: REPUR and PTOL, the latter built from two questions by `priceTolerance`. */
export const acsiPrice: IndexModel = {
  ...acsi,
  id: 'acsi-price',
  label: {
    fa: 'مدل رضایت از نوع ACSI با تحمل قیمت',
    en: 'ACSI-type satisfaction model with price tolerance',
  },
  constructs: acsi.constructs.map((construct) =>
    construct.name === 'Loyalty' ? { ...construct, items: ['REPUR', 'PTOL'] } : construct,
  ),
  items: {
    ...items,
    PTOL: asked(
      { fa: 'تحمل قیمت', en: 'Price tolerance' },
      {
        fa: 'اگر احتمالاً باز هم می‌خرید: قیمت چند درصد بالا برود تا دیگر به‌یقین نخرید؟ اگر احتمالاً دیگر نمی‌خرید: قیمت چند درصد پایین بیاید تا باز هم بخرید؟',
        en: 'If you are likely to buy again: by how many percent could the price rise before you would definitely not? If unlikely: by how many percent would it have to fall before you would?',
      },
      {
        low: { fa: 'فقط با کاهش بیش از ۲۵ درصد', en: 'only after a fall of more than 25%' },
        high: { fa: 'حتی با افزایش بیش از ۲۵ درصد', en: 'even after a rise of more than 25%' },
      },
      { min: -26, max: 26 },
    ),
  },
}

/**
 * One price tolerance item from the two questions of the survey, in percent: +HIGHPTOL for those who are likely to buy
 * again, −LOWPTOL for those who are not; 26 stands for "more than 25"; other codes (98, 99, 101) and blanks are NaN.
 * Only one of the two is asked of each respondent; where both are given, HIGHPTOL counts.
 */
export function priceTolerance(high: Float64Array, low: Float64Array): Float64Array {
  const percent = (value: number | undefined): number =>
    value !== undefined && value >= 0 && value <= 26 ? value : Number.NaN
  return high.map((value, row) => (Number.isNaN(percent(value)) ? -percent(low[row]) : percent(value)))
}
