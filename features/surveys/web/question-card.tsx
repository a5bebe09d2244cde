import { ActionIcon, Stack, UnstyledButton } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconCopy,
  IconEye,
  IconGripVertical,
  IconTrash,
} from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { KIND_ICONS } from './builder-questions.tsx'
import type { DefinitionProblem } from './definition-problems.ts'
import { type Definition, type Question, say } from './instrument-types.ts'
import classes from './question-card.module.css'
import { QuestionEditor } from './question-editor.tsx'

type Props = {
  at: number
  definition: Definition
  problems: DefinitionProblem[]
  isOpen: boolean
  isDropTarget: boolean
  onToggle: () => void
  onChange: (question: Question) => void
  onMove: (to: number) => void
  onCopy: () => void
  /** Absent: the last question stays. */
  onRemove: (() => void) | undefined
  onDragStart: () => void
  onDragEnd: () => void
  onDrop: () => void
}

/** A question in the list of the builder: its head, and its fields while it is open. */
export function QuestionCard(props: Props) {
  const { at, definition, problems, isOpen, isDropTarget, onToggle, onMove, onDrop } = props
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const question = definition.questions[at]!
  const Icon = KIND_ICONS[question.kind]
  const hasProblem = problems.some((one) => one.position === at)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!step || !event.altKey) return
    event.preventDefault()
    onMove(at + step)
  }
  return (
    <li
      className={classes.card}
      data-builder={question.code}
      data-bad={hasProblem || undefined}
      data-drop={isDropTarget || undefined}
      onDragOver={(event) => isDropTarget && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        onDrop()
      }}
    >
      <div className={classes.head}>
        <span
          className={classes.grip}
          draggable
          aria-hidden="true"
          title={t('surveys.screens.builder.drag')}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            props.onDragStart()
          }}
          onDragEnd={props.onDragEnd}
        >
          <IconGripVertical size={18} stroke={1.7} />
        </span>
        <UnstyledButton
          data-head
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-description={t('surveys.screens.builder.moveHint')}
          onClick={onToggle}
          onKeyDown={onKeyDown}
        >
          <span className={classes.number}>{format.number(at + 1)}</span>
          <Icon size={18} stroke={1.7} aria-label={t(`surveys.screens.questionKind.${question.kind}`)} />
          <span className={classes.text}>
            {say(question.text, locale) || (
              <span className={classes.empty}>{t('surveys.screens.builder.noText')}</span>
            )}
          </span>
          {question.showIf.length > 0 && (
            <IconEye
              size={16}
              stroke={1.7}
              className={classes.mark}
              aria-label={t('surveys.screens.builder.hasCondition')}
            />
          )}
          <IconChevronDown size={18} className={classes.chevron} aria-hidden />
        </UnstyledButton>
        <Buttons {...props} question={question} />
      </div>
      {isOpen && (
        <Stack gap="md" className={classes.body}>
          <QuestionEditor at={at} definition={definition} problems={problems} onChange={props.onChange} />
        </Stack>
      )}
    </li>
  )
}

function Buttons({ at, definition, onMove, onCopy, onRemove }: Props & { question: Question }) {
  const { t } = useTranslation()
  const last = definition.questions.length - 1
  const look = { variant: 'subtle', color: 'gray', size: 'lg' } as const
  const number = at + 1
  return (
    <span className={classes.buttons}>
      <ActionIcon
        {...look}
        disabled={at === 0}
        aria-label={t('surveys.screens.builder.moveUp', { number })}
        onClick={() => onMove(at - 1)}
      >
        <IconArrowUp size={18} stroke={1.7} />
      </ActionIcon>
      <ActionIcon
        {...look}
        disabled={at === last}
        aria-label={t('surveys.screens.builder.moveDown', { number })}
        onClick={() => onMove(at + 1)}
      >
        <IconArrowDown size={18} stroke={1.7} />
      </ActionIcon>
      <ActionIcon {...look} aria-label={t('surveys.screens.builder.copy', { number })} onClick={onCopy}>
        <IconCopy size={18} stroke={1.7} />
      </ActionIcon>
      <ActionIcon
        {...look}
        disabled={!onRemove}
        aria-label={t('surveys.screens.builder.remove', { number })}
        onClick={() => onRemove?.()}
      >
        <IconTrash size={18} stroke={1.7} />
      </ActionIcon>
    </span>
  )
}
