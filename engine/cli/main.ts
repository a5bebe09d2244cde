#!/usr/bin/env node
// npm run -s engine -- help
import { EngineError, errorSentence } from '../src/errors.ts'
import { type Arguments, commonOptions, type Language, readArguments } from './arguments.ts'
import { CliError, cliSentence } from './cli-error.ts'
import { basketsCommand } from './commands/baskets-command.ts'
import { indexCommand } from './commands/index-command.ts'
import { modelsCommand } from './commands/models-command.ts'
import { rfmCommand } from './commands/rfm-command.ts'
import { valueCommand } from './commands/value-command.ts'
import { type Described, explain, overview } from './help.ts'
import { print, printJson } from './output.ts'

interface Command extends Described {
  run(args: Arguments): void | Promise<void>
}

const commands: Readonly<Record<string, Command>> = {
  index: indexCommand,
  value: valueCommand,
  rfm: rfmCommand,
  baskets: basketsCommand,
  models: modelsCommand,
}

// A reader that has seen enough (| head) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

const argv = process.argv.slice(2)
try {
  await run(argv)
} catch (error) {
  complain(error)
}

async function run([name, ...rest]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const about = rest.find((word) => !word.startsWith('-'))
    print(about === undefined ? overview(commands) : explain(commandOf(about), languagesOf(rest)))
    return
  }
  const command = commandOf(name)
  const args = readArguments(name, rest, { ...command.options, ...commonOptions })
  if (args.flag('help')) print(explain(command, languagesOf(rest)))
  else await command.run(args)
}

function commandOf(name: string): Command {
  if (Object.hasOwn(commands, name)) return commands[name]!
  throw new CliError('command_unknown', {
    command: name,
    known: [...Object.keys(commands), 'help'].join(', '),
  })
}

function languagesOf(words: readonly string[]): Language[] {
  const given = /--lang[ =](en|fa)\b/.exec(words.join(' '))?.[1]
  return given ? [given as Language] : ['en', 'fa']
}

/** One sentence on standard error, in JSON mode also an object on standard output. */
function complain(error: unknown): void {
  const language: Language = /--lang[ =]fa\b/.test(argv.join(' ')) ? 'fa' : 'en'
  const known = asKnown(error)
  const message = known instanceof EngineError ? errorSentence(known, language) : cliSentence(known, language)
  if (argv.includes('--json')) printJson({ error: { code: known.code, params: known.params, message } })
  process.stderr.write(`✖ ${message}\n`)
  process.exitCode = 2
}

function asKnown(error: unknown): EngineError | CliError {
  if (error instanceof EngineError || error instanceof CliError) return error
  const reason = error instanceof Error ? error.message : String(error)
  const noMemory = error instanceof RangeError && /allocation|Invalid .*length/i.test(reason)
  return new CliError(noMemory ? 'out_of_memory' : 'internal', { reason })
}
