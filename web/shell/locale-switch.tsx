import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseLocale, type Locale } from '../i18n.ts'

/** Named in the language it leads to, so that who cannot read the present one still finds it. */
export const OTHER_LOCALE: Record<string, { locale: Locale; name: string }> = {
  fa: { locale: 'en', name: 'English' },
  en: { locale: 'fa', name: 'فارسی' },
}

export function LocaleSwitch({ className }: { className?: string }) {
  const { i18n } = useTranslation()
  const other = OTHER_LOCALE[i18n.language] ?? OTHER_LOCALE.fa!
  return (
    <Button
      className={className}
      variant="subtle"
      color="gray"
      size="compact-md"
      lang={other.locale}
      onClick={() => chooseLocale(other.locale)}
    >
      {other.name}
    </Button>
  )
}
