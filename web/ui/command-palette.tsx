import { searchKey } from '@hamdel/persian'
import { Loader, Modal } from '@mantine/core'
import { IconCornerDownLeft, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './command-palette.module.css'
import { allCommands, allProviders, type Command, closePalette, usePaletteOpen } from './commands.ts'
import { KeyHint } from './key-hint.tsx'

const ASK_AFTER_MS = 180
const SHORTEST_QUERY = 2

function matching(commands: Command[], query: string): Command[] {
  const words = searchKey(query).split(' ').filter(Boolean)
  return commands.filter((command) => {
    const text = searchKey(`${command.label} ${command.keywords ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}

function useRemote(query: string) {
  const [found, setFound] = useState<Command[]>([])
  const [isAsking, setAsking] = useState(false)
  useEffect(() => {
    const text = query.trim()
    const providers = allProviders()
    if (text.length < SHORTEST_QUERY || !providers.length) {
      setFound([])
      setAsking(false)
      return
    }
    const stop = new AbortController()
    setAsking(true)
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(providers.map((ask) => ask(text, stop.signal)))
      if (stop.signal.aborted) return
      setFound(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])))
      setAsking(false)
    }, ASK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [query])
  return { found, isAsking }
}

/** One box for everything: find a customer or a case, go somewhere, do something. */
export function CommandPalette() {
  const { t } = useTranslation()
  const isOpen = usePaletteOpen()
  return (
    <Modal
      opened={isOpen}
      onClose={closePalette}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="12vh"
      centered={false}
      transitionProps={{ transition: 'fade', duration: 100 }}
      attributes={{ content: { 'aria-label': t('ui.palette.title') } }}
    >
      {isOpen && <Palette />}
    </Modal>
  )
}

function Palette() {
  const { t } = useTranslation()
  const listId = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const { found, isAsking } = useRemote(query)
  const items = useMemo(() => [...found, ...matching(allCommands(), query)], [found, query])
  const at = Math.min(active, items.length - 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list starts at its head
  useEffect(() => setActive(0), [query])
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const run = (command: Command | undefined) => {
    if (!command) return
    closePalette()
    // After the dialog has given the focus back, so that the command may move it.
    setTimeout(() => command.run(), 0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setActive((at + step + items.length) % Math.max(1, items.length))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      run(items[at])
    }
  }
  return (
    <div className={classes.palette}>
      <div className={classes.search}>
        <IconSearch size={20} stroke={1.7} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={items.length ? `${listId}-${at}` : undefined}
          aria-label={t('ui.palette.title')}
          placeholder={t('ui.palette.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
        />
        {isAsking && <Loader size={18} />}
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t('ui.palette.results')}
        className={classes.list}
      >
        {items.map((command, i) => {
          const Icon = command.icon ?? IconCornerDownLeft
          const isFirst = command.group && command.group !== items[i - 1]?.group
          return (
            <div key={command.id} role="presentation">
              {isFirst && (
                <div role="presentation" className={classes.group}>
                  {command.group}
                </div>
              )}
              {/* The keyboard acts through the input (aria-activedescendant). */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
              {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
              <div
                id={`${listId}-${i}`}
                data-at={i}
                role="option"
                aria-selected={i === at}
                className={classes.item}
                onClick={() => run(command)}
                onPointerMove={() => setActive(i)}
              >
                <Icon size={18} stroke={1.7} aria-hidden />
                <span className={classes.label}>
                  <bdi>{command.label}</bdi>
                  {command.detail && <small>{command.detail}</small>}
                </span>
                {command.keys && <KeyHint keys={command.keys} />}
              </div>
            </div>
          )
        })}
      </div>
      <div role="status" className={items.length || isAsking ? 'visually-hidden' : classes.nothing}>
        {items.length
          ? t('ui.palette.count', { count: items.length })
          : isAsking
            ? t('ui.loading')
            : t('ui.palette.nothing')}
      </div>
      <div className={classes.help}>
        <span>{t('ui.palette.help')}</span>
        <span className={classes.keys}>
          <KeyHint keys="up" />
          <KeyHint keys="down" /> {t('ui.palette.choose')}
          <KeyHint keys="enter" /> {t('ui.palette.open')}
          <KeyHint keys="escape" /> {t('ui.palette.close')}
        </span>
      </div>
    </div>
  )
}
