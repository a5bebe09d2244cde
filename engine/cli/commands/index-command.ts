import { bootstrapInWorkers } from '../../node/bootstrap-in-workers.ts'
import { EngineError, errorSentence } from '../../src/errors.ts'
import type { Columns } from '../../src/indices/answers.ts'
import { compileModel } from '../../src/indices/compile.ts'
import { type IndexResultWithIntervals, withIntervals } from '../../src/indices/intervals.ts'
import { type PlainIndexResult, plainIndex } from '../../src/indices/plain-index.ts'
import { type IndexResult, type RunOptions, runIndexParts } from '../../src/indices/run-index.ts'
import type { IndexModel } from '../../src/indices/types.ts'
import { type AnswerFile, readAnswerFile, takeRows } from '../answer-file.ts'
import { type Arguments, type Language, languageOf, refuseExtra, tableOptions } from '../arguments.ts'
import { CliError } from '../cli-error.ts'
import { indexReport } from '../index-report.ts'
import { loadModel } from '../model-file.ts'
import { resolveFile } from '../open-text.ts'
import { print, printJson } from '../output.ts'
import { optionMissing } from '../purchase-file.ts'

export type PathResult = IndexResult | IndexResultWithIntervals
/** A model without paths gives a weighted mean of answers. */
export type OneResult = PathResult | PlainIndexResult

/** A group that could not be estimated says why. */
export type GroupResult = OneResult | { n: number; error: { code: string; params: object; message: string } }

export const indexCommand = {
  usage: 'index --model ecsi|FILE.json --data FILE.csv [--bootstrap 10000 --seed 1] [--by COLUMN]',
  en: 'Estimates a satisfaction model: indices 0–100, weights, paths, reliability, with findings.',
  fa: 'مدل رضایت را برآورد می‌کند: شاخص‌های صفر تا صد، وزن‌ها، مسیرها و پایایی، همراه با یافته‌ها.',
  options: {
    model: {
      type: 'string',
      value: 'NAME|FILE.json',
      en: 'shipped model (see models) or a model file',
      fa: 'مدل آماده (دستور models) یا فایل مدل',
    },
    data: {
      type: 'string',
      value: 'FILE.csv',
      en: 'one row per respondent, one column per item',
      fa: 'هر پاسخ‌دهنده یک ردیف، هر گویه یک ستون',
    },
    scheme: {
      type: 'string',
      value: 'path|centroid|factorial',
      en: 'inner weighting (path)',
      fa: 'طرح وزن‌دهی درونی (path)',
    },
    metric: {
      type: 'string',
      value: 'standardised|raw',
      en: 'correlations or covariances (standardised)',
      fa: 'همبستگی یا کوواریانس (standardised)',
    },
    tol: {
      type: 'string',
      value: '1e-12',
      en: 'largest change of a weight at the end',
      fa: 'بیشترین تغییر وزن در پایان',
    },
    missing: {
      type: 'string',
      value: 'mean|casewise|pairwise',
      en: 'what to do with blanks (mean)',
      fa: 'برخورد با پاسخ‌های خالی (mean)',
    },
    'missing-codes': {
      type: 'string',
      value: '98,99',
      en: 'values that mean "no answer"',
      fa: 'مقدارهایی که یعنی «بی‌پاسخ»',
    },
    scale: {
      type: 'string',
      value: '1-10',
      en: 'scale of items without one of their own',
      fa: 'دامنهٔ گویه‌هایی که دامنهٔ خود را ندارند',
    },
    by: {
      type: 'string',
      value: 'COLUMN',
      en: 'also estimate each value of this column',
      fa: 'برای هر مقدار این ستون نیز برآورد شود',
    },
    bootstrap: {
      type: 'string',
      value: 'N',
      en: 'resamples for standard errors and intervals',
      fa: 'شمار بازنمونه‌ها برای خطای معیار و بازه',
    },
    seed: { type: 'string', value: 'S', en: 'seed of the bootstrap (1)', fa: 'دانهٔ بوت‌استرپ (۱)' },
    workers: {
      type: 'string',
      value: 'K',
      en: 'threads; the result does not depend on them',
      fa: 'شمار رشته‌ها؛ نتیجه به آن بستگی ندارد',
    },
    interval: {
      type: 'string',
      value: 'percentile|bca',
      en: 'kind of interval (percentile)',
      fa: 'نوع بازه (percentile)',
    },
    level: { type: 'string', value: '0.95', en: 'confidence level', fa: 'سطح اطمینان' },
    ...tableOptions,
  },
  async run(args: Arguments): Promise<void> {
    refuseExtra(args.positionals, 0)
    const language = languageOf(args)
    const modelName = args.text('model')
    const dataName = args.text('data')
    if (modelName === undefined) throw optionMissing('--model', 'ecsi | FILE.json')
    if (dataName === undefined) throw optionMissing('--data', 'FILE.csv')
    const settings = readSettings(args)
    const model = withScale(loadModel(modelName), args.text('scale'))
    const { items } = compileModel(model, { allowUnconnected: model.paths.length === 0 })
    const file = readAnswerFile(resolveFile(dataName), items, args.text('by'), {
      separator: args.separator(),
      noHeader: args.flag('no-header'),
      missingCodes: args.list('missing-codes'),
    })
    const overall = await estimateOne(model, file.columns, settings)
    const groups = await estimateGroups(model, file, settings, language)
    if (args.flag('json')) printJson(groups ? { ...overall, by: args.text('by'), groups } : overall)
    else print(indexReport(model, overall, groups, language))
  },
} as const

interface Settings {
  run: RunOptions
  /** 0: no bootstrap. */
  resamples: number
  seed: number
  level: number
  workers: number | undefined
  interval: 'percentile' | 'bca'
}

function readSettings(args: Arguments): Settings {
  const workers = args.number('workers', 0, 1, 256, true)
  return {
    run: {
      scheme: args.oneOf('scheme', ['path', 'centroid', 'factorial']),
      metric: args.oneOf('metric', ['standardised', 'raw']),
      missing: args.oneOf('missing', ['mean', 'casewise', 'pairwise']),
      tolerance: args.number('tol', 1e-12, 1e-300, 0.1),
    },
    resamples: args.number('bootstrap', 0, 2, 1_000_000, true),
    seed: args.number('seed', 1, 0, Number.MAX_SAFE_INTEGER, true),
    level: args.number('level', 0.95, 0.5, 0.9999),
    workers: workers === 0 ? undefined : workers,
    interval: args.oneOf('interval', ['percentile', 'bca']),
  }
}

function withScale(model: IndexModel, scale: string | undefined): IndexModel {
  if (scale === undefined) return model
  const match = /^(-?\d+(?:\.\d+)?)(?:-|:|\.\.)(-?\d+(?:\.\d+)?)$/.exec(scale.trim())
  if (!match)
    throw new CliError('option_value', { option: '--scale', value: scale, expected: 'two numbers like 1-10' })
  return { ...model, scale: { min: Number(match[1]), max: Number(match[2]) } }
}

async function estimateOne(model: IndexModel, columns: Columns, settings: Settings): Promise<OneResult> {
  const { run, resamples, seed, level, workers, interval } = settings
  if (resamples > 0 && run.missing === 'pairwise') throw new EngineError('bootstrap_pairwise')
  if (model.paths.length === 0) return plainIndex(model, columns, { missing: run.missing, level })
  const { compiled, answers, result } = runIndexParts(model, { columns }, run)
  if (resamples === 0 || !answers) return result
  const options = { ...run, resamples, seed, level, interval, ...(workers ? { workers } : {}) }
  const bootstrap = await bootstrapInWorkers(compiled, answers.rows, { ...options, onProgress: showProgress })
  return withIntervals(result, bootstrap)
}

/** Only for a person who waits: a program that collects standard error sees nothing. */
function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return
  process.stderr.write(done < total ? `\r${done} / ${total} ` : '\r\x1b[K')
}

async function estimateGroups(
  model: IndexModel,
  { columns, groups }: AnswerFile,
  settings: Settings,
  language: Language,
): Promise<Record<string, GroupResult> | undefined> {
  if (!groups) return undefined
  const results: [string, GroupResult][] = []
  for (const [label, rows] of groups) {
    const name = label === '' ? '(blank)' : label
    try {
      results.push([name, await estimateOne(model, takeRows(columns, rows), settings)])
    } catch (error) {
      // One group too small is no reason to keep the others back.
      if (!(error instanceof EngineError)) throw error
      const { code, params } = error
      results.push([
        name,
        { n: rows.length, error: { code, params, message: errorSentence(error, language) } },
      ])
    }
  }
  return Object.fromEntries(results)
}
