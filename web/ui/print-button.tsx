import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

export function PrintButton() {
  const { t } = useTranslation()
  return (
    <Button
      className="no-print"
      variant="default"
      leftSection={<IconPrinter size={18} stroke={1.7} aria-hidden />}
      onClick={() => window.print()}
    >
      {t('ui.print')}
    </Button>
  )
}
