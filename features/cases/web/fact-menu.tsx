import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown, type TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './fact-menu.module.css'

export type FactOption = { value: string; label: ReactNode; icon?: TablerIcon | undefined }

type FactMenuProps = {
  /** What it is: «شدت». Said to the screen reader, shown in the menu. */
  label: string
  shown: ReactNode
  icon?: TablerIcon | undefined
  tone?: string | undefined
  value: string | null
  options: FactOption[]
  /** Without the right to change it, it only tells. */
  isFixed?: boolean
  opened?: boolean
  onOpened?: (opened: boolean) => void
  onPick: (value: string) => void
}

/** One fact of a case that is changed where it stands. */
export function FactMenu(props: FactMenuProps) {
  const { label, shown, icon: Icon, tone, value, options, isFixed, opened, onOpened, onPick } = props
  const face = (
    <>
      {Icon && <Icon size={15} stroke={1.8} aria-hidden />}
      <span className={classes.text}>{shown}</span>
    </>
  )
  if (isFixed)
    return (
      <span className={classes.fact} data-tone={tone} data-fixed title={label}>
        <span className="visually-hidden">{label}: </span>
        {face}
      </span>
    )
  return (
    <Menu
      {...(opened === undefined ? {} : { opened })}
      {...(onOpened ? { onChange: onOpened } : {})}
      position="bottom-start"
      shadow="md"
      width={220}
    >
      <Menu.Target>
        <UnstyledButton className={classes.fact} data-tone={tone} title={label}>
          <span className="visually-hidden">{label}: </span>
          {face}
          <IconChevronDown size={13} stroke={2} aria-hidden className={classes.chevron} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <Menu.Label>{label}</Menu.Label>
        {options.map((one) => (
          <Menu.Item
            key={one.value}
            leftSection={one.icon && <one.icon size={16} stroke={1.8} aria-hidden />}
            rightSection={one.value === value && <IconCheck size={15} stroke={2.2} aria-hidden />}
            aria-current={one.value === value ? 'true' : undefined}
            onClick={() => one.value !== value && onPick(one.value)}
          >
            {one.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
