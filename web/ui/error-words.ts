import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client.ts'

/** The sentence for an error: our words for its code, else the server's sentence, else an honest "unexpected". */
export function errorWords(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('errors.unexpected')
  const key = `errors.${error.code}`
  const ours = t(key, { ...error.params, defaultValue: '' })
  return ours || error.detail || t(error.status >= 500 ? 'errors.server_failed' : 'errors.unexpected')
}

/** `const say = useErrorWords(); say(error)`: for a line under an input or in a notification. */
export function useErrorWords() {
  const { t } = useTranslation()
  return (error: unknown) => errorWords(error, t)
}

/** The errors of a form's inputs, ready for Mantine's `error` props: `fieldErrors(error).amountRials`. */
export function useFieldErrors(error: unknown): Record<string, string> {
  const { t } = useTranslation()
  if (!(error instanceof ApiError)) return {}
  return Object.fromEntries(
    Object.entries(error.fields).map(([path, code]) => [
      path,
      // The server sends sentences in our language; a bare code comes from our own checks.
      /\s/.test(code)
        ? code
        : t(`errors.${code}`, { ...error.params, defaultValue: t('errors.field_invalid') }),
    ]),
  )
}
