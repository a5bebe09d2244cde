import { tehranDay } from '@hamdel/persian'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../../web/query.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { tellError } from '../../../web/ui/undoable.tsx'
import { downloadFile } from './download-file.ts'

const FILES = [
  { name: 'xlsx', entity: 'customers', format: 'xlsx' },
  { name: 'csv', entity: 'customers', format: 'csv' },
  { name: 'purchasesXlsx', entity: 'purchases', format: 'xlsx' },
  { name: 'purchasesCsv', entity: 'purchases', format: 'csv' },
] as const

/** Files of everything in reach, ready to be imported again. */
export function ExportMenu() {
  const { t } = useTranslation()
  const format = useFormat()
  const save = useAction<(typeof FILES)[number]>({
    run: (file) => {
      const day = format.date(tehranDay(new Date()), 'short').replaceAll('/', '-')
      const title = t(`customers.export.${file.entity}`)
      return downloadFile(
        `/api/v1/${file.entity}/export?format=${file.format}`,
        `${title} ${day}.${file.format}`,
      )
    },
    onError: tellError,
  })
  return (
    <Menu position="bottom-end" withinPortal width={260}>
      <Menu.Target>
        <Button
          variant="default"
          loading={save.isRunning}
          leftSection={<IconDownload size={18} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {t('customers.export.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FILES.map((file) => (
          <Menu.Item key={file.name} onClick={() => save.run(file)}>
            {t(`customers.export.${file.name}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label style={{ whiteSpace: 'normal' }}>{t('customers.export.note')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}
