import { Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../../api/client.ts'
import { useAction } from '../../../../web/query.ts'
import { Dialog } from '../../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../../web/ui/error-state.tsx'
import { useFieldErrors } from '../../../../web/ui/error-words.ts'
import { TextSkeleton } from '../../../../web/ui/skeletons.tsx'
import { tell } from '../../../../web/ui/undoable.tsx'
import { DefinitionFields } from './definition-fields.tsx'
import { type Values, valuesOf } from './definition-values.ts'
import { type Definition, definitionQuery, instrumentsQuery, modelsQuery } from './structural-queries.ts'

/** Makes an index or changes one. What is typed stays, whatever the server says. */
export function DefinitionDialog({ definition, onClose }: { definition?: Definition; onClose: () => void }) {
  const { t } = useTranslation()
  const instruments = useQuery(instrumentsQuery)
  const models = useQuery(modelsQuery)
  const error = instruments.error ?? models.error
  const retry = () => Promise.all([instruments.refetch(), models.refetch()])
  return (
    <Dialog
      opened
      onClose={onClose}
      size="xl"
      title={t(`indices.structuralScreens.form.${definition ? 'editTitle' : 'newTitle'}`)}
    >
      {instruments.data && models.data ? (
        <DefinitionForm
          definition={definition}
          instruments={instruments.data.items}
          models={models.data.items}
          onClose={onClose}
        />
      ) : error ? (
        <ErrorState compact error={error} onRetry={retry} />
      ) : (
        <TextSkeleton lines={6} />
      )}
    </Dialog>
  )
}

type Instruments = Parameters<typeof DefinitionFields>[0]['instruments']
type Models = Parameters<typeof DefinitionFields>[0]['models']

function DefinitionForm({
  definition,
  instruments,
  models,
  onClose,
}: {
  definition: Definition | undefined
  instruments: Instruments
  models: Models
  onClose: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const latest = useQuery({ ...definitionQuery(definition?.id ?? ''), enabled: definition !== undefined })
  const [values, setValues] = useState<Values>(() => valuesOf(definition))
  const [version, setVersion] = useState(definition?.version)
  const save = useAction({
    run: (_: undefined, key) => {
      const { instrumentId, modelId, population, ...rest } = values
      const body = {
        ...rest,
        floor: rest.floor ?? 100,
        resamples: rest.resamples ?? 2_000,
        population: withoutEmpty(population),
        ...(modelId && modelId !== definition?.modelId ? { modelId } : {}),
      }
      return definition
        ? take(
            api.PATCH('/api/v1/indices/definitions/{definitionId}', {
              params: { path: { definitionId: definition.id } },
              body: { ...body, version: version! },
              headers: withKey(key),
            }),
          )
        : take(
            api.POST('/api/v1/indices/definitions', {
              body: { ...body, instrumentId: instrumentId! },
              headers: withKey(key),
            }),
          )
    },
    stale: [['indices']],
    onDone: (saved) => {
      tell(t('indices.structuralScreens.saved'))
      onClose()
      if (!definition)
        void navigate({ to: '/indices/$definitionId', params: { definitionId: saved.id } as never })
    },
    onError: async (error) => {
      if (!isConflict(error)) return
      const theirs = await latest.refetch()
      if (theirs.data) setVersion(theirs.data.version)
    },
  })
  const errors = useFieldErrors(save.error)
  const isReady =
    values.name.trim() !== '' &&
    values.instrumentId !== null &&
    (values.modelId !== null || definition?.modelId === null) &&
    values.floor !== null &&
    values.resamples !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) save.run(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <DefinitionFields
          values={values}
          onChange={(part) => setValues((old) => ({ ...old, ...part }))}
          definition={definition}
          instruments={instruments}
          models={models}
          errors={errors}
        />
        {isConflict(save.error) ? (
          <p role="alert">{t('indices.structuralScreens.form.conflict')}</p>
        ) : (
          <ErrorLine error={save.error} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={save.isRunning} disabled={!isReady}>
            {t('ui.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const isConflict = (error: unknown) => error instanceof ApiError && error.code === 'version_conflict'

/** An empty choice lets everybody in; the server wants it left out. */
const withoutEmpty = <T extends object>(population: T): T =>
  Object.fromEntries(
    Object.entries(population).filter(([, value]) => value && (!Array.isArray(value) || value.length > 0)),
  ) as T
