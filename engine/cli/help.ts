import { commonOptions, type Language, type OptionSpec, type OptionSpecs } from './arguments.ts'
import { table } from './output.ts'

export interface Described {
  usage: string
  en: string
  fa: string
  options: OptionSpecs
}

const CALL = 'npm run -s engine --'

/** The list of commands, in both languages. */
export function overview(commands: Readonly<Record<string, Described>>): string {
  const names = Object.entries(commands)
  return [
    'Satisfaction indices and customer value from CSV files.',
    '',
    table(
      names.map(([name, { en }]) => [name, en]),
      true,
    ),
    '',
    `  ${CALL} help COMMAND    explain a command        --lang fa    report in Persian        --json    for programs`,
    '  Exit code 2 and one sentence on standard error where a file, an option or a model is wrong.',
    '',
    'شاخص رضایت و ارزش مشتری از فایل‌های CSV.',
    '',
    table(
      names.map(([name, { fa }]) => [name, fa]),
      true,
    ),
    '',
    `  ${CALL} help COMMAND    راهنمای یک دستور        --lang fa    گزارش فارسی        --json    برای برنامه‌ها`,
  ].join('\n')
}

export function explain(command: Described, languages: readonly Language[]): string {
  return languages
    .map((language) =>
      [
        command[language],
        '',
        `  ${CALL} ${command.usage}`,
        '',
        table(
          Object.entries<OptionSpec>({ ...command.options, ...commonOptions }).map(([name, option]) => [
            `--${name}${option.value ? ` ${option.value}` : ''}`,
            option[language],
          ]),
          true,
        ),
      ].join('\n'),
    )
    .join('\n\n')
}
