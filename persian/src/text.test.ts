import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameKey } from './name-key.ts'
import { displayText, escapeLike, joinedKey, searchKey } from './text.ts'

/** Strings dense in what the functions act on: Persian, foreign letters, marks, joiners, white space, presentation forms. */
const messy = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...'اآأإٱبپکكڪگیيىئهةەہھۀؤوءلمنسعش\u0640\u064B\u064E\u0651\u0653\u0654\u0670'),
        fc.constantFrom(
          ...' \n\t\u00A0\u2009\u200A\u200B\u200C\u200D\u200E\u200F\u202A\u202C\u2066\u2069\uFEFF\u00AC\u00AD',
        ),
        fc.constantFrom(...'۰۹٠٩09٫٬٪.,-ABĲİΣJ\u030C\u0307ﻋﻠﻲﷲ﷼ﷺﱠ'),
        fc.integer({ min: 0x0600, max: 0x06ff }).map((code) => String.fromCharCode(code)),
        fc.integer({ min: 0xfb50, max: 0xfeff }).map((code) => String.fromCharCode(code)),
      ),
      { maxLength: 20 },
    )
    .map((letters) => letters.join('')),
)

describe('displayText', () => {
  test.each([
    ['Arabic yeh and kaf become Persian', 'علي كريمي', 'علی کریمی'],
    ['presentation forms become letters', 'ﻋﻠﻲ', 'علی'],
    ['the rial sign becomes a word', '﷼', 'ریال'],
    ['the ligature of Allah becomes letters', 'ﷲ', 'الله'],
    ['kashida goes', 'ســـلام', 'سلام'],
    ['bidi marks go', '\u202Bسلام\u202C\u200F\u2067x\u2069\u061C', 'سلامx'],
    ['soft hyphen and byte order mark go', '\uFEFFسل\u00ADام', 'سلام'],
    ['ZWNJ stays inside a word', 'می\u200Cروم', 'می\u200Cروم'],
    ['repeated ZWNJ is one', 'می\u200C\u200C\u200Cروم', 'می\u200Cروم'],
    ['ZWNJ goes at the edges of words', '\u200Cمی\u200C روم\u200C، \u200Cبه\u200C', 'می روم، به'],
    ['zero width space is a half-space', 'می\u200Bروم', 'می\u200Cروم'],
    ['white space collapses', '  علی \u00A0\t اکبر ', 'علی اکبر'],
    ['line breaks stay', 'سلام \r\n  خوبید؟\n\n\n\nبله', 'سلام\nخوبید؟\n\nبله'],
    ['teh marbuta, ezafe hamza, madda and harakat stay', 'صلاة خانهٔ آرش مُحَمَّد', 'صلاة خانهٔ آرش مُحَمَّد'],
    ["the writer's digits stay", '۱۲ ٣٤ 56', '۱۲ ٣٤ 56'],
    ['hamza on yeh stays a letter when it came in two pieces', 'مسي\u0654ول', 'مسئول'],
    ['addresses stay', 'https://example.ir/?q=سلام&a=1', 'https://example.ir/?q=سلام&a=1'],
    ['families of emoji stay', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['NUL, which PostgreSQL refuses, goes', 'a\u0000b', 'ab'],
    ['half of a surrogate pair becomes a replacement character', 'a\uD800', 'a\uFFFD'],
  ])('%s', (_, typed, stored) => {
    expect(displayText(typed)).toBe(stored)
  })

  test('is idempotent', () => {
    fc.assert(
      fc.property(messy, (s) => {
        expect(displayText(displayText(s))).toBe(displayText(s))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('searchKey', () => {
  test.each([
    ['yeh', 'يىئېےێ', 'یییییی'],
    ['kaf', 'كڪ', 'کک'],
    ['heh', 'ةەہھۀ', 'ههههه'],
    ['alef', 'أإٱا', 'اااا'],
    ['alef and a combining madda', 'ا\u0653رش', 'آرش'],
    ['madda stays in the search key', 'آرش', 'آرش'],
    ['vav', 'ؤۇۆ', 'ووو'],
    ['harakat', 'مُحَمَّدٌ', 'محمد'],
    ['superscript alef', 'رحمٰن', 'رحمن'],
    ['Koranic marks', 'قال\u06D6\u0610', 'قال'],
    ['kashida', 'ســلام', 'سلام'],
    ['half-space', 'می\u200Cروم', 'می روم'],
    ['zero width space', 'می\u200Bروم', 'می روم'],
    ['the old not sign as half-space', 'می¬روم', 'می روم'],
    ['thin and hair spaces', 'می\u2009روم\u200Aها', 'می روم ها'],
    ['invisible marks', 'س\u00ADل\u061Cا\u200Dم\u200E\u202A\u2060\uFEFF', 'سلام'],
    ['Persian and Arabic digits', '۰۹۱۲٣٤٥', '0912345'],
    ['decimal, thousands and percent signs', '۱۲٬۳۴۵٫۶٪', '12,345.6%'],
    ['presentation forms', 'ﻋﻠﻲ', 'علی'],
    ['lower case', 'Hamdel CRM', 'hamdel crm'],
    ['line breaks', 'سلام\n\nدنیا', 'سلام دنیا'],
    ['masool is a different key from masyool', 'مسؤول', 'مسوول'],
    ['masyool', 'مسئول', 'مسیول'],
  ])('%s', (_, typed, key) => {
    expect(searchKey(typed)).toBe(key)
  })

  test.each(['خانهٔ ما', 'خانه\u200Cی ما', 'خانه ی ما', 'خانۀ ما', 'خانه\u200Cي ما', 'خانه ما'])(
    'drops the ezafe after heh: %s',
    (typed) => expect(searchKey(typed)).toBe('خانه ما'),
  )

  test('keeps a word that begins with yeh after heh', () => {
    expect(searchKey('خانه یوسف')).toBe('خانه یوسف')
  })

  test('is idempotent, and so is the joined key', () => {
    fc.assert(
      fc.property(messy, (s) => {
        expect(searchKey(searchKey(s))).toBe(searchKey(s))
        expect(joinedKey(joinedKey(s))).toBe(joinedKey(s))
      }),
      { numRuns: 3000 },
    )
  })

  test('is the same for what was typed and for what was stored of it', () => {
    fc.assert(
      fc.property(messy, (s) => {
        expect(searchKey(displayText(s))).toBe(searchKey(s))
      }),
      { numRuns: 1000 },
    )
  })

  test('does not see which keyboard wrote the words', () => {
    const word = fc.array(fc.constantFrom(...'ابپتجدرزسشفقکگلمنهوی'), { minLength: 1, maxLength: 8 })
    const noise = fc.constantFrom('', '\u0640', '\u064E', '\u0651', '\u200F', '\u00AD')
    fc.assert(
      fc.property(word, noise, (letters, mark) => {
        const arabic = letters.join(mark).replaceAll('ی', 'ي').replaceAll('ک', 'ك')
        expect(searchKey(arabic)).toBe(searchKey(letters.join('')))
      }),
    )
  })
})

describe('joinedKey', () => {
  test.each([
    ['علی\u200Cاکبر', 'علی اکبر'],
    ['علی اکبر', 'علیاکبر'],
    ['محمدرضا', 'محمد رضا'],
    ['آرش', 'ارش'],
    ['کتاب\u200Cهای', 'كتاب هاي'],
    ['۱۲', '١٢'],
  ])('%s = %s', (a, b) => expect(joinedKey(a)).toBe(joinedKey(b)))

  test('leaves different names different', () => {
    expect(joinedKey('حسین')).not.toBe(joinedKey('حسن'))
  })
})

describe('nameKey', () => {
  test.each([
    ['جناب آقای دکتر سید علی\u200Cاکبر حسینی', 'علی اکبر حسینی'],
    ['سرکار خانم مهندس زهرا کریمی', 'زهرا کریمی'],
    ['آقاي علي كريمي', 'علی کریمی'],
    ['حاج آقا رضایی', 'رضایی'],
    ['مرحومه حاجیه خانم فاطمه سادات موسوی', 'فاطمه موسوی'],
    ['فاطمه\u200Cسادات موسوی', 'فاطمه موسوی'],
    ['سیده مریم احمدی', 'مریم احمدی'],
    ['سيدعلي حسيني', 'علی حسینی'],
    ['سیّد محمد', 'محمد'],
    ['سیدهادی احمدی', 'سید هادی احمدی'],
    ['میرحسین احمدی', 'میر حسین احمدی'],
    ['فخرالسادات نوری', 'فخر نوری'],
    ['حجت\u200Cالاسلام والمسلمین رضا نوری', 'رضا نوری'],
    ['حجت الاسلام و المسلمین رضا نوری', 'رضا نوری'],
    ['حجةالاسلام رضا نوری', 'رضا نوری'],
    ['Dr. Ali Karimi', 'ali karimi'],
    ['Mr Ali Karimi', 'Ali-Karimi'],
    ['آرش کمانگیر', 'ارش کمانگیر'],
  ])('%s = %s', (a, b) => expect(nameKey(a)).toBe(nameKey(b)))

  test.each([
    ['دکتر', 'دکتر'],
    ['مشهدی', 'مشهدی'],
    ['آقای شهید', 'شهید'],
    ['سید', 'سید'],
    ['سیدی', 'سیدی'],
    ['میرزا کوچک', 'میرزاکوچک'],
    ['بانو', 'بانو'],
    ['', ''],
  ])('keeps a name that is only such a word: %s', (name, key) => expect(nameKey(name)).toBe(key))

  test('does not strip an honorific that follows a name', () => {
    expect(nameKey('رضا استاد')).toBe('رضااستاد')
  })
})

test('escapeLike makes a pattern literal', () => {
  expect(escapeLike('50%_a\\b')).toBe('50\\%\\_a\\\\b')
})

test('a mark left alone by a removed space does not change the joined key a second time', () => {
  const key = joinedKey('A \u0307')
  expect(joinedKey(key)).toBe(key)
})
