import { parseArgs } from 'node:util'
import { CliError } from './cli-error.ts'

export type Language = 'en' | 'fa'

export interface OptionSpec {
  type: 'string' | 'boolean'
  /** What stands for the value in the help. */
  value?: string
  en: string
  fa: string
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** Understood by every command. */
export const commonOptions = {
  json: { type: 'boolean', en: 'print JSON instead of a report', fa: 'خروجی JSON به جای گزارش' },
  lang: { type: 'string', value: 'en|fa', en: 'language of the report', fa: 'زبان گزارش' },
  help: { type: 'boolean', en: 'explain the command', fa: 'راهنمای دستور' },
} as const satisfies OptionSpecs

/** Understood by every command that reads a table. */
export const tableOptions = {
  separator: {
    type: 'string',
    value: 'CHAR',
    en: 'field separator (found by itself; "tab" for a tab)',
    fa: 'جداکنندهٔ خانه‌ها (خودش پیدا می‌شود؛ «tab» برای تب)',
  },
  'no-header': {
    type: 'boolean',
    en: 'the first line is data; name columns by number, from 1',
    fa: 'سطر نخست داده است؛ ستون‌ها را با شماره (از ۱) نام ببرید',
  },
} as const satisfies OptionSpecs

export interface Arguments {
  positionals: string[]
  text(name: string): string | undefined
  flag(name: string): boolean
  /** A number within bounds, or the default. */
  number(name: string, fallback: number, from: number, to: number, whole?: boolean): number
  /** One of the words, or the first. */
  oneOf<const W extends string>(name: string, words: readonly W[]): W
  list(name: string): string[]
  separator(): string | undefined
}

/** Splits a command's arguments by its options; refuses unknown ones by name. */
export function readArguments(command: string, argv: readonly string[], specs: OptionSpecs): Arguments {
  const options = Object.fromEntries(
    Object.entries({ ...specs, ...commonOptions }).map(([name, { type }]) => [name, { type }]),
  )
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, ' ').split('. ')[0]!
    const known = Object.keys(options)
      .map((name) => `--${name}`)
      .join(', ')
    throw new CliError('option_unknown', { reason, command, known })
  }
  const text = (name: string) => parsed.values[name] as string | undefined
  const refuse = (name: string, value: string, expected: string): never => {
    throw new CliError('option_value', { option: `--${name}`, value, expected })
  }
  return {
    positionals: parsed.positionals,
    text,
    flag: (name) => parsed.values[name] === true,
    number(name, fallback, from, to, whole = false) {
      const given = text(name)
      if (given === undefined) return fallback
      const value = given.trim() === '' ? Number.NaN : Number(given)
      const expected = whole ? `a whole number from ${from} to ${to}` : `a number from ${from} to ${to}`
      if (!(value >= from && value <= to) || (whole && !Number.isInteger(value)))
        refuse(name, given, expected)
      return value
    },
    oneOf(name, words) {
      const given = text(name)
      if (given === undefined) return words[0]!
      return words.find((word) => word === given) ?? refuse(name, given, words.join(' | '))
    },
    list: (name) =>
      (text(name) ?? '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    separator() {
      const given = text('separator')
      if (given === undefined) return undefined
      const named = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';' }[given] ?? given
      if (named.length !== 1 || named.charCodeAt(0) > 126 || /["\r\n\d]/.test(named)) {
        refuse('separator', given, 'one character, or tab')
      }
      return named
    },
  }
}

export function languageOf(args: Pick<Arguments, 'oneOf'>): Language {
  return args.oneOf('lang', ['en', 'fa'])
}

/** The single file a command wants as its argument, or none. */
export function refuseExtra(positionals: readonly string[], allowed: number): void {
  const extra = positionals[allowed]
  if (extra !== undefined) throw new CliError('argument_extra', { argument: extra })
}
