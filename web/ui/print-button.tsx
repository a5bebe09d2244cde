import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** `size` as that of the buttons beside it. */
export function PrintButton({ size }: { size?: string }) {
  const { t } = useTranslation()
  return (
    <Button
      className="no-print"
      variant="default"
      {...(size ? { size } : {})}
      leftSection={<IconPrinter size={18} stroke={1.7} aria-hidden />}
      onClick={() => window.print()}
    >
      {t('ui.print')}
    </Button>
  )
}
