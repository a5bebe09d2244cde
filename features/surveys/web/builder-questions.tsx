import { Button, Menu } from '@mantine/core'
import {
  IconAlignLeft,
  IconCheckbox,
  IconCircleDot,
  IconPlus,
  IconTable,
  IconTimeline,
  type TablerIcon,
} from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../web/ui/section.tsx'
import { undoable } from '../../../web/ui/undoable.tsx'
import classes from './builder-questions.module.css'
import { copyOf, moved, newQuestion, withQuestion } from './builder-state.ts'
import type { DefinitionProblem } from './definition-problems.ts'
import { type Definition, KINDS, type Question, type QuestionKind } from './instrument-types.ts'
import { QuestionCard } from './question-card.tsx'

export const KIND_ICONS: Record<QuestionKind, TablerIcon> = {
  scale: IconTimeline,
  choice: IconCircleDot,
  multi: IconCheckbox,
  matrix: IconTable,
  text: IconAlignLeft,
}

type Props = {
  definition: Definition
  setDefinition: (definition: Definition) => void
  problems: DefinitionProblem[]
  opened: string | undefined
  setOpened: (code: string | undefined) => void
}

/** The questions in their order: moved by handle, button or Alt with an arrow. */
export function BuilderQuestions({ definition, setDefinition, problems, opened, setOpened }: Props) {
  const { t } = useTranslation()
  const { questions } = definition
  const [dragged, setDragged] = useState<number>()
  const latest = useRef({ definition, setDefinition })
  latest.current = { definition, setDefinition }
  const setQuestions = (next: Question[]) => setDefinition({ ...definition, questions: next })
  const focusHead = (code: string) =>
    setTimeout(() =>
      document.querySelector<HTMLElement>(`[data-builder="${code}"] button[data-head]`)?.focus(),
    )
  const insert = (at: number, question: Question) => {
    setQuestions([...questions.slice(0, at), question, ...questions.slice(at)])
    setOpened(question.code)
    setTimeout(() =>
      document.querySelector<HTMLElement>(`[data-builder="${question.code}"] textarea`)?.focus(),
    )
  }
  const move = (from: number, to: number) => {
    setQuestions(moved(questions, from, to))
    focusHead(questions[from]!.code)
  }
  const remove = (at: number) => {
    setQuestions(questions.filter((_, i) => i !== at))
    undoable({
      message: t('surveys.screens.builder.removed'),
      undo: () => {
        // Back among whatever was written since.
        const now = latest.current
        const back = [...now.definition.questions]
        back.splice(at, 0, questions[at]!)
        now.setDefinition({ ...now.definition, questions: back })
      },
    })
  }
  return (
    <Section
      title={t('surveys.screens.builder.questions')}
      note={t('surveys.screens.builder.count', { count: questions.length })}
      actions={<AddMenu onAdd={(kind) => insert(questions.length, newQuestion(kind, questions))} />}
    >
      <ol className={classes.list}>
        {questions.map((question, at) => (
          <QuestionCard
            // A code may be written anew letter by letter: the place keeps the card.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={at}
            at={at}
            definition={definition}
            problems={problems}
            isOpen={opened === question.code}
            isDropTarget={dragged !== undefined && dragged !== at}
            onToggle={() => setOpened(opened === question.code ? undefined : question.code)}
            onChange={(next) => {
              setDefinition(withQuestion(definition, at, next))
              if (next.code !== question.code) setOpened(next.code)
            }}
            onMove={(to) => move(at, to)}
            onCopy={() => insert(at + 1, copyOf(question, questions))}
            onRemove={questions.length > 1 ? () => remove(at) : undefined}
            onDragStart={() => setDragged(at)}
            onDragEnd={() => setDragged(undefined)}
            onDrop={() => {
              if (dragged !== undefined) move(dragged, at)
              setDragged(undefined)
            }}
          />
        ))}
      </ol>
      <div className={classes.add}>
        <AddMenu onAdd={(kind) => insert(questions.length, newQuestion(kind, questions))} />
      </div>
    </Section>
  )
}

function AddMenu({ onAdd }: { onAdd: (kind: QuestionKind) => void }) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-start" withinPortal returnFocus={false}>
      <Menu.Target>
        <Button variant="light" size="compact-md" leftSection={<IconPlus size={16} aria-hidden />}>
          {t('surveys.screens.builder.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => {
          const Icon = KIND_ICONS[kind]
          return (
            <Menu.Item
              key={kind}
              leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
              onClick={() => onAdd(kind)}
            >
              {t(`surveys.screens.questionKind.${kind}`)}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
