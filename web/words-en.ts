import { mergeWords, type Words } from './i18n.ts'

export const words = mergeWords(
  import.meta.glob<Words>('./en.json', { eager: true, import: 'default' }),
  import.meta.glob<Words>('../features/*/en.json', { eager: true, import: 'default' }),
)
