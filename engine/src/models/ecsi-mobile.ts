import type { IndexModel, Item } from '../indices/types.ts'
import {
  asked,
  DISAGREE_AGREE,
  DISSATISFIED_SATISFIED,
  type Ends,
  FAR_NEAR,
  LITTLE_MUCH,
  LOW_HIGH,
  OFTEN_RARELY,
  POOR_GOOD,
  POOR_GOOD_PRICE,
  SHORT_BEYOND,
  UNLIKELY_LIKELY,
} from './scale-ends.ts'

const item = (fa: string, en: string, faQuestion: string, enQuestion: string, ends: Ends): Item =>
  asked({ fa, en }, { fa: faQuestion, en: enQuestion }, ends)

const image = (fa: string, en: string, faQuestion: string, enQuestion: string) =>
  item(fa, en, faQuestion, enQuestion, DISAGREE_AGREE)

const quality = (fa: string, en: string) =>
  item(
    fa,
    en,
    `این ویژگی اپراتور تلفن همراهتان را چگونه ارزیابی می‌کنید: ${fa}؟`,
    `How would you rate your mobile phone provider: ${en.toLowerCase()}?`,
    POOR_GOOD,
  )

const items: Readonly<Record<string, Item>> = {
  IMAG1: image(
    'درستی گفتار و کردار',
    'Trustworthiness',
    'می‌توان به گفته‌ها و کارهای این اپراتور اعتماد کرد.',
    'It can be trusted in what it says and does.',
  ),
  IMAG2: image(
    'پایداری و ریشه‌داری',
    'Stability',
    'این اپراتور پابرجا و ریشه‌دار است.',
    'It is stable and firmly established.',
  ),
  IMAG3: image(
    'نقش اجتماعی',
    'Contribution to society',
    'این اپراتور سهم خود را در خدمت به جامعه ادا می‌کند.',
    'It has a social contribution for the society.',
  ),
  IMAG4: image(
    'توجه به مشتری',
    'Concern for customers',
    'مشتریان برای این اپراتور اهمیت دارند.',
    'It is concerned with customers.',
  ),
  IMAG5: image(
    'نوآوری و آینده‌نگری',
    'Innovation',
    'این اپراتور نوآور و آینده‌نگر است.',
    'It is innovative and forward looking.',
  ),
  CUEX1: item(
    'انتظار از کیفیت کلی',
    'Expected overall quality',
    'هنگامی که مشترک این اپراتور شدید، چه کیفیتی از آن انتظار داشتید؟',
    'What overall quality did you expect of your mobile phone provider at the moment you became its customer?',
    LOW_HIGH,
  ),
  CUEX2: item(
    'انتظار از تناسب با نیاز',
    'Expected fit to needs',
    'انتظار داشتید محصولات و خدمات این اپراتور تا چه اندازه نیازهای شخصی شما را برآورده کند؟',
    'How well did you expect your mobile phone provider to offer products and services that meet your personal need?',
    LITTLE_MUCH,
  ),
  CUEX3: item(
    'انتظار از بی‌دردسر بودن',
    'Expected reliability',
    'انتظار داشتید هر چند وقت یک بار در کار این اپراتور مشکلی پیش بیاید؟',
    'How often did you expect that things could go wrong at your mobile phone provider?',
    OFTEN_RARELY,
  ),
  PERQ1: quality('کیفیت کلی', 'Overall perceived quality'),
  PERQ2: quality('کیفیت فنی شبکه', 'Technical quality of the network'),
  PERQ3: quality('خدمات مشتریان و راهنمایی شخصی', 'Customer service and personal advice offered'),
  PERQ4: quality('کیفیت خدماتی که از آن‌ها استفاده می‌کنید', 'Quality of the services you use'),
  PERQ5: quality('گوناگونی محصولات و خدمات', 'Range of services and products offered'),
  PERQ6: quality(
    'دقت و اطمینان‌پذیری محصولات و خدمات',
    'Reliability and accuracy of the products and services',
  ),
  PERQ7: quality('روشنی و شفافیت اطلاع‌رسانی', 'Clarity and transparency of the information provided'),
  PERV1: item(
    'قیمت نسبت به کیفیت',
    'Price given quality',
    'با توجه به کیفیت محصولات و خدمات این اپراتور، هزینه‌ای را که می‌پردازید چگونه ارزیابی می‌کنید؟',
    'Given the quality of the products and services of your mobile phone provider, how would you rate the fees and prices that you pay for them?',
    POOR_GOOD_PRICE,
  ),
  PERV2: item(
    'کیفیت نسبت به قیمت',
    'Quality given price',
    'با توجه به هزینه‌ای که به این اپراتور می‌پردازید، کیفیت محصولات و خدمات آن را چگونه ارزیابی می‌کنید؟',
    'Given the fees and prices that you pay to your mobile phone provider, how would you rate the quality of its products and services?',
    POOR_GOOD,
  ),
  CUSA1: item(
    'رضایت کلی',
    'Overall satisfaction',
    'در مجموع تا چه اندازه از اپراتور تلفن همراهتان راضی هستید؟',
    'Overall, how satisfied are you with your mobile phone provider?',
    DISSATISFIED_SATISFIED,
  ),
  CUSA2: item(
    'برآورده شدن انتظار',
    'Fulfilment of expectations',
    'این اپراتور تا چه اندازه انتظارهای شما را برآورده کرده است؟',
    'To what extent has your mobile phone provider fulfilled your expectations?',
    SHORT_BEYOND,
  ),
  CUSA3: item(
    'نزدیکی به ایدئال',
    'Comparison with the ideal',
    'اپراتوری را تصور کنید که از نظر شما هیچ کم ندارد. اپراتور شما چقدر به آن نزدیک است؟',
    'How well does your mobile phone provider compare with your ideal mobile phone provider?',
    FAR_NEAR,
  ),
  CUSCO: item(
    'رسیدگی به شکایت',
    'Complaint handling',
    'اگر در یک سال گذشته شکایت کرده‌اید: به آخرین شکایت شما چقدر خوب رسیدگی شد؟ اگر شکایت نکرده‌اید: فکر می‌کنید اگر شکایت کنید، این اپراتور چقدر خوب به آن رسیدگی می‌کند؟',
    'If you complained last year: how well was your most recent complaint handled? If you did not: imagine you had to complain; to what extent would your mobile phone provider care about your complaint?',
    POOR_GOOD,
  ),
  CUSL1: item(
    'انتخاب دوباره',
    'Would choose again',
    'اگر بخواهید از نو اپراتوری انتخاب کنید، چقدر احتمال دارد باز همین اپراتور را برگزینید؟',
    'If you had to choose a mobile phone provider anew, how likely is it that you would choose yours again?',
    UNLIKELY_LIKELY,
  ),
  CUSL2: item(
    'پایداری در برابر قیمت رقیب',
    'Resistance to cheaper competitors',
    'فرض کنید اپراتورهای دیگر قیمت‌هایشان را پایین بیاورند و اپراتور شما تغییری ندهد. اختلاف قیمت به چند درصد برسد تا اپراتورتان را عوض کنید؟ (به نمره‌های ۱ تا ۱۰ تبدیل می‌شود)',
    'Suppose other mobile phone providers lower their fees and prices and yours stays at the same level. At which difference (in %) would you choose another one? (recoded to 1–10)',
    {
      low: { fa: 'با کمترین اختلاف', en: 'at the smallest difference' },
      high: { fa: 'فقط با اختلاف بسیار زیاد', en: 'only at a very large difference' },
    },
  ),
  CUSL3: item(
    'توصیه به دیگران',
    'Would recommend',
    'اگر دوست یا همکاری از شما نظر بخواهد، چقدر احتمال دارد این اپراتور را به او توصیه کنید؟',
    'If a friend or colleague asks you for advice, how likely is it that you would recommend your mobile phone provider?',
    UNLIKELY_LIKELY,
  ),
}

/** Seven constructs, twelve paths: the European model as estimated for mobile phone providers, with complaint handling. */
export const ecsi: IndexModel = {
  id: 'ecsi',
  version: '1',
  label: { fa: 'مدل ECSI تلفن همراه', en: 'ECSI model, mobile phone version' },
  source:
    'Tenenhaus, Esposito Vinzi, Chatelin, Lauro (2005), Computational Statistics & Data Analysis 48:159–205; ECSI Technical Committee (1998)',
  target: 'Satisfaction',
  constructs: [
    {
      name: 'Image',
      items: ['IMAG1', 'IMAG2', 'IMAG3', 'IMAG4', 'IMAG5'],
      label: { fa: 'تصویر شرکت', en: 'Image' },
    },
    {
      name: 'Expectation',
      items: ['CUEX1', 'CUEX2', 'CUEX3'],
      label: { fa: 'انتظار مشتری', en: 'Customer expectations' },
    },
    {
      name: 'Quality',
      items: ['PERQ1', 'PERQ2', 'PERQ3', 'PERQ4', 'PERQ5', 'PERQ6', 'PERQ7'],
      label: { fa: 'کیفیت ادراک‌شده', en: 'Perceived quality' },
    },
    { name: 'Value', items: ['PERV1', 'PERV2'], label: { fa: 'ارزش ادراک‌شده', en: 'Perceived value' } },
    {
      name: 'Satisfaction',
      items: ['CUSA1', 'CUSA2', 'CUSA3'],
      label: { fa: 'رضایت مشتری', en: 'Customer satisfaction' },
    },
    { name: 'Complaints', items: ['CUSCO'], label: { fa: 'رسیدگی به شکایت', en: 'Complaint handling' } },
    {
      name: 'Loyalty',
      items: ['CUSL1', 'CUSL2', 'CUSL3'],
      label: { fa: 'وفاداری مشتری', en: 'Customer loyalty' },
    },
  ],
  paths: [
    ['Image', 'Expectation'],
    ['Image', 'Satisfaction'],
    ['Image', 'Loyalty'],
    ['Expectation', 'Quality'],
    ['Expectation', 'Value'],
    ['Expectation', 'Satisfaction'],
    ['Quality', 'Value'],
    ['Quality', 'Satisfaction'],
    ['Value', 'Satisfaction'],
    ['Satisfaction', 'Complaints'],
    ['Satisfaction', 'Loyalty'],
    ['Complaints', 'Loyalty'],
  ],
  items,
}

/** The official model: complaints are no consequence of satisfaction. Six constructs, ten paths, the mobile items. */
export const ecsi6: IndexModel = {
  ...ecsi,
  id: 'ecsi6',
  label: { fa: 'مدل ECSI بی‌شکایت', en: 'ECSI model without complaints' },
  source: 'ECSI Technical Committee (1998); items of Tenenhaus et al. (2005)',
  constructs: ecsi.constructs.filter((construct) => construct.name !== 'Complaints'),
  paths: ecsi.paths.filter((path) => !path.includes('Complaints')),
  items: Object.fromEntries(Object.entries(items).filter(([name]) => name !== 'CUSCO')),
}
