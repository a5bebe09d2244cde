import { ActionIcon, Checkbox, Popover, Stack } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Column } from './data-table.tsx'

/** Which columns a person wants to see, remembered on this computer. */
export function useShownColumns<Row>(name: string | undefined, columns: Column<Row>[]) {
  const [changed, setChanged] = useLocalStorage<Record<string, boolean>>({
    key: `hamdel.columns.${name ?? 'unnamed'}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const isShown = (column: Column<Row>) => (name ? changed[column.key] : undefined) ?? !column.isOptional
  return {
    columns,
    shown: columns.filter((column, i) => i === 0 || isShown(column)),
    isShown,
    show: (key: string, shown: boolean) => setChanged((before) => ({ ...before, [key]: shown })),
  }
}

export function ColumnChoice<Row>({ columns, isShown, show }: ReturnType<typeof useShownColumns<Row>>) {
  const { t } = useTranslation()
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('ui.table.columns')}
          title={t('ui.table.columns')}
        >
          <IconColumns3 size={18} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {columns.map((column, i) => (
            <Checkbox
              key={column.key}
              label={column.header}
              disabled={i === 0}
              checked={i === 0 || isShown(column)}
              onChange={(event) => show(column.key, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
