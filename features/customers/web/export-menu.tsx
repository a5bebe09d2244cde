import { tehranDay } from '@hamdel/persian'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { tellError } from '../../../web/ui/undoable.tsx'
import { downloadFile } from './download-file.ts'
import { type ListFilters, toQuery } from './list-filters.ts'

const FILES = [
  { name: 'xlsx', entity: 'customers', format: 'xlsx' },
  { name: 'csv', entity: 'customers', format: 'csv' },
  { name: 'purchasesXlsx', entity: 'purchases', format: 'xlsx' },
  { name: 'purchasesCsv', entity: 'purchases', format: 'csv' },
] as const

type File = (typeof FILES)[number] & { query: Record<string, string> }

/** Files of the list as it is filtered and sorted, or of everything in reach; ready to be imported again. */
export function ExportMenu({ filters }: { filters: ListFilters }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { sort, ...which } = toQuery(filters)
  const isFiltered = Object.keys(which).length > 0
  const order: Record<string, string> = sort ? { sort } : {}
  const some = useExportCount(which, isOpen && isFiltered)
  const all = useExportCount({}, isOpen)
  const save = useAction<File>({
    run: (file) => {
      const day = format.date(tehranDay(new Date()), 'short').replaceAll('/', '-')
      const title = t(`customers.export.${file.entity}`)
      return downloadFile(
        `/api/v1/${file.entity}/export?${new URLSearchParams({ format: file.format, ...file.query })}`,
        `${title} ${day}.${file.format}`,
      )
    },
    onError: tellError,
  })
  const group = (label: string, count: number | undefined, query: Record<string, string>) => (
    <>
      <Menu.Label>{count === undefined ? label : t('customers.export.counted', { label, count })}</Menu.Label>
      {FILES.map((file) => (
        <Menu.Item key={file.name} disabled={count === 0} onClick={() => save.run({ ...file, query })}>
          {t(`customers.export.${file.name}`)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  )
  return (
    <Menu position="bottom-end" withinPortal width={280} onChange={setOpen}>
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
        {isFiltered && group(t('customers.export.filtered'), some, { ...which, ...order })}
        {group(t('customers.export.all'), all, order)}
        <Menu.Label style={{ whiteSpace: 'normal' }}>{t('customers.export.note')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Counted when somebody looks, not with every list. */
function useExportCount(query: Record<string, string>, enabled: boolean) {
  return useQuery({
    queryKey: ['customers', 'exportCount', query],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/export/count', { params: { query: query as never }, signal })),
    enabled,
  }).data?.count
}
