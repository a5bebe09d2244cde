import {
  type AssociationRule,
  type AssociationRules,
  findRules,
} from '../../src/baskets/association-rules.ts'
import { nextBestOffers, type Offer } from '../../src/baskets/next-best-offer.ts'
import { type Arguments, type Language, languageOf, refuseExtra, tableOptions } from '../arguments.ts'
import { readBasketLines, readBasketRows } from '../basket-file.ts'
import { CliError } from '../cli-error.ts'
import { resolveFile } from '../open-text.ts'
import { bar, figure, print, printJson, table } from '../output.ts'
import { optionMissing } from '../purchase-file.ts'

export const basketsCommand = {
  usage: 'baskets FILE --support 0.001 --confidence 0.8',
  en: 'Finds what is bought together: association rules with one item on the right (one basket per line).',
  fa: 'کالاهایی را که با هم خریده می‌شوند پیدا می‌کند: قاعده‌های انجمنی (هر سطر یک سبد).',
  options: {
    support: {
      type: 'string',
      value: 'SHARE',
      en: 'smallest share of baskets (0.01)',
      fa: 'کمترین سهم از سبدها (۰٫۰۱)',
    },
    confidence: {
      type: 'string',
      value: 'SHARE',
      en: 'smallest P(right | left) (0.5)',
      fa: 'کمترین احتمال شرطی (۰٫۵)',
    },
    'min-size': {
      type: 'string',
      value: 'N',
      en: 'smallest number of items in a rule (2)',
      fa: 'کمترین شمار کالا در قاعده (۲)',
    },
    'max-size': {
      type: 'string',
      value: 'N',
      en: 'largest number of items in a rule (10)',
      fa: 'بیشترین شمار کالا در قاعده (۱۰)',
    },
    offer: {
      type: 'string',
      value: 'ITEM,ITEM',
      en: 'what to offer to a basket with these items',
      fa: 'پیشنهاد بعدی برای سبدی با این کالاها',
    },
    basket: {
      type: 'string',
      value: 'COLUMN',
      en: 'one item per row: column of the basket',
      fa: 'هر ردیف یک کالا: ستون سبد',
    },
    item: {
      type: 'string',
      value: 'COLUMN',
      en: 'one item per row: column of the item',
      fa: 'هر ردیف یک کالا: ستون کالا',
    },
    top: { type: 'string', value: 'N', en: 'rules in the report (20)', fa: 'شمار قاعده‌ها در گزارش (۲۰)' },
    ...tableOptions,
  },
  run(args: Arguments): void {
    refuseExtra(args.positionals, 1)
    const name = args.positionals[0]
    if (name === undefined)
      throw new CliError('option_missing', { option: 'FILE', hint: 'baskets FILE --support 0.001' })
    const options = {
      support: args.number('support', 0.01, 1e-9, 1),
      confidence: args.number('confidence', 0.5, 0, 1),
      minimumSize: args.number('min-size', 2, 2, 255, true),
      maximumSize: args.number('max-size', 10, 1, 255, true),
    }
    const top = args.number('top', 20, 1, 1_000_000, true)
    const language = languageOf(args)
    const file = resolveFile(name)
    const basket = args.text('basket')
    const item = args.text('item')
    if ((basket === undefined) !== (item === undefined))
      throw optionMissing(basket ? '--item' : '--basket', 'COLUMN')
    const baskets =
      basket !== undefined && item !== undefined
        ? readBasketRows(file, basket, item, {
            separator: args.separator(),
            noHeader: args.flag('no-header'),
          })
        : readBasketLines(file, args.separator())
    const found = findRules(baskets, options)
    const wanted = args.list('offer')
    const held = found.items.filter((label) => wanted.includes(label.trim()))
    const offers = wanted.length === 0 ? undefined : nextBestOffers(found, held, { limit: 5 })
    if (args.flag('json')) {
      printJson({
        baskets: found.baskets,
        items: found.items.length,
        support: options.support,
        confidence: options.confidence,
        frequentSets: found.sets.item.length,
        frequentSetsBySize: found.sets.bySize,
        ruleCount: found.rules.length,
        rules: found.rules.map((rule) => namedRule(found, rule)),
        ...(offers ? { offers } : {}),
        notes: found.rules.some(({ conviction }) => conviction === Number.POSITIVE_INFINITY)
          ? ['conviction is null where a rule has no exception: it is infinite there']
          : [],
      })
    } else print(report(found, options, top, offers, language))
  },
} as const

function namedRule({ items }: AssociationRules, rule: AssociationRule) {
  const { left, right, ...measures } = rule
  return { lhs: left.map((item) => items[item]!), rhs: items[right]!, ...measures }
}

function report(
  found: AssociationRules,
  { support, confidence }: { support: number; confidence: number },
  top: number,
  offers: Offer[] | undefined,
  language: Language,
): string {
  const fa = language === 'fa'
  const n = (value: number, decimals = 0) => figure(value, decimals, language)
  const { rules, items } = found
  const lines = [
    fa
      ? `${n(found.baskets)} سبد، ${n(items.length)} کالا؛ ${n(found.sets.item.length)} مجموعهٔ پرتکرار و ${n(rules.length)} قاعده (پشتیبانی از ${support}، اطمینان از ${confidence})`
      : `${n(found.baskets)} baskets, ${n(items.length)} items; ${n(found.sets.item.length)} frequent sets and ${n(rules.length)} rules (support from ${support}, confidence from ${confidence})`,
    '',
  ]
  if (rules.length === 0) {
    lines.push(
      fa
        ? 'هیچ قاعده‌ای به این آستانه‌ها نرسید؛ ‎--support یا ‎--confidence را پایین بیاورید.'
        : 'No rule reaches these thresholds: lower --support or --confidence.',
    )
  } else {
    const shown = rules.slice(0, top)
    const most = shown[0]!.lift
    lines.push(
      table(
        [
          fa
            ? ['قاعده', 'شمار', 'پشتیبانی', 'اطمینان', 'لیفت', '']
            : ['rule', 'count', 'support', 'confidence', 'lift', ''],
          ...shown.map((rule) => [
            `${rule.left.map((item) => items[item]!.trim()).join(' + ')} → ${items[rule.right]!.trim()}`,
            n(rule.count),
            n(rule.support, 4),
            n(rule.confidence, 3),
            n(rule.lift, 2),
            bar(rule.lift, most, 12),
          ]),
        ],
        true,
      ),
    )
    if (rules.length > top)
      lines.push(fa ? `  … و ${n(rules.length - top)} قاعدهٔ دیگر` : `  … and ${n(rules.length - top)} more`)
    const first = rules[0]!
    const left = first.left.map((item) => items[item]!.trim()).join(fa ? ' و ' : ' and ')
    lines.push(
      '',
      fa
        ? `هرکه ${left} بخرد، ${n(first.lift, 1)} برابر دیگران «${items[first.right]!.trim()}» هم می‌خرد.`
        : `Whoever buys ${left} buys ${items[first.right]!.trim()} ${n(first.lift, 1)} times as often as the others.`,
    )
  }
  if (offers) {
    lines.push('', fa ? 'پیشنهاد بعدی:' : 'Next best offers:')
    if (offers.length === 0)
      lines.push(fa ? '  هیچ قاعده‌ای برای این سبد نیست.' : '  No rule applies to this basket.')
    for (const offer of offers) {
      lines.push(
        `  ${offer.item.trim()}  ${n(100 * offer.confidence, 1)}%  ← ${offer.because.map((item) => item.trim()).join(' + ')}`,
      )
    }
  }
  return lines.join('\n')
}
