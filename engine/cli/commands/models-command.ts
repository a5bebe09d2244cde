import { findModel, listModels } from '../../src/models/find-model.ts'
import { type Arguments, languageOf, refuseExtra } from '../arguments.ts'
import { print, printJson, table } from '../output.ts'

export const modelsCommand = {
  usage: 'models [MODEL]',
  en: 'Lists the shipped models; with a name, its constructs, items, questions and paths.',
  fa: 'مدل‌های آماده را فهرست می‌کند؛ با نام مدل، سازه‌ها، گویه‌ها، پرسش‌ها و مسیرهایش را.',
  options: {},
  run(args: Arguments): void {
    refuseExtra(args.positionals, 1)
    const language = languageOf(args)
    const name = args.positionals[0]
    if (name === undefined) {
      const models = listModels()
      if (args.flag('json')) printJson(models)
      else
        print(
          table(
            models.map(({ id, label, source }) => [id, `${label[language]}  (${source})`]),
            true,
          ),
        )
      return
    }
    const model = findModel(name)
    if (args.flag('json')) {
      printJson(model)
      return
    }
    print(`${model.label?.[language] ?? name}${model.source ? `  (${model.source})` : ''}`)
    for (const construct of model.constructs) {
      print(`\n${construct.name}  ${construct.label?.[language] ?? ''}`)
      for (const item of construct.items)
        print(`  ${item}  ${model.items?.[item]?.question?.[language] ?? ''}`)
    }
    print(`\n${model.paths.map(([from, to]) => `${from} → ${to}`).join('\n')}`)
  },
} as const
