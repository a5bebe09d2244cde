import type { Definition, Question, Words } from './definition.ts'
import { definition } from './definition.ts'
import { EXPECTATIONS, expectationQuestion, gapQuestions } from './shipped-expectations.ts'
import { modelQuestions } from './shipped-models.ts'

export type InstrumentKind =
  | 'csat'
  | 'nps'
  | 'ces'
  | 'acsi'
  | 'ecsi'
  | 'epsi'
  | 'swics'
  | 'csi'
  | 'expectations'
  | 'gap'
  | 'custom'

export interface ShippedInstrument {
  key: string
  kind: InstrumentKind
  title: Words
  definition: Definition
}

const w = (fa: string, en: string): Words => ({ fa, en })

const THANKS = w(
  'از وقتی که گذاشتید سپاسگزاریم. پاسخ شما را می‌خوانیم و به کار می‌بندیم.',
  'Thank you for your time. We read your answers and act on them.',
)

/** Every instrument ends by letting people say it in their own words. */
export const comment = (text: Words): Question => ({
  code: 'comment',
  kind: 'text',
  text,
  isRequired: false,
  showIf: [],
  maxLength: 2_000,
})
const ANYTHING_ELSE = w('اگر نکتهٔ دیگری هست، بنویسید.', 'Is there anything else you would like to tell us?')

const scale = (
  code: string,
  text: Words,
  [min, max]: [number, number],
  [minPole, maxPole]: [Words, Words],
): Question => ({
  code,
  kind: 'scale',
  text,
  min,
  max,
  minPole,
  maxPole,
  isReversed: false,
  hasDontKnow: false,
  isRequired: true,
  showIf: [],
})

const short: ShippedInstrument[] = [
  {
    key: 'csat',
    kind: 'csat',
    title: w('رضایت مشتری (CSAT)', 'Customer satisfaction (CSAT)'),
    definition: definition.parse({
      intro: w('یک پرسش کوتاه: از ما راضی بودید؟', 'One short question: were you satisfied with us?'),
      thanks: THANKS,
      questions: [
        scale(
          'csat',
          w('در مجموع تا چه اندازه از ما راضی هستید؟', 'Overall, how satisfied are you with us?'),
          [1, 10],
          [w('بسیار ناراضی', 'very dissatisfied'), w('بسیار راضی', 'very satisfied')],
        ),
        comment(w('چه چیزی بیش از همه در نمرهٔ شما اثر داشت؟', 'What influenced your score the most?')),
      ],
      lowScore: { question: 'csat', atMost: 4 },
    }),
  },
  {
    key: 'nps',
    kind: 'nps',
    title: w('تمایل به توصیه (NPS)', 'Likelihood to recommend (NPS)'),
    definition: definition.parse({
      intro: w('فقط یک پرسش از شما داریم.', 'We have just one question for you.'),
      thanks: THANKS,
      questions: [
        scale(
          'nps',
          w(
            'چقدر احتمال دارد ما را به دوست یا همکارتان توصیه کنید؟',
            'How likely are you to recommend us to a friend or colleague?',
          ),
          [0, 10],
          [w('هیچ احتمالی ندارد', 'not at all likely'), w('بسیار زیاد', 'extremely likely')],
        ),
        comment(w('دلیل اصلی نمره‌ای که دادید چیست؟', 'What is the main reason for your score?')),
      ],
      lowScore: { question: 'nps', atMost: 6 },
    }),
  },
  {
    key: 'ces',
    kind: 'ces',
    title: w('آسانی کار مشتری (CES)', 'Customer effort (CES)'),
    definition: definition.parse({
      intro: w(
        'می‌خواهیم بدانیم کارتان با ما آسان پیش رفت یا نه.',
        'We would like to know how easy it was to deal with us.',
      ),
      thanks: THANKS,
      questions: [
        scale(
          'ces',
          w(
            'این شرکت رسیدن به خواسته‌ام را برایم آسان کرد.',
            'The company made it easy for me to get what I needed.',
          ),
          [1, 7],
          [w('کاملاً مخالفم', 'strongly disagree'), w('کاملاً موافقم', 'strongly agree')],
        ),
        comment(
          w('کجای کار سخت بود؟ چه چیزی را آسان‌تر کنیم؟', 'What was difficult? What should we make easier?'),
        ),
      ],
      lowScore: { question: 'ces', atMost: 3 },
    }),
  },
]

/** An instrument of one of the engine's models; a bad answer to `low` calls for a call. */
function ofModel(
  key: string,
  kind: InstrumentKind,
  modelId: string,
  title: Words,
  low: string,
): ShippedInstrument {
  return {
    key,
    kind,
    title,
    definition: definition.parse({
      intro: w(
        'پرسش‌ها دربارهٔ تجربهٔ شما از ماست و چند دقیقه وقت می‌گیرد. پاسخ درست و نادرست نداریم؛ هر جا نمی‌دانید، «نمی‌دانم» را بزنید.',
        'These questions are about your experience with us and take a few minutes. There are no right or wrong answers; choose “I don’t know” wherever you can not say.',
      ),
      thanks: THANKS,
      paging: 'one',
      questions: [...modelQuestions(modelId), comment(ANYTHING_ELSE)],
      lowScore: { question: low, atMost: 4 },
      modelId,
    }),
  }
}

const models: ShippedInstrument[] = [
  ofModel('acsi', 'acsi', 'acsi', w('رضایت از نوع ACSI', 'ACSI-type satisfaction'), 'SATIS'),
  ofModel('ecsi', 'ecsi', 'ecsi', w('رضایت ECSI (تلفن همراه)', 'ECSI satisfaction (mobile phone)'), 'CUSA1'),
  ofModel(
    'ecsi6',
    'ecsi',
    'ecsi6',
    w('رضایت ECSI بدون شکایت', 'ECSI satisfaction without complaints'),
    'CUSA1',
  ),
  ofModel('epsi', 'epsi', 'epsi', w('رضایت از نوع EPSI', 'EPSI-type satisfaction'), 'sati1'),
  ofModel(
    'swics',
    'swics',
    'swics',
    w('رضایت و گفت‌وگو از نوع SWICS', 'SWICS-type satisfaction and dialogue'),
    'sat1',
  ),
  ofModel('csi', 'csi', 'csi', w('شاخص سادهٔ رضایت (CSI)', 'Plain satisfaction index (CSI)'), 'csi1'),
]

const expectations: ShippedInstrument[] = [
  {
    key: 'expectations',
    kind: 'expectations',
    title: w('انتظارات عمومی مشتریان', 'General expectations of customers'),
    definition: definition.parse({
      intro: w(
        'پنج چیز که هر مشتری حق دارد از ما انتظار داشته باشد. لطفاً بگویید هر کدام را چقدر به جا آوردیم.',
        'Five things every customer may expect of us. Please say how well we met each of them.',
      ),
      thanks: THANKS,
      questions: [...EXPECTATIONS.map(expectationQuestion), comment(ANYTHING_ELSE)],
      lowScore: { question: 'respect', atMost: 4 },
    }),
  },
  {
    key: 'gap',
    kind: 'gap',
    title: w('انتظار و دریافت', 'Expectation and delivery'),
    definition: definition.parse({
      intro: w(
        'دربارهٔ هر موضوع دو پرسش داریم: پیش از آن چه انتظاری داشتید و آنچه دریافت کردید چگونه بود.',
        'For each topic we ask two things: what you expected beforehand, and what you received.',
      ),
      thanks: THANKS,
      questions: [
        ...gapQuestions(),
        comment(
          w(
            'اگر جایی انتظارتان برآورده نشد، آن انتظار از کجا آمده بود؟ (تبلیغ، قول ما، شرکت‌های دیگر …)',
            'Where we fell short: what had led you to expect more (an advert, our promise, other companies …)?',
          ),
        ),
      ],
      lowScore: { question: 'overall_D', atMost: 4 },
    }),
  },
]

/** What comes with the product; companies change copies. */
export const shippedInstruments: readonly ShippedInstrument[] = [...short, ...models, ...expectations]

export const isShippedKey = (key: string): boolean =>
  shippedInstruments.some((instrument) => instrument.key === key)
