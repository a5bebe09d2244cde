import { mergeWords, type Words } from './i18n.ts'

/** Persian words of the slices whose screens are not the first; their list stands also in i18n.ts. */
export const words = mergeWords(
  {},
  import.meta.glob<Words>('../features/{audit,imports,indices,settings,surveys}/fa.json', {
    eager: true,
    import: 'default',
  }),
)
