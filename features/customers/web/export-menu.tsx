import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const FILES = [
  ['xlsx', '/api/v1/customers/export?format=xlsx'],
  ['csv', '/api/v1/customers/export?format=csv'],
  ['purchasesXlsx', '/api/v1/purchases/export?format=xlsx'],
  ['purchasesCsv', '/api/v1/purchases/export?format=csv'],
] as const

/** Files of everything in reach; plain links, so that the browser writes them while they arrive. */
export function ExportMenu() {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" withinPortal width={260}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {t('customers.export.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FILES.map(([name, href]) => (
          <Menu.Item key={name} component="a" href={href} download>
            {t(`customers.export.${name}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label style={{ whiteSpace: 'normal' }}>{t('customers.export.note')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}
