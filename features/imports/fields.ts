import { joinedKey } from '@hamdel/persian'

export const entities = ['customers', 'purchases', 'survey_answers'] as const
export type Entity = (typeof entities)[number]

const customer = ['externalCode', 'fullName', 'identifier', 'phone'] as const

/** What a column of a file can be, by what the file holds. */
export const fieldsOf = {
  customers: [
    ...customer,
    'firstName',
    'lastName',
    'honorific',
    'kind',
    'email',
    'city',
    'address',
    'bornOn',
    'note',
    'tag',
  ],
  purchases: [...customer, 'date', 'amount', 'total', 'number', 'product', 'quantity', 'source'],
  survey_answers: [...customer, 'date', 'survey', 'question', 'answer', 'score', 'answerColumn'],
} as const

export type Field = (typeof fieldsOf)[Entity][number]
export const allFields = [...new Set(Object.values(fieldsOf).flat())] as [Field, ...Field[]]

/** Several columns may hold one of these; of every other field a file has one column. */
export const repeatable: ReadonlySet<Field> = new Set([
  'phone',
  'email',
  'identifier',
  'address',
  'tag',
  'answerColumn',
])

const synonyms: Record<Exclude<Field, 'answerColumn'>, string> = {
  externalCode:
    'کد مشتری|کد طرف حساب|شماره مشتری|کد اشتراک|شماره اشتراک|کد شخص|کد تفصیلی|کد|customer id|customer code|external code|client id|customer|cust id|code|id|contact code',
  fullName:
    'نام و نام خانوادگی|نام ونام خانوادگی|نام کامل|نام مشتری|نام طرف حساب|نام شخص|مشتری|خریدار|نام خریدار|نام شرکت|عنوان|full name|name|customer name|client name|company|company name',
  firstName: 'نام|نام کوچک|first name|given name|fname',
  lastName: 'نام خانوادگی|فامیل|فامیلی|نام خانواگی|last name|surname|family name|family|lname',
  honorific: 'پیشوند|لقب|خطاب|honorific|title|salutation',
  kind: 'نوع مشتری|نوع شخص|حقیقی حقوقی|حقیقی/حقوقی|kind|customer type|type',
  identifier:
    'کد ملی|شناسه ملی|کدملی شناسه ملی|کد ملی/شناسه ملی|کد ملی یا شناسه ملی|شماره ملی|کد شناسایی|national id|national code|legal id|identifier|national id number',
  phone:
    'موبایل|شماره موبایل|تلفن همراه|همراه|شماره همراه|شماره تماس|شماره تلفن|تلفن|تلفن ثابت|تماس|تلفن تماس|شماره|mobile|phone|phone number|mobile number|cell|cellphone|tel|telephone',
  email: 'ایمیل|پست الکترونیک|پست الکترونیکی|رایانامه|نشانی ایمیل|email|e-mail|email address|mail',
  city: 'شهر|شهرستان|محل سکونت|city|town',
  address: 'آدرس|نشانی|آدرس پستی|نشانی پستی|محل|address|street address|postal address',
  bornOn: 'تاریخ تولد|تولد|birth date|birthday|born on|date of birth|dob',
  note: 'توضیحات|توضیح|یادداشت|ملاحظات|شرح مشتری|note|notes|comment|comments|description',
  tag: 'برچسب|برچسب ها|برچسب‌ها|تگ|گروه|گروه مشتری|دسته|tag|tags|group|segment',
  date: 'تاریخ|تاریخ خرید|تاریخ فاکتور|تاریخ سند|تاریخ فروش|تاریخ صدور|تاریخ پاسخ|date|purchase date|invoice date|order date|purchased on|answered on|answer date|day',
  amount:
    'مبلغ|قیمت|مبلغ خرید|مبلغ فاکتور|مبلغ سطر|جمع سطر|مبلغ ردیف|مبلغ خالص|خالص فاکتور|amount|value|price|net amount|line amount|sales|spend|revenue',
  total:
    'جمع|جمع کل|مبلغ کل|جمع فاکتور|جمع کل فاکتور|مبلغ کل فاکتور|قابل پرداخت|مبلغ قابل پرداخت|total|invoice total|grand total|total amount|sum|payable',
  number:
    'شماره فاکتور|شماره صورتحساب|شماره صورت حساب|شماره سند|فاکتور|شماره سفارش|شماره رسید|invoice number|invoice no|invoice|invoice id|order id|order number|order no|receipt|reference|number',
  product:
    'کالا|نام کالا|محصول|نام محصول|شرح کالا|شرح|اقلام|خدمت|کالا/خدمت|product|item|items|product name|goods|sku',
  quantity: 'تعداد|مقدار|تعداد کالا|quantity|qty|count|units|cds',
  source: 'منبع|سامانه|مبدا|source|channel|system',
  survey: 'نظرسنجی|نام نظرسنجی|پرسشنامه|پرسش‌نامه|عنوان نظرسنجی|survey|survey name|questionnaire',
  question: 'پرسش|سوال|سؤال|متن پرسش|متن سوال|question|item text',
  answer: 'پاسخ|جواب|متن پاسخ|نظر|answer|response|reply',
  score: 'امتیاز|نمره|رتبه|score|rating|rate|grade',
}

/** A header as it is compared: no spaces, no marks, no note in parentheses, no number at its end. */
export function headerKey(header: string): string {
  return joinedKey(header.replace(/[([][^)\]]*[)\]]/g, ' '))
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/\d+$/, '')
}

const known = new Map<Field, ReadonlySet<string>>(
  Object.entries(synonyms).map(([field, words]) => [
    field as Field,
    new Set(words.split('|').map(headerKey)),
  ]),
)

/** The likely field of each column; null where no synonym fits. */
export function guessMapping(headers: readonly string[], entity: Entity): (Field | null)[] {
  const keys = headers.map(headerKey)
  const hasLastName = keys.some((key) => known.get('lastName')!.has(key))
  const taken = new Set<Field>()
  const mapping = keys.map((key): Field | null => {
    if (key === headerKey('نام') && !(entity === 'customers' && hasLastName)) return take('fullName')
    for (const field of fieldsOf[entity]) if (known.get(field)?.has(key)) return take(field)
    return null
  })
  // A file with a total only: that is what was paid.
  if (entity === 'purchases' && !taken.has('amount')) {
    const at = mapping.indexOf('total')
    if (at >= 0) mapping[at] = 'amount'
  }
  return mapping

  function take(field: Field): Field | null {
    if (taken.has(field) && !repeatable.has(field)) return null
    taken.add(field)
    return field
  }
}

/** What a file with these headers most likely holds. */
export function guessEntity(headers: readonly string[]): Entity {
  const has = (entity: Entity, ...fields: Field[]) => {
    const mapping = guessMapping(headers, entity)
    return fields.every((field) => mapping.includes(field))
  }
  if (has('survey_answers', 'question', 'answer') || has('survey_answers', 'survey')) return 'survey_answers'
  if (has('purchases', 'date', 'amount') || has('purchases', 'number', 'amount')) return 'purchases'
  return 'customers'
}

/** Is this cell a known header of anything? */
export function isKnownHeader(cell: string): boolean {
  const key = headerKey(cell)
  if (key === '') return false
  for (const words of known.values()) if (words.has(key)) return true
  return false
}

/** What is still missing in a mapping, as the code of an error; undefined when it can be used. */
export function mappingProblem(
  entity: Entity,
  mapping: readonly (Field | null)[],
  hasDefaultDay: boolean,
): { code: string; field?: Field } | undefined {
  const allowed: ReadonlySet<Field> = new Set(fieldsOf[entity])
  const seen = new Set<Field>()
  for (const field of mapping) {
    if (field === null) continue
    if (!allowed.has(field)) return { code: 'import_field_unknown', field }
    if (seen.has(field) && !repeatable.has(field)) return { code: 'import_field_repeated', field }
    seen.add(field)
  }
  const isNamed = seen.has('fullName') || seen.has('firstName') || seen.has('lastName')
  const isKeyed = seen.has('externalCode') || seen.has('identifier') || seen.has('phone')
  if (entity === 'customers') return isNamed || isKeyed ? undefined : { code: 'import_customer_unmapped' }
  if (!isKeyed) return { code: 'import_customer_unmapped' }
  if (!seen.has('date') && !(entity === 'survey_answers' && hasDefaultDay))
    return { code: 'import_date_unmapped' }
  if (entity === 'purchases')
    return seen.has('amount') || seen.has('total') ? undefined : { code: 'import_amount_unmapped' }
  const isLong = seen.has('question') && (seen.has('answer') || seen.has('score'))
  return isLong || seen.has('answerColumn') ? undefined : { code: 'import_answer_unmapped' }
}
