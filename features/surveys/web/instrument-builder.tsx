import { Alert, Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDeviceFloppy, IconLock } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useLocale } from '../../../web/ui/format.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import { BuilderFrame } from './builder-frame.tsx'
import { BuilderQuestions } from './builder-questions.tsx'
import { CustomerView } from './customer-view.tsx'
import { type DefinitionProblem, useDefinitionProblems } from './definition-problems.ts'
import { ProblemList } from './definition-problems-list.tsx'
import classes from './instrument-builder.module.css'
import {
  type Definition,
  type Instrument,
  type InstrumentDetail,
  instrumentQuery,
} from './instrument-types.ts'
import { PublishDialog } from './publish-dialog.tsx'

export type Draft = { version: number; title: string; titleEn: string; definition: Definition }

const draftOf = (instrument: InstrumentDetail): Draft => ({
  version: instrument.version,
  title: instrument.title,
  titleEn: instrument.titleEn,
  definition: instrument.current.definition,
})

/** Writing a questionnaire: the questions on one side, the customer's page on the other. */
export default function InstrumentBuilder({ instrument }: { instrument: InstrumentDetail }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [base, setBase] = useState(() => draftOf(instrument))
  const kept = useDraft<Draft>(`surveys.instrument.${instrument.id}`, base)
  const draft = kept.value
  const [opened, setOpened] = useState<string | undefined>(draft.definition.questions[0]?.code)
  const [isPublishing, publishing] = useDisclosure(false)
  const isDirty = JSON.stringify({ ...draft, version: 0 }) !== JSON.stringify({ ...base, version: 0 })
  const change = (part: Partial<Draft>) => kept.setValue({ ...draft, ...part })
  const path = { params: { path: { instrumentId: instrument.id } } }

  const latest = useRef(draft)
  latest.current = draft
  // Nothing is left to be kept on this computer once the server has it.
  const { savedAt, clear } = kept
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these two say when
  useEffect(() => {
    if (!isDirty && savedAt) clear()
  }, [isDirty, savedAt])

  const save = useAction<Draft, Instrument>({
    run: ({ version, title, titleEn, definition }, key) =>
      take(
        api.PUT('/api/v1/instruments/{instrumentId}/draft', {
          ...path,
          body: { version, title: title.trim(), titleEn: titleEn.trim(), definition },
          headers: withKey(key),
        }),
      ),
    stale: [['instruments']],
    onDone: ({ version }, sent) => {
      // What was written meanwhile stays a draft on top of what the server now has.
      setBase({ ...sent, version })
      kept.setValue({ ...latest.current, version })
      tell(t('surveys.screens.builder.saved'))
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409)
        void client.invalidateQueries({ queryKey: instrumentQuery(instrument.id).queryKey })
    },
  })
  const publish = useAction<number, Instrument>({
    run: (version, key) =>
      take(
        api.POST('/api/v1/instruments/{instrumentId}/publish', {
          ...path,
          body: { version },
          headers: withKey(key),
        }),
      ),
    stale: [['instruments']],
    onDone: () => {
      tell(t('surveys.screens.builder.published'))
      void navigate({
        to: '/surveys/instruments/$instrumentId',
        params: { instrumentId: instrument.id } as never,
      })
    },
  })
  const hasConflict = save.error instanceof ApiError && save.error.code === 'version_conflict'
  const problems = useDefinitionProblems(
    save.error ?? publish.error,
    draft.definition,
    save.error ? save.input?.definition : undefined,
  )
  const notes = useRef<HTMLDivElement>(null)
  const failure = save.error ?? publish.error
  // Saved by the keyboard from far below, what is wrong would stand out of sight.
  useEffect(() => {
    if (failure) notes.current?.scrollIntoView({ block: 'center' })
  }, [failure])
  const saveNow = () => {
    if (!save.isRunning && isDirty) save.run(draft)
  }
  const saveAndPublish = async () => {
    try {
      const version =
        isDirty || instrument.draftNumber === null ? (await save.runAsync(draft)).version : draft.version
      publishing.close()
      publish.run(version)
    } catch {
      // What is wrong stands above the questions.
      publishing.close()
    }
  }
  const openProblem = ({ position }: DefinitionProblem) => {
    const code = position === undefined ? undefined : draft.definition.questions[position]?.code
    setOpened(code)
    setTimeout(() => document.querySelector(`[data-builder="${code}"]`)?.scrollIntoView({ block: 'center' }))
  }
  useShortcuts([{ keys: 'mod+s', label: t('surveys.screens.builder.save'), inFields: true, run: saveNow }])
  return (
    <Page
      title={<bdi>{draft.title || t('surveys.screens.builder.untitled')}</bdi>}
      tabTitle={draft.title}
      breadcrumbs={[
        { label: t('surveys.screens.instruments.title'), to: '/surveys/instruments' },
        {
          label: <bdi>{locale === 'en' ? instrument.titleEn || instrument.title : instrument.title}</bdi>,
          to: `/surveys/instruments/${instrument.id}`,
        },
      ]}
      subtitle={t(
        instrument.publishedNumber !== null && instrument.draftNumber === null
          ? 'surveys.screens.builder.nextVersion'
          : 'surveys.screens.builder.draft',
      )}
      actions={
        <>
          <Button
            variant="default"
            loading={save.isRunning}
            disabled={!isDirty}
            leftSection={<IconDeviceFloppy size={18} aria-hidden />}
            onClick={saveNow}
          >
            {t('surveys.screens.builder.save')}
          </Button>
          <Button
            loading={publish.isRunning}
            disabled={!isDirty && instrument.draftNumber === null}
            leftSection={<IconLock size={18} aria-hidden />}
            onClick={publishing.open}
          >
            {t('surveys.screens.builder.publish')}
          </Button>
        </>
      }
    >
      <div className={classes.notes} ref={notes}>
        {isDirty && <DraftNote draft={kept} />}
        {hasConflict ? (
          <Alert color="saffron" title={t('surveys.screens.builder.conflict')}>
            <p className={classes.text}>{t('surveys.screens.builder.conflictText')}</p>
            <div className={classes.choices}>
              <Button
                size="compact-md"
                onClick={() => save.run({ ...draft, version: instrument.version })}
                loading={save.isRunning}
              >
                {t('surveys.screens.builder.saveOver')}
              </Button>
              <Button
                size="compact-md"
                variant="default"
                onClick={() => {
                  const theirs = draftOf(instrument)
                  save.reset()
                  setBase(theirs)
                  kept.setValue(theirs)
                }}
              >
                {t('surveys.screens.builder.takeTheirs')}
              </Button>
            </div>
          </Alert>
        ) : (
          <ErrorLine error={save.error ?? publish.error} />
        )}
        <ProblemList problems={problems} onOpen={openProblem} />
      </div>
      <div className={classes.columns}>
        <div className={classes.writing}>
          <BuilderFrame draft={draft} change={change} problems={problems} />
          <BuilderQuestions
            definition={draft.definition}
            setDefinition={(definition) => change({ definition })}
            problems={problems}
            opened={opened}
            setOpened={setOpened}
          />
        </div>
        <div className={classes.preview}>
          <CustomerView definition={draft.definition} focus={opened} />
        </div>
      </div>
      {isPublishing && (
        <PublishDialog
          onClose={publishing.close}
          onPublish={() => void saveAndPublish()}
          isRunning={save.isRunning || publish.isRunning}
        />
      )}
    </Page>
  )
}
