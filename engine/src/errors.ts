/**
 * Every way in which the caller's model or data can be wrong, as a stable code with the culprit's name.
 * Numerical trouble (no convergence, negative weights …) is not an error: it is flagged in the result.
 */

/** One sentence per code: what is wrong and what to do. `{name}` is filled from the error's parameters. */
const SENTENCES = {
  // Shape of a model that came as JSON.
  model_not_object: {
    fa: 'مدل باید یک شیء JSON با دو بخش constructs و paths باشد.',
    en: 'The model must be a JSON object with "constructs" and "paths".',
  },
  model_constructs_missing: {
    fa: 'مدل هیچ سازه‌ای ندارد؛ constructs باید فهرستی از سازه‌ها باشد.',
    en: 'The model has no constructs: "constructs" must be a non-empty list.',
  },
  model_paths_missing: {
    fa: 'مدل هیچ مسیری ندارد؛ paths باید فهرستی از جفت‌های [از، به] باشد.',
    en: 'The model has no paths: "paths" must be a list of [from, to] pairs.',
  },
  model_part_invalid: {
    fa: 'بخش «{part}» مدل درست نوشته نشده است؛ انتظار می‌رفت {expected} باشد.',
    en: 'The part "{part}" of the model is malformed: expected {expected}.',
  },
  model_unknown: {
    fa: 'مدلی با نام «{model}» نداریم. مدل‌های موجود: {known}.',
    en: 'There is no model "{model}". Known models: {known}.',
  },
  // Meaning of a model.
  name_reserved: {
    fa: 'نام «{name}» پذیرفتنی نیست؛ نام نباید خالی باشد و نباید «->»، «|» یا __proto__ داشته باشد.',
    en: 'The name "{name}" cannot be used: a name must not be empty and must not contain "->", "|" or "__proto__".',
  },
  construct_duplicate: {
    fa: 'سازهٔ «{construct}» دو بار تعریف شده است.',
    en: 'The construct "{construct}" is defined twice.',
  },
  construct_empty: {
    fa: 'سازهٔ «{construct}» هیچ گویه‌ای ندارد؛ دست‌کم یک گویه به آن بدهید.',
    en: 'The construct "{construct}" has no items: give it at least one.',
  },
  construct_isolated: {
    fa: 'سازهٔ «{construct}» به هیچ مسیری وصل نیست؛ مسیری به آن بکشید یا آن را از مدل بردارید.',
    en: 'The construct "{construct}" is on no path: connect it or remove it.',
  },
  item_repeated: {
    fa: 'گویهٔ «{item}» در سازهٔ «{construct}» دو بار آمده است.',
    en: 'The item "{item}" appears twice in the construct "{construct}".',
  },
  item_shared: {
    fa: 'گویهٔ «{item}» هم در سازهٔ «{first}» آمده است و هم در «{second}»؛ هر گویه فقط از آنِ یک سازه است.',
    en: 'The item "{item}" belongs to both "{first}" and "{second}": an item may measure one construct only.',
  },
  item_settings_unknown: {
    fa: 'برای گویهٔ «{item}» تنظیمی نوشته شده است، اما هیچ سازه‌ای چنین گویه‌ای ندارد.',
    en: 'There are settings for the item "{item}", but no construct has such an item.',
  },
  mode_unknown: {
    fa: 'روش اندازه‌گیری «{mode}» برای سازهٔ «{construct}» شناخته نیست؛ A (بازتابی) یا B (سازنده) بنویسید.',
    en: 'The mode "{mode}" of the construct "{construct}" is unknown: use A (reflective) or B (formative).',
  },
  scale_invalid: {
    fa: 'دامنهٔ پاسخ «{item}» درست نیست: کمینه ({min}) باید از بیشینه ({max}) کوچک‌تر باشد.',
    en: 'The scale of "{item}" is wrong: its minimum ({min}) must be below its maximum ({max}).',
  },
  path_unknown_construct: {
    fa: 'مسیر «{from} → {to}» به سازهٔ «{construct}» اشاره می‌کند که در مدل نیست.',
    en: 'The path "{from} → {to}" names the construct "{construct}", which the model does not have.',
  },
  path_self: {
    fa: 'مسیری از سازهٔ «{construct}» به خودش کشیده شده است؛ آن را بردارید.',
    en: 'A path leads from the construct "{construct}" to itself: remove it.',
  },
  path_duplicate: {
    fa: 'مسیر «{from} → {to}» دو بار آمده است.',
    en: 'The path "{from} → {to}" is given twice.',
  },
  path_cycle: {
    fa: 'مسیرها دور می‌زنند: {cycle}. مدل نباید دور داشته باشد؛ یکی از این مسیرها را بردارید.',
    en: 'The paths form a cycle: {cycle}. The model must be free of cycles: remove one of these paths.',
  },
  target_unknown: {
    fa: 'سازهٔ هدف «{construct}» در مدل نیست.',
    en: 'The target "{construct}" is not a construct of the model.',
  },
  // Answers.
  item_missing: {
    fa: 'ستون گویهٔ «{item}» در داده‌ها نیست.',
    en: 'The data have no column for the item "{item}".',
  },
  item_length: {
    fa: 'ستون «{item}» {rows} ردیف دارد، اما انتظار می‌رفت {expected} ردیف داشته باشد.',
    en: 'The column "{item}" has {rows} rows, but {expected} were expected.',
  },
  item_constant: {
    fa: 'همهٔ پاسخ‌های «{item}» یکسان‌اند؛ گویه‌ای که تغییر نمی‌کند چیزی را نمی‌سنجد. آن را از مدل بردارید.',
    en: 'All answers to "{item}" are the same: an item that does not vary measures nothing. Remove it from the model.',
  },
  item_no_answers: {
    fa: 'هیچ‌کس به «{item}» پاسخ نداده است.',
    en: 'Nobody answered "{item}".',
  },
  item_not_finite: {
    fa: 'آماره‌های «{item}» عدد معتبری نیست.',
    en: 'The statistics of "{item}" are not finite numbers.',
  },
  item_out_of_scale: {
    fa: '{count} پاسخِ «{item}» بیرون از دامنهٔ {min} تا {max} است (نمونه: {value}). اگر این عدد نشانهٔ «بی‌پاسخ» است، آن را کد بی‌پاسخ معرفی کنید.',
    en: '{count} answers to "{item}" lie outside its scale {min}–{max} (for example {value}). If that number stands for "no answer", declare it as a missing code.',
  },
  too_few_rows: {
    fa: 'فقط {rows} پاسخ کامل داریم؛ این مدل دست‌کم {needed} پاسخ لازم دارد.',
    en: 'There are only {rows} complete answers; this model needs at least {needed}.',
  },
  too_few_rows_block: {
    fa: 'فقط {rows} پاسخ کامل داریم؛ سازهٔ سازندهٔ «{construct}» با {items} گویه دست‌کم {needed} پاسخ لازم دارد.',
    en: 'There are only {rows} complete answers; the formative construct "{construct}" with {items} items needs at least {needed}.',
  },
  pair_never_together: {
    fa: 'کسی به هر دو گویهٔ «{first}» و «{second}» پاسخ نداده است؛ همبستگی آن‌ها را نمی‌توان حساب کرد.',
    en: 'Hardly anybody answered both "{first}" and "{second}": their covariance cannot be computed.',
  },
  moments_shape: {
    fa: 'آماره‌ها برای {items} گویه درست نیستند: {expected}.',
    en: 'The moments do not fit {items} items: {expected}.',
  },
  moments_asymmetric: {
    fa: 'ماتریس کوواریانس برای «{first}» و «{second}» متقارن نیست.',
    en: 'The covariance matrix is not symmetric at "{first}" and "{second}".',
  },
  bootstrap_answers: {
    fa: 'بازنمونه‌گیری دست‌کم سه پاسخ‌نامهٔ کامل می‌خواهد که همهٔ خانه‌هایش عدد باشد؛ ایراد از خانهٔ {cell} است.',
    en: 'The bootstrap needs at least three rows of complete numbers; the trouble is at cell {cell}.',
  },
  bootstrap_option: {
    fa: 'مقدار {value} برای گزینهٔ «{option}» بازنمونه‌گیری پذیرفتنی نیست.',
    en: 'The bootstrap option "{option}" cannot be {value}.',
  },
  bootstrap_pairwise: {
    fa: 'بوت‌استرپ با روش جفتی برای پاسخ‌های خالی تعریف نشده است؛ روش mean یا casewise را برگزینید.',
    en: 'The bootstrap is not defined with pairwise treatment of missing answers: choose mean or casewise.',
  },
  group_too_small: {
    fa: 'گروه «{group}» فقط {rows} پاسخ کامل دارد؛ دست‌کم {needed} پاسخ لازم است.',
    en: 'The group "{group}" has only {rows} complete answers; at least {needed} are needed.',
  },
  weight_invalid: {
    fa: 'وزن «{unit}» ({weight}) درست نیست؛ وزن باید عددی نامنفی باشد و جمع وزن‌ها از صفر بیشتر.',
    en: 'The weight of "{unit}" ({weight}) is wrong: weights must be non-negative with a positive sum.',
  },
  unit_duplicate: {
    fa: 'واحد «{unit}» دو بار آمده است.',
    en: 'The unit "{unit}" is given twice.',
  },
  unit_unknown: {
    fa: 'واحد «{unit}» به «{parent}» وصل است که در فهرست نیست.',
    en: 'The unit "{unit}" belongs to "{parent}", which is not in the list.',
  },
  unit_circle: {
    fa: 'واحدها دور می‌زنند: {circle}. هیچ واحدی نمی‌تواند زیرمجموعهٔ خودش باشد.',
    en: 'The units form a circle: {circle}. No unit can belong to itself.',
  },
  option_invalid: {
    fa: 'مقدار «{value}» برای «{option}» پذیرفتنی نیست؛ باید {expected} باشد.',
    en: 'The value "{value}" of "{option}" is not acceptable: it must be {expected}.',
  },
  // Purchases and baskets.
  no_purchases: {
    fa: 'هیچ خریدی تا روز گزارش در داده‌ها نیست؛ تاریخ پایان یا فایل خریدها را بررسی کنید.',
    en: 'There are no purchases up to the day of the look: check that day and the purchases.',
  },
  purchases_lengths: {
    fa: 'ستون‌های خرید هم‌اندازه نیستند: مشتری {customer}، روز {day}، مبلغ {amount}.',
    en: 'The columns of purchases differ in length: customer {customer}, day {day}, amount {amount}.',
  },
  purchase_customer: {
    fa: 'شمارهٔ مشتری در ردیف {row} ({customer}) بیرون از بازه است.',
    en: 'The customer number in row {row} ({customer}) is out of range.',
  },
  purchase_id: {
    fa: 'شناسهٔ مشتری در ردیف {row} ({id}) عدد صحیح نیست.',
    en: 'The customer id in row {row} ({id}) is not a whole number.',
  },
  purchase_amount: {
    fa: 'مبلغ ردیف {row} عدد معتبری نیست.',
    en: 'The amount in row {row} is not a finite number.',
  },
  purchase_days_wide: {
    fa: 'روزهای خرید از {first} تا {last} بیش از هزار سال را در بر می‌گیرند؛ شاید به جای روز، ثانیه داده شده است.',
    en: 'The days of purchase run from {first} to {last}, more than a thousand years: perhaps seconds were given instead of days.',
  },
  baskets_empty: {
    fa: 'هیچ سبدی با کالا در داده‌ها نیست.',
    en: 'There is no basket with an item.',
  },
  baskets_too_many_sets: {
    fa: 'بیش از {maximum} مجموعهٔ پرتکرار پیدا شد؛ آستانهٔ پشتیبانی را بالا ببرید.',
    en: 'More than {maximum} frequent item sets were found: raise the support.',
  },
  // Customer value.
  value_empty: {
    fa: 'هیچ مشتری‌ای در داده‌ها نیست.',
    en: 'The data hold no customers.',
  },
  value_length: {
    fa: 'ستون «{column}» {rows} ردیف دارد، اما انتظار می‌رفت {expected} ردیف داشته باشد.',
    en: 'The column "{column}" has {rows} rows, but {expected} were expected.',
  },
  value_invalid: {
    fa: 'مقدار «{value}» در ردیف {row}، ستون «{column}»، پذیرفتنی نیست؛ باید {expected} باشد.',
    en: 'The value "{value}" in row {row}, column "{column}" cannot be: it must be {expected}.',
  },
  value_no_repeats: {
    fa: 'هیچ‌یک از {customers} مشتری بار دوم خرید نکرده است؛ از چنین داده‌ای نمی‌توان آهنگ خرید را برآورد کرد.',
    en: 'None of the {customers} customers bought a second time: a purchase rate cannot be estimated from that.',
  },
  value_spend_infinite: {
    fa: 'میانگین خرید مورد انتظار نامتناهی است (q برابر {q} و از ۱ بیشتر نیست)؛ ارزش مشتری را با این برازش نمی‌توان حساب کرد.',
    en: 'The expected spend is infinite (q is {q}, not above 1): customer value cannot be computed from this fit.',
  },
  value_no_spend: {
    fa: 'فقط {customers} مشتری خرید دوبارهٔ دارای مبلغ دارد؛ برای برآورد میانگین خرید دست‌کم {needed} مشتری لازم است.',
    en: 'Only {customers} customers have a repeat purchase with an amount: the spend model needs at least {needed}.',
  },
  // Decisions.
  decision_lengths: {
    fa: 'دو فهرست هم‌اندازه نیستند: {first} و {second}.',
    en: 'The lists differ in length: {first} and {second}.',
  },
  decision_too_few: {
    fa: 'فقط {given} مقدار داریم؛ دست‌کم {needed} مقدار لازم است.',
    en: 'There are only {given} values; at least {needed} are needed.',
  },
  value_not_finite: {
    fa: 'مقدار شمارهٔ {row} عدد معتبری نیست.',
    en: 'Value number {row} is not a finite number.',
  },
  kano_answer: {
    fa: 'پاسخ شمارهٔ {row} ({value}) پذیرفتنی نیست؛ پاسخ‌های کانو ۱ تا ۵ است.',
    en: 'Answer number {row} ({value}) cannot be: Kano answers are 1 to 5.',
  },
  variable_constant: {
    fa: 'متغیر شمارهٔ {variable} تغییر نمی‌کند؛ آن را کنار بگذارید.',
    en: 'Variable number {variable} does not vary: leave it out.',
  },
  predictors_dependent: {
    fa: 'یکی از پیشران‌ها از روی بقیه به دست می‌آید؛ یکی از آن‌ها را کنار بگذارید.',
    en: 'One predictor is a combination of the others: leave one of them out.',
  },
  count_invalid: {
    fa: 'شمار دورهٔ {period} درست نیست: {mentions} از {total}.',
    en: 'The counts of period {period} cannot be: {mentions} of {total}.',
  },
  times_order: {
    fa: 'زمان شمارهٔ {row} پس از زمان پیشین نیست؛ زمان‌ها باید بالارونده باشند.',
    en: 'Time number {row} does not follow the one before: times must ascend.',
  },
  amount_negative: {
    fa: 'مقدار شمارهٔ {row} منفی است ({value}).',
    en: 'Amount number {row} is negative ({value}).',
  },
  anonymity_floor: {
    fa: 'برای حفظ ناشناسی نتیجه نشان داده نمی‌شود: فقط {units} واحد دست‌کم {floor} کارمندِ پاسخ‌دهنده دارند و {needed} واحد لازم است ({below} واحد کنار گذاشته شد).',
    en: 'Refused to keep employees anonymous: only {units} units have {floor} or more employees’ answers, and {needed} units are needed ({below} were left out).',
  },
  climate_constant: {
    fa: 'رضایت کارکنان یا مشتریان در همهٔ واحدها یکسان است؛ همبستگی معنایی ندارد.',
    en: 'Employees’ or customers’ satisfaction is the same in every unit: there is no correlation.',
  },
} as const satisfies Record<string, { fa: string; en: string }>

export type ErrorCode = keyof typeof SENTENCES

export type ErrorParams = Readonly<Record<string, string | number>>

/** A fault of the model or the data. `code` is stable; `message` is the English sentence. */
export class EngineError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}) {
    super(fill(SENTENCES[code].en, params, String))
    this.name = 'EngineError'
    this.code = code
    this.params = params
  }
}

/**
 * The sentence of an error, in Persian with Persian digits or in English: `errorSentence(error, 'fa')`.
 * Takes any object with a code and params, so that an error which crossed a worker or JSON keeps its sentence.
 */
export function errorSentence(
  error: { code: ErrorCode; params: ErrorParams },
  language: 'fa' | 'en',
): string {
  return fill(SENTENCES[error.code][language], error.params, language === 'fa' ? persianNumber : String)
}

function fill(sentence: string, params: ErrorParams, write: (value: number) => string): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = params[key]
    if (value === undefined) return whole
    return typeof value === 'number' ? write(value) : value
  })
}

function persianNumber(value: number): string {
  return String(value)
    .replace(/[0-9]/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)]!)
    .replace('-', '−')
    .replace('.', '٫')
}
