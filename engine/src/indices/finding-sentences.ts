import type { IndexModel, Words } from './types.ts'

/** note: to know; caution: look at it before use; serious: the numbers concerned should not be reported as they stand. */
export type Severity = 'note' | 'caution' | 'serious'

/** One observation about data or estimate against a published threshold, in plain words. */
export interface Finding {
  code: FindingCode
  severity: Severity
  item?: string
  construct?: string
  /** The other construct of a pair, or where a path leads. */
  other?: string
  value?: number
  threshold?: number
  sentence: Words
  /** Publication the threshold comes from. */
  source?: string
}

const HAIR = 'Hair, Hult, Ringle, Sarstedt (2022)'
const HENSELER = 'Henseler, Ringle, Sarstedt (2015)'

const FINDINGS = {
  // Data.
  out_of_scale: {
    fa: '{count} پاسخ «{item}» بیرون از دامنهٔ {min} تا {max} است (نمونه: {value})؛ شاخص آن سازه شاید از بازهٔ صفر تا صد بیرون بزند.',
    en: '{count} answers to {item} lie outside its scale {min}–{max} (for example {value}): its construct’s index may leave 0–100.',
  },
  missing_many: {
    fa: '{percent}٪ پاسخ‌های «{item}» خالی است.',
    en: '{percent}% of the answers to {item} are missing.',
    source: HAIR,
  },
  not_positive_definite: {
    fa: 'ماتریس کوواریانس مثبت معین نیست. اگر با روش جفتی ساخته شده است، روش casewise را بیازمایید؛ وگرنه گویه‌ای ترکیب گویه‌های دیگر است.',
    en: 'The covariance matrix is not positive definite. If it was built pairwise, try casewise; otherwise an item is a combination of others.',
  },
  pairwise_no_interval: {
    fa: 'پاسخ‌های خالی جفتی کنار گذاشته شده‌اند؛ در این روش بازهٔ اطمینان بوت‌استرپ نداریم.',
    en: 'Missing answers were treated pairwise: bootstrap intervals are not offered with it.',
  },
  sample_very_small: {
    fa: 'فقط {value} پاسخ داریم؛ با کمتر از {threshold} پاسخ، برآوردها ناپایدار است.',
    en: 'There are only {value} answers; with fewer than {threshold} the estimates are unstable.',
    source: HAIR,
  },
  sample_small: {
    fa: '{value} پاسخ داریم؛ برای دقت معمول شاخص (حدود ±۲ نمره) نزدیک {threshold} پاسخ توصیه می‌شود.',
    en: 'There are {value} answers; about {threshold} are recommended for the usual precision of an index (about ±2 points).',
    source: 'Fornell et al. (1996)',
  },
  // Estimation.
  not_converged: {
    fa: 'برآورد پس از {value} گام همگرا نشد؛ به این عددها تکیه نکنید.',
    en: 'The estimation did not converge after {value} iterations: do not rely on these numbers.',
  },
  singular: {
    fa: 'برآورد شدنی نبود: سازه‌ها یا گویه‌هایی کاملاً به هم وابسته‌اند.',
    en: 'The estimation was impossible: some constructs or items depend on each other exactly.',
  },
  no_variance: {
    fa: 'برآورد شدنی نبود: گویه یا سازه‌ای هیچ تغییری ندارد.',
    en: 'The estimation was impossible: an item or a construct does not vary.',
  },
  negative_weight: {
    fa: 'وزن «{item}» در سازهٔ «{construct}» منفی است ({value})؛ شاخص این سازه دیگر میانگین پاسخ‌ها نیست. شاید گویه وارونه پرسیده شده باشد.',
    en: 'The weight of {item} in {construct} is negative ({value}): the index is no longer a mean of answers. Perhaps the item is worded the other way round.',
    source: 'Fornell et al. (1996)',
  },
  correlation_inadmissible: {
    fa: 'همبستگی «{construct}» و «{other}» پذیرفتنی نیست ({value})؛ این دو سازه از هم جدا نیستند.',
    en: 'The correlation of {construct} and {other} is inadmissible ({value}): the two are not distinct.',
  },
  // Measurement.
  loading_very_low: {
    fa: 'بار عاملی «{item}» در «{construct}» بسیار کم است ({value} < {threshold})؛ برداشتن این گویه را بررسی کنید.',
    en: 'The loading of {item} on {construct} is very low ({value} < {threshold}): consider removing the item.',
    source: HAIR,
  },
  loading_low: {
    fa: 'بار عاملی «{item}» در «{construct}» کم است ({value} < {threshold}).',
    en: 'The loading of {item} on {construct} is low ({value} < {threshold}).',
    source: HAIR,
  },
  reliability_low: {
    fa: 'پایایی «{construct}» کم است (ρA = {value} < {threshold})؛ گویه‌هایش چندان هم‌سو نیستند.',
    en: 'The reliability of {construct} is low (ρA = {value} < {threshold}): its items do not agree well.',
    source: HAIR,
  },
  alpha_low: {
    fa: 'آلفای کرونباخ «{construct}» کم است ({value} < {threshold}).',
    en: 'Cronbach’s α of {construct} is low ({value} < {threshold}).',
    source: HAIR,
  },
  composite_low: {
    fa: 'پایایی ترکیبی «{construct}» کم است (ρC = {value} < {threshold}).',
    en: 'The composite reliability of {construct} is low (ρC = {value} < {threshold}).',
    source: HAIR,
  },
  reliability_high: {
    fa: 'پایایی «{construct}» بیش از اندازه است (ρC = {value} > {threshold})؛ گویه‌هایش شاید یک چیز را تکرار می‌کنند.',
    en: 'The reliability of {construct} is suspiciously high (ρC = {value} > {threshold}): its items may repeat each other.',
    source: HAIR,
  },
  reliability_inadmissible: {
    fa: 'پایایی «{construct}» پذیرفتنی نیست (ρA = {value})؛ وزن‌های این سازه با همبستگی گویه‌هایش سازگار نیست.',
    en: 'The reliability of {construct} is inadmissible (ρA = {value}): its weights contradict its items’ correlations.',
    source: 'Dijkstra & Henseler (2015)',
  },
  ave_low: {
    fa: 'میانگین واریانس استخراج‌شدهٔ «{construct}» کم است (AVE = {value} < {threshold})؛ بیش از نیمی از تغییر گویه‌ها از جای دیگری می‌آید.',
    en: 'The average variance extracted of {construct} is low (AVE = {value} < {threshold}): more than half of its items’ variance comes from elsewhere.',
    source: 'Fornell & Larcker (1981)',
  },
  htmt_high: {
    fa: 'پاسخ‌دهندگان «{construct}» و «{other}» را از هم جدا نمی‌بینند (HTMT = {value} ≥ {threshold}).',
    en: 'Respondents hardly tell {construct} and {other} apart (HTMT = {value} ≥ {threshold}).',
    source: HENSELER,
  },
  htmt_close: {
    fa: 'سازه‌های «{construct}» و «{other}» به هم نزدیک‌اند (HTMT = {value} ≥ {threshold})؛ برای سازه‌های هم‌خانواده تا ۰٫۹۰ پذیرفتنی است.',
    en: '{construct} and {other} are close (HTMT = {value} ≥ {threshold}); up to .90 is accepted for related constructs.',
    source: HENSELER,
  },
  single_item: {
    fa: 'سازهٔ «{construct}» فقط با گویهٔ «{item}» سنجیده می‌شود؛ پایایی آن را نمی‌توان سنجید.',
    en: '{construct} is measured by {item} alone: its reliability cannot be assessed.',
    source: HAIR,
  },
  // Structure.
  vif_high: {
    fa: 'پیش‌بین‌های «{other}» هم‌پوشانی زیادی دارند؛ ضریب مسیر از «{construct}» نامطمئن است (VIF = {value} ≥ {threshold}).',
    en: 'The predictors of {other} overlap strongly: the path from {construct} is unreliable (VIF = {value} ≥ {threshold}).',
    source: HAIR,
  },
  vif_raised: {
    fa: 'پیش‌بین‌های «{other}» هم‌پوشانی دارند؛ ضریب مسیر از «{construct}» را با احتیاط بخوانید (VIF = {value} ≥ {threshold}).',
    en: 'The predictors of {other} overlap: read the path from {construct} with care (VIF = {value} ≥ {threshold}).',
    source: HAIR,
  },
  index_outside: {
    fa: 'شاخص «{construct}» بیرون از بازهٔ صفر تا صد است ({value}).',
    en: 'The index of {construct} lies outside 0–100 ({value}).',
  },
  resamples_failed: {
    fa: '{count} نمونهٔ بوت‌استرپ از {value} برآوردپذیر نبود و کنار گذاشته شد.',
    en: '{count} of {value} bootstrap resamples could not be estimated and were left out.',
  },
} as const satisfies Record<string, { fa: string; en: string; source?: string }>

export type FindingCode = keyof typeof FINDINGS

export type Facts = Omit<Finding, 'code' | 'severity' | 'sentence' | 'source'> & {
  count?: number
  percent?: number
  min?: number
  max?: number
}

/**
 * A finding with its sentences. Constructs and items appear under the model's labels where it has them; numbers with at
 * most three decimals, Persian ones in Persian digits.
 */
export function makeFinding(
  code: FindingCode,
  severity: Severity,
  facts: Facts = {},
  model?: IndexModel,
): Finding {
  const { count: _count, percent: _percent, min: _min, max: _max, ...kept } = facts
  const words: { fa: string; en: string; source?: string } = FINDINGS[code]
  const sentenceIn = (language: 'fa' | 'en') =>
    fill(words[language], namedFacts(facts, model, language), language === 'fa' ? persianNumber : plainNumber)
  return {
    code,
    severity,
    ...kept,
    sentence: { fa: sentenceIn('fa'), en: sentenceIn('en') },
    ...(words.source ? { source: words.source } : {}),
  }
}

function namedFacts(facts: Facts, model: IndexModel | undefined, language: 'fa' | 'en'): Facts {
  const { construct, other, item } = facts
  const labelOf = (name: string) =>
    model?.constructs.find((candidate) => candidate.name === name)?.label?.[language] ?? name
  const itemLabel =
    item !== undefined && model?.items && Object.hasOwn(model.items, item)
      ? model.items[item]!.label
      : undefined
  return {
    ...facts,
    ...(construct === undefined ? {} : { construct: labelOf(construct) }),
    ...(other === undefined ? {} : { other: labelOf(other) }),
    ...(itemLabel
      ? { item: language === 'fa' ? `${itemLabel.fa} (${item})` : `${item} (${itemLabel.en})` }
      : {}),
  }
}

function fill(sentence: string, facts: Facts, write: (value: number) => string): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = facts[key as keyof Facts]
    return value === undefined ? whole : typeof value === 'number' ? write(value) : value
  })
}

function plainNumber(value: number): string {
  return String(Number(value.toFixed(3)))
}

function persianNumber(value: number): string {
  return plainNumber(value)
    .replace(/[0-9]/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)]!)
    .replace('-', '−')
    .replace('.', '٫')
}
