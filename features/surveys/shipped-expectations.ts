import type { Question, Words } from './definition.ts'

interface Expectation {
  code: string
  /** How well it was met. */
  met: Words
  /** Before: what was expected. After: what was delivered. */
  expected: Words
  delivered: Words
}

const w = (fa: string, en: string): Words => ({ fa, en })

/** The five general expectations: speed, accuracy, respect, a full introduction, time of one's own. */
export const EXPECTATIONS: readonly Expectation[] = [
  {
    code: 'speed',
    met: w('کار شما چقدر سریع انجام شد؟', 'How quickly were you served?'),
    expected: w(
      'پیش از مراجعه، انتظار داشتید کارتان با چه سرعتی انجام شود؟',
      'Beforehand, how quickly did you expect to be served?',
    ),
    delivered: w('سرعت انجام کارتان در عمل چگونه بود؟', 'How quick was the service in fact?'),
  },
  {
    code: 'accuracy',
    met: w(
      'همکاران ما کار شما را چقدر دقیق انجام دادند؟',
      'How accurately did our staff do their work for you?',
    ),
    expected: w(
      'پیش از مراجعه، چه اندازه دقت از همکاران ما انتظار داشتید؟',
      'Beforehand, how much accuracy did you expect of our staff?',
    ),
    delivered: w('دقت همکاران ما در عمل چگونه بود؟', 'How accurate were our staff in fact?'),
  },
  {
    code: 'respect',
    met: w('رفتار همکاران ما با شما چقدر محترمانه بود؟', 'How respectfully did our staff treat you?'),
    expected: w(
      'پیش از مراجعه، چه اندازه احترام از ما انتظار داشتید؟',
      'Beforehand, how much respect did you expect from us?',
    ),
    delivered: w('احترامی که دیدید در عمل چگونه بود؟', 'How respectfully were you treated in fact?'),
  },
  {
    code: 'introduction',
    met: w(
      'محصولات و خدمات ما چقدر کامل به شما معرفی شد؟',
      'How fully were our products and services introduced to you?',
    ),
    expected: w(
      'پیش از مراجعه، انتظار داشتید محصولات و خدمات چقدر کامل به شما معرفی شود؟',
      'Beforehand, how full an introduction to our products and services did you expect?',
    ),
    delivered: w('معرفی محصولات و خدمات در عمل چگونه بود؟', 'How full was the introduction in fact?'),
  },
  {
    code: 'time',
    met: w(
      'همکار ما چقدر برای شما وقت گذاشت و به حرفتان گوش داد؟',
      'How much time did our staff take for you, and did they listen?',
    ),
    expected: w(
      'پیش از مراجعه، انتظار داشتید چقدر برای شما وقت بگذارند؟',
      'Beforehand, how much time did you expect to be given?',
    ),
    delivered: w('وقتی که برای شما گذاشتند در عمل چگونه بود؟', 'How much time were you given in fact?'),
  },
]

const IMAGE_AND_WHOLE: readonly Omit<Expectation, 'met'>[] = [
  {
    code: 'image',
    expected: w(
      'پیش از مراجعه، تبلیغات و آنچه از ما شنیده بودید چه تصویری از ما برایتان ساخته بود؟',
      'Beforehand, what picture of us had our advertising and what you had heard given you?',
    ),
    delivered: w('آنچه در عمل دیدید چگونه بود؟', 'How did you find us in fact?'),
  },
  {
    code: 'overall',
    expected: w(
      'در مجموع، پیش از مراجعه چه کیفیتی از ما انتظار داشتید؟',
      'Overall, what quality did you expect of us beforehand?',
    ),
    delivered: w('در مجموع، آنچه دریافت کردید چه کیفیتی داشت؟', 'Overall, what quality did you receive?'),
  },
]

const EXPECTED_POLES: [Words, Words] = [w('بسیار کم', 'very low'), w('بسیار زیاد', 'very high')]
const DELIVERED_POLES: [Words, Words] = [w('بسیار بد', 'very poor'), w('بسیار خوب', 'very good')]
const PICTURE_POLES: [Words, Words] = [w('بسیار بد', 'very poor'), w('بسیار خوب', 'very good')]
const MET_POLES: [Words, Words] = [w('اصلاً', 'not at all'), w('کاملاً', 'entirely')]

const tenPoints = (code: string, text: Words, [minPole, maxPole]: [Words, Words]): Question => ({
  code,
  kind: 'scale',
  text,
  min: 1,
  max: 10,
  minPole,
  maxPole,
  isReversed: false,
  hasDontKnow: true,
  isRequired: false,
  showIf: [],
})

export const expectationQuestion = ({ code, met }: Expectation): Question => tenPoints(code, met, MET_POLES)

/** Pairs x_E and x_D: what was expected and what was delivered; their difference is the gap. */
export const gapQuestions = (): Question[] =>
  [...EXPECTATIONS, ...IMAGE_AND_WHOLE].flatMap(({ code, expected, delivered }) => [
    tenPoints(`${code}_E`, expected, code === 'image' ? PICTURE_POLES : EXPECTED_POLES),
    tenPoints(`${code}_D`, delivered, DELIVERED_POLES),
  ])
