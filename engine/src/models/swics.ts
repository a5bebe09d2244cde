import type { IndexModel } from '../indices/types.ts'
import {
  asked,
  DISSATISFIED_SATISFIED,
  FAR_NEAR,
  LITTLE_MUCH,
  SHORT_BEYOND,
  UNLIKELY_LIKELY,
} from './scale-ends.ts'

/** Three constructs, three paths, nine items: the smallest questionnaire, without drivers of satisfaction. */
export const swics: IndexModel = {
  id: 'swics',
  version: '1',
  label: { fa: 'مدل رضایت از نوع SWICS', en: 'SWICS-type satisfaction model' },
  source:
    'Bruhn, Grund (2000), Total Quality Management 11(7):1017–1028. The abstract was read (satisfaction, dialogue, loyalty); the figure and the nine indicators are from memory of the publication, the wordings are ours: confirm against the paper before claiming fidelity.',
  target: 'Satisfaction',
  constructs: [
    {
      name: 'Satisfaction',
      items: ['sat1', 'sat2', 'sat3'],
      label: { fa: 'رضایت مشتری', en: 'Customer satisfaction' },
    },
    {
      name: 'Dialogue',
      items: ['dia1', 'dia2', 'dia3'],
      label: { fa: 'گفت‌وگو با مشتری', en: 'Customer dialogue' },
    },
    {
      name: 'Loyalty',
      items: ['loy1', 'loy2', 'loy3'],
      label: { fa: 'وفاداری مشتری', en: 'Customer loyalty' },
    },
  ],
  paths: [
    ['Satisfaction', 'Dialogue'],
    ['Satisfaction', 'Loyalty'],
    ['Dialogue', 'Loyalty'],
  ],
  items: {
    sat1: asked(
      { fa: 'رضایت کلی', en: 'Overall satisfaction' },
      {
        fa: 'در مجموع تا چه اندازه از این شرکت راضی هستید؟',
        en: 'Overall, how satisfied are you with this company?',
      },
      DISSATISFIED_SATISFIED,
    ),
    sat2: asked(
      { fa: 'برآورده شدن انتظار', en: 'Satisfaction compared with expectations' },
      {
        fa: 'این شرکت در مقایسه با انتظاری که از آن داشتید چگونه بوده است؟',
        en: 'How has this company done compared with what you expected?',
      },
      SHORT_BEYOND,
    ),
    sat3: asked(
      { fa: 'نزدیکی به ایدئال', en: 'Satisfaction compared with the ideal' },
      {
        fa: 'شرکتی را تصور کنید که از نظر شما هیچ کم ندارد. این شرکت چقدر به آن نزدیک است؟',
        en: 'How close is this company to your ideal one?',
      },
      FAR_NEAR,
    ),
    dia1: asked(
      { fa: 'آمادگی برای گفت‌وگو', en: 'Willingness to enter a dialogue' },
      {
        fa: 'چقدر مایل هستید با این شرکت در تماس باشید و نظرتان را با آن در میان بگذارید؟',
        en: 'How willing are you to enter into a dialogue with this company?',
      },
      LITTLE_MUCH,
    ),
    dia2: asked(
      { fa: 'آسانی گفت‌وگو', en: 'Ease of dialogue' },
      {
        fa: 'تماس و گفت‌وگو با این شرکت چقدر آسان است؟',
        en: 'How easy is it to get into a dialogue with this company?',
      },
      { low: { fa: 'بسیار دشوار', en: 'very difficult' }, high: { fa: 'بسیار آسان', en: 'very easy' } },
    ),
    dia3: asked(
      { fa: 'رضایت از گفت‌وگو', en: 'Satisfaction with the dialogue' },
      {
        fa: 'از گفت‌وگوهایی که با این شرکت داشته‌اید چقدر راضی هستید؟',
        en: 'How satisfied are you with the dialogue you have had with this company?',
      },
      DISSATISFIED_SATISFIED,
    ),
    loy1: asked(
      { fa: 'خرید دوباره', en: 'Repurchase intention' },
      {
        fa: 'چقدر احتمال دارد باز هم از این شرکت خرید کنید؟',
        en: 'How likely are you to buy from this company again?',
      },
      UNLIKELY_LIKELY,
    ),
    loy2: asked(
      { fa: 'توصیه به دیگران', en: 'Recommendation intention' },
      {
        fa: 'چقدر احتمال دارد این شرکت را به دیگران توصیه کنید؟',
        en: 'How likely are you to recommend this company to others?',
      },
      UNLIKELY_LIKELY,
    ),
    // Reverse-coded by its ends: the highest answer is the loyal one, as in the data files. Where a survey codes
    // "certainly" as 10, set `reversed: true` on the item.
    loy3: asked(
      { fa: 'قصد رفتن (وارونه)', en: 'Intention to switch (reverse-coded)' },
      {
        fa: 'چقدر احتمال دارد در آینده این شرکت را رها کنید و سراغ شرکت دیگری بروید؟',
        en: 'How likely are you to switch to another company in the future?',
      },
      {
        low: { fa: 'بی‌گمان می‌روم', en: 'certain to switch' },
        high: { fa: 'به هیچ وجه نمی‌روم', en: 'certain not to switch' },
      },
    ),
  },
}
