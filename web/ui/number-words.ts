import type { Locale } from '../i18n.ts'

type Tongue = {
  ones: string[]
  tens: string[]
  hundreds: string[]
  thousand: string
  /** A lone thousand: «هزار», "one thousand". */
  oneThousand: string
  million: string
  billion: string
  and: string
  zero: string
}

const FA: Tongue = {
  ones: [
    '',
    'یک',
    'دو',
    'سه',
    'چهار',
    'پنج',
    'شش',
    'هفت',
    'هشت',
    'نه',
    'ده',
    'یازده',
    'دوازده',
    'سیزده',
    'چهارده',
    'پانزده',
    'شانزده',
    'هفده',
    'هجده',
    'نوزده',
  ],
  tens: ['', '', 'بیست', 'سی', 'چهل', 'پنجاه', 'شصت', 'هفتاد', 'هشتاد', 'نود'],
  hundreds: ['', 'صد', 'دویست', 'سیصد', 'چهارصد', 'پانصد', 'ششصد', 'هفتصد', 'هشتصد', 'نهصد'],
  thousand: 'هزار',
  oneThousand: 'هزار',
  million: 'میلیون',
  billion: 'میلیارد',
  and: ' و ',
  zero: 'صفر',
}
const EN: Tongue = {
  ones: [
    '',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
    'thirteen',
    'fourteen',
    'fifteen',
    'sixteen',
    'seventeen',
    'eighteen',
    'nineteen',
  ],
  tens: ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'],
  hundreds: [
    '',
    'one hundred',
    'two hundred',
    'three hundred',
    'four hundred',
    'five hundred',
    'six hundred',
    'seven hundred',
    'eight hundred',
    'nine hundred',
  ],
  thousand: 'thousand',
  oneThousand: 'one thousand',
  million: 'million',
  billion: 'billion',
  and: ' ',
  zero: 'zero',
}

function parts(n: bigint, tongue: Tongue): string[] {
  const scales = [
    [1_000_000_000n, tongue.billion],
    [1_000_000n, tongue.million],
    [1_000n, tongue.thousand],
  ] as const
  for (const [size, name] of scales) {
    if (n < size) continue
    const head =
      n / size === 1n && size === 1_000n
        ? tongue.oneThousand
        : `${parts(n / size, tongue).join(tongue.and)} ${name}`
    return [head, ...parts(n % size, tongue)]
  }
  const small = Number(n)
  const rest = small % 100
  const below =
    rest < 20 ? [tongue.ones[rest]!] : [tongue.tens[Math.floor(rest / 10)]!, tongue.ones[rest % 10]!]
  return [tongue.hundreds[Math.floor(small / 100)]!, ...below].filter(Boolean)
}

/** A whole number in words: «پنج میلیون و دویست هزار», so that a zero too many is heard. Thousands of billions are «دو هزار میلیارد». */
export function numberWords(n: bigint | number, locale: Locale): string {
  const tongue = locale === 'fa' ? FA : EN
  const size = BigInt(n) < 0n ? -BigInt(n) : BigInt(n)
  return size === 0n ? tongue.zero : parts(size, tongue).join(tongue.and)
}
