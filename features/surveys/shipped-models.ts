import { findModel, type IndexModel, type Item } from '@hamdel/engine'
import type { Question, Words } from './definition.ts'

/** The words at an end of a scale, without the number some models put behind them. */
const pole = (words: Words): Words => ({
  fa: words.fa.replace(/\s*\([^)]*\)$/, ''),
  en: words.en.replace(/\s*\([^)]*\)$/, ''),
})

/** Asked in percent in the publication and recoded by its authors; we ask on the scale the answers are read on. */
const REWORDED: Readonly<Record<string, Words>> = {
  CUSL2: {
    fa: 'فرض کنید اپراتورهای دیگر قیمت‌هایشان را پایین بیاورند و اپراتور شما تغییری ندهد. اختلاف قیمت چقدر باید زیاد شود تا اپراتورتان را عوض کنید؟',
    en: 'Suppose other mobile phone providers lower their prices and yours stays at the same level. How large would the difference have to be for you to choose another one?',
  },
}

/** A model's item as a question: its code is the item's name, so that answers are the model's columns as they are. */
function itemQuestion(model: IndexModel, name: string, item: Item): Question {
  const scale = item.scale ?? model.scale ?? { min: 1, max: 10 }
  return {
    code: name,
    kind: 'scale',
    text: REWORDED[name] ?? item.question!,
    min: scale.min,
    max: scale.max,
    minPole: pole(item.ends!.low),
    maxPole: pole(item.ends!.high),
    isReversed: item.reversed ?? false,
    hasDontKnow: true,
    isRequired: false,
    showIf: [],
  }
}

/** The questions of a model of the engine, construct after construct, in its wordings. */
export function modelQuestions(modelId: string): Question[] {
  const model = findModel(modelId)
  return model.constructs.flatMap((construct) =>
    construct.items.map((name) => itemQuestion(model, name, model.items![name]!)),
  )
}
