import { ActionIcon } from '@mantine/core'
import { IconPaperclip, IconUpload, IconX } from '@tabler/icons-react'
import { type DragEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './file-drop.module.css'
import { useFormat } from './format.ts'

type FileDropProps = {
  files: File[]
  onChange: (files: File[]) => void
  /** As of an input: «image/*,.pdf». */
  accept?: string
  multiple?: boolean
  maxMegabytes?: number
  label?: string
  /** One line instead of a field, for reply boxes. */
  compact?: boolean
}

function isAccepted(file: File, accept: string | undefined): boolean {
  if (!accept) return true
  return accept.split(',').some((raw) => {
    const kind = raw.trim().toLowerCase()
    if (kind.startsWith('.')) return file.name.toLowerCase().endsWith(kind)
    return kind.endsWith('/*') ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind
  })
}

/** Files by dropping or choosing. What is refused says why; what was chosen before stays. */
export function FileDrop({
  files,
  onChange,
  accept,
  multiple,
  maxMegabytes = 10,
  label,
  compact,
}: FileDropProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const id = useId()
  const [isOver, setOver] = useState(false)
  const [problems, setProblems] = useState<string[]>([])
  const size = format.number(maxMegabytes)

  const take = (list: FileList | null) => {
    const refused: string[] = []
    const good = [...(list ?? [])].filter((file) => {
      const problem =
        file.size > maxMegabytes * 1024 * 1024
          ? 'tooLarge'
          : !isAccepted(file, accept)
            ? 'wrongKind'
            : undefined
      if (problem) refused.push(t(`ui.file.${problem}`, { name: file.name, size }))
      return !problem
    })
    setProblems(refused)
    if (good.length) onChange(multiple ? [...files, ...good] : good.slice(0, 1))
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <div>
      <label
        htmlFor={id}
        className={classes.drop}
        data-over={isOver || undefined}
        data-compact={compact || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {compact ? (
          <IconPaperclip size={18} stroke={1.7} aria-hidden />
        ) : (
          <IconUpload size={24} stroke={1.5} aria-hidden />
        )}
        <span>{label ?? t(compact ? 'ui.file.dropShort' : 'ui.file.drop')}</span>
        {!compact && <small>{t('ui.file.limit', { size })}</small>}
        <input
          id={id}
          type="file"
          className="visually-hidden"
          accept={accept}
          multiple={multiple}
          onChange={(event) => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </label>
      {problems.map((problem) => (
        <div key={problem} role="alert" className={classes.problem}>
          {problem}
        </div>
      ))}
      {files.length > 0 && (
        <ul className={classes.files}>
          {files.map((file, i) => (
            <li key={`${file.name}-${file.lastModified}`}>
              <bdi>{file.name}</bdi>
              <small>{format.number(Math.max(1, Math.round(file.size / 1024)))} KB</small>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t('ui.file.remove', { name: file.name })}
                onClick={() => onChange(files.filter((_, j) => j !== i))}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
