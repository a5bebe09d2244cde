import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import type { QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { Section } from '../../../web/ui/section.tsx'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import list from './card-list.module.css'

type Props = {
  /** Its words: `title`, `add` and `empty` under `customers.<name>`. */
  name: 'contacts' | 'relations' | 'facets'
  children: ReactNode[]
  form: (close: () => void) => ReactNode
}

/** A short list of the card to which a line can be added where it stands. */
export function CardBlock({ name, children, form }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const [isAdding, adding] = useDisclosure(false)
  return (
    <Section
      title={t(`customers.${name}.title`)}
      actions={
        can('customer.write') &&
        !isAdding && (
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={adding.open}
          >
            {t(`customers.${name}.add`)}
          </Button>
        )
      }
    >
      {isAdding && form(adding.close)}
      {children.length === 0 && !isAdding && <p className={list.empty}>{t(`customers.${name}.empty`)}</p>}
      <ul className={list.list}>{children}</ul>
    </Section>
  )
}

type Removal = {
  /** What the toast says. */
  message: string
  stale: QueryKey[]
  remove: (key: string) => Promise<unknown>
  /** Writes the same line again. */
  restore: (key: string) => Promise<unknown>
}

/** Takes a line away at once; for ten seconds one click brings it back. */
export function useRemoval({ message, stale, remove, restore }: Removal) {
  const back = useAction<void>({ run: (_, key) => restore(key), stale })
  return useAction<void>({
    run: (_, key) => remove(key),
    stale,
    onDone: () => undoable({ message, undo: () => back.runAsync() }),
    onError: tellError,
  })
}
