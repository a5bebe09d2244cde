import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './copyable.module.css'

type CopyableProps = {
  /** What lands on the clipboard: Latin digits, no spaces. */ value: string /** What is read. */
  children?: ReactNode
}

/** A code or number that one click copies. */
export function Copyable({ value, children }: CopyableProps) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  const Icon = isCopied ? IconCheck : IconCopy
  return (
    <button type="button" className={classes.copyable} onClick={copy} title={t('ui.copy.copy')}>
      <bdi>{children ?? value}</bdi>
      <Icon size={14} stroke={1.8} aria-hidden />
      <span className="visually-hidden" role="status">
        {isCopied ? t('ui.copy.copied') : ''}
      </span>
    </button>
  )
}
