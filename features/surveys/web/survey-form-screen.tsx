import { Alert, Button, Checkbox, Group, Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan, useSession } from '../../../web/session.ts'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { JalaliDateTimeInput } from '../../../web/ui/jalali-date-time-input.tsx'
import { NumberInput } from '../../../web/ui/number-input.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { BranchSelect } from '../../customers/web/colleague-select.tsx'
import { CustomerFilters } from '../../customers/web/customer-filters.tsx'
import type { ListFilters } from '../../customers/web/list-filters.ts'
import { useInstrumentTitle } from './instrument-marks.tsx'
import { instrumentsQuery } from './instrument-types.ts'
import { QuotaFields } from './quota-fields.tsx'
import { bodyOf, emptyForm, formOf, type SurveyForm } from './survey-form.ts'
import { CHANNELS, OCCASIONS, type Survey, surveyQuery } from './survey-types.ts'

/** A new survey, or one that has not begun. */
export function SurveyFormScreen() {
  const { surveyId } = useParams({ strict: false }) as { surveyId?: string }
  const { t } = useTranslation()
  const found = useQuery({ ...surveyQuery(surveyId ?? ''), enabled: surveyId !== undefined })
  const crumbs = [{ label: t('surveys.screens.surveys.title'), to: '/surveys' }]
  if (surveyId && !found.data)
    return found.error ? (
      <Page title={t('surveys.screens.form.edit')} breadcrumbs={crumbs}>
        <ErrorState error={found.error} onRetry={found.refetch} page />
      </Page>
    ) : (
      <ScreenSkeleton />
    )
  return <Form survey={found.data} />
}

function Form({ survey }: { survey: Survey | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const draft = useDraft<SurveyForm>(
    `surveys.form.${survey?.id ?? 'new'}`,
    survey ? formOf(survey) : emptyForm,
  )
  const form = draft.value
  const change = (part: Partial<SurveyForm>) => draft.setValue({ ...form, ...part })
  const save = useAction<void, Survey>({
    run: async (_, key) => {
      const body = bodyOf(form)
      if (!survey) return take(api.POST('/api/v1/surveys', { body, headers: withKey(key) }))
      return take(
        api.PUT('/api/v1/surveys/{surveyId}', {
          params: { path: { surveyId: survey.id } },
          // The newest that this screen has seen: after a conflict the person decides again, with it before them.
          body: {
            ...body,
            version: client.getQueryData(surveyQuery(survey.id).queryKey)?.version ?? survey.version,
          },
          headers: withKey(key),
        }),
      )
    },
    stale: [['surveys']],
    onDone: (saved) => {
      draft.clear()
      void navigate({
        to: '/surveys/$surveyId',
        params: { surveyId: saved.id },
        search: { tab: 'plan' } as never,
      })
    },
    onError: (error) => {
      if (survey && error instanceof ApiError && error.status === 409)
        void client.invalidateQueries({ queryKey: ['surveys', survey.id] })
    },
  })
  const errors = useFieldErrors(save.error)
  const crumbs = [
    { label: t('surveys.screens.surveys.title'), to: '/surveys' },
    ...(survey ? [{ label: <bdi>{survey.name}</bdi>, to: `/surveys/${survey.id}` }] : []),
  ]
  return (
    <Page title={t(`surveys.screens.form.${survey ? 'edit' : 'new'}`)} breadcrumbs={crumbs} width="reading">
      {survey && survey.status !== 'draft' && (
        <Alert color="saffron">{t('surveys.screens.form.notDraft')}</Alert>
      )}
      {/* No form element: Enter in the search of the audience must not save. */}
      <Stack gap="lg">
        <What form={form} change={change} errors={errors} />
        <Whom form={form} change={change} errors={errors} />
        <How form={form} change={change} errors={errors} />
        <DraftNote draft={draft} />
        <ErrorLine error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            onClick={() => void navigate({ to: survey ? `/surveys/${survey.id}` : '/surveys' })}
          >
            {t('ui.cancel')}
          </Button>
          <Button
            onClick={() => save.run()}
            loading={save.isRunning}
            disabled={!form.name.trim() || !form.instrumentId}
          >
            {t('surveys.screens.form.save')}
          </Button>
        </Group>
      </Stack>
    </Page>
  )
}

type PartProps = {
  form: SurveyForm
  change: (part: Partial<SurveyForm>) => void
  errors: Record<string, string>
}

function What({ form, change, errors }: PartProps) {
  const { t } = useTranslation()
  const titleOf = useInstrumentTitle()
  const list = useQuery(instrumentsQuery(false))
  const published = list.data?.items.filter((one) => one.publishedNumber !== null) ?? []
  return (
    <Section title={t('surveys.screens.form.what')}>
      <Stack gap="md">
        <TextInput
          required
          maxLength={160}
          label={t('surveys.screens.field.name')}
          placeholder={t('surveys.screens.form.nameExample')}
          value={form.name}
          error={errors.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          required
          searchable
          label={t('surveys.screens.field.instrument')}
          description={t('surveys.screens.form.instrumentHint')}
          data={published.map((one) => ({ value: one.id, label: titleOf(one) }))}
          value={form.instrumentId}
          error={errors.instrumentId}
          onChange={(instrumentId) => change({ instrumentId, instrumentNumber: undefined })}
        />
        <Radio.Group
          label={t('surveys.screens.field.occasion')}
          value={form.occasion}
          onChange={(next) => change({ occasion: next as SurveyForm['occasion'] })}
        >
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" pt="xs">
            {OCCASIONS.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`surveys.screens.occasion.${one}`)}
                description={t(`surveys.screens.occasionHint.${one}`)}
              />
            ))}
          </SimpleGrid>
        </Radio.Group>
        <Checkbox
          label={t('surveys.screens.form.anonymous')}
          description={t('surveys.screens.form.anonymousHint')}
          checked={form.isAnonymous}
          onChange={(event) => change({ isAnonymous: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  )
}

function Whom({ form, change, errors }: PartProps) {
  const { t } = useTranslation()
  const can = useCan()
  const session = useSession()
  const latest = useRef({ form, change })
  latest.current = { form, change }
  const setFilters = useCallback((next: ListFilters) => {
    const { sort: _, ...audience } = next
    latest.current.change({ audience })
  }, [])
  const onSearch = useCallback(
    (q: string) => {
      const { q: _, ...rest } = latest.current.form.audience
      setFilters(q.trim() ? { ...rest, q: q.trim() } : rest)
    },
    [setFilters],
  )
  return (
    <Section title={t('surveys.screens.form.whom')} note={t('surveys.screens.form.whomNote')}>
      <Stack gap="md">
        <CustomerFilters filters={form.audience} setFilters={setFilters} onSearch={onSearch} end={null} />
        {can('survey.run', 'all') && (
          <BranchSelect
            clearable
            label={t('surveys.screens.field.branch')}
            placeholder={t('surveys.screens.field.company')}
            description={t('surveys.screens.form.branchHint')}
            value={form.branchId === undefined ? null : form.branchId}
            error={errors.branchId}
            onChange={(branchId) => change({ branchId })}
          />
        )}
        {!can('survey.run', 'all') && (
          <p style={{ margin: 0 }}>
            {t('surveys.screens.form.ownBranch', { branch: session?.person.branchName ?? '' })}
          </p>
        )}
        <NumberInput
          integer
          min={1}
          label={t('surveys.screens.form.sampleSize')}
          description={t('surveys.screens.form.sampleHint')}
          value={form.sampleSize}
          error={errors.sampleSize}
          onChange={(sampleSize) => change({ sampleSize })}
        />
        <QuotaFields quotas={form.quotas} onChange={(quotas) => change({ quotas })} errors={errors} />
      </Stack>
    </Section>
  )
}

function How({ form, change, errors }: PartProps) {
  const { t } = useTranslation()
  const days = t('surveys.screens.form.dayUnit')
  const number = (key: 'restDays' | 'reminderDays' | 'expiresDays', min: number, max: number) => (
    <NumberInput
      integer
      min={min}
      max={max}
      unit={days}
      label={t(`surveys.screens.form.${key}`)}
      description={t(`surveys.screens.form.${key}Hint`)}
      value={form[key]}
      error={errors[key]}
      onChange={(value) => change({ [key]: value })}
    />
  )
  return (
    <Section title={t('surveys.screens.form.how')}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <Select
            allowDeselect={false}
            label={t('surveys.screens.field.channel')}
            description={t('surveys.screens.form.channelHint')}
            data={CHANNELS.map((one) => ({ value: one, label: t(`surveys.screens.channel.${one}`) }))}
            value={form.channel}
            onChange={(channel) => channel && change({ channel: channel as SurveyForm['channel'] })}
          />
          <Select
            allowDeselect={false}
            label={t('surveys.screens.field.consent')}
            description={t('surveys.screens.form.consentHint')}
            data={(['granted', 'not_refused'] as const).map((one) => ({
              value: one,
              label: t(`surveys.screens.consent.${one}`),
            }))}
            value={form.consent}
            onChange={(consent) => consent && change({ consent: consent as SurveyForm['consent'] })}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
          {number('restDays', 0, 3650)}
          {number('reminderDays', 1, 365)}
          {number('expiresDays', 1, 3650)}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <JalaliDateTimeInput
            descriptionProps={{ mb: 5 }}
            label={t('surveys.screens.field.opens')}
            description={t('surveys.screens.form.opensHint')}
            value={form.opensAt}
            error={errors.opensAt}
            onChange={(opensAt) => change({ opensAt })}
          />
          <JalaliDateTimeInput
            descriptionProps={{ mb: 5 }}
            label={t('surveys.screens.field.closes')}
            description={t('surveys.screens.form.closesHint')}
            defaultTime="23:59"
            value={form.closesAt}
            error={errors.closesAt}
            onChange={(closesAt) => change({ closesAt })}
          />
        </SimpleGrid>
        <NumberInput
          integer
          plain
          min={0}
          label={t('surveys.screens.field.seed')}
          description={t('surveys.screens.form.seedHint')}
          value={form.seed}
          error={errors.seed}
          onChange={(seed) => change({ seed })}
        />
      </Stack>
    </Section>
  )
}
