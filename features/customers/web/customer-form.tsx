import {
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import { BranchSelect, ColleagueSelect } from './colleague-select.tsx'
import {
  type CustomerKind,
  KINDS,
  MOODS,
  type Mood,
  STAGES,
  type Stage,
  TIERS,
  type Tier,
} from './customer-types.ts'

export type CustomerDraft = {
  kind: CustomerKind
  fullName: string
  honorific: string
  identifier: string
  externalCode: string
  stage: Stage
  tier: Tier
  mood: Mood
  ownerId: string | null
  branchId: string
  tags: string[]
  city: string
  bornOn: string | null
  note: string
}

type Part = {
  draft: CustomerDraft
  change: (part: Partial<CustomerDraft>) => void
  errors: Record<string, string>
}

/** Who they are: what a phone call has time for. */
export function WhoFields({ draft, change, errors, canChooseKind }: Part & { canChooseKind: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      {canChooseKind && (
        <SegmentedControl
          aria-label={t('customers.field.kind')}
          data={KINDS.map((kind) => ({ value: kind, label: t(`customers.kind.${kind}`) }))}
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as CustomerKind })}
        />
      )}
      <Group gap="sm" align="flex-start" wrap="wrap">
        <TextInput
          label={t('customers.field.honorific')}
          placeholder={t('customers.form.honorificExample')}
          w={{ base: '100%', xs: '9rem' }}
          maxLength={60}
          value={draft.honorific}
          error={errors.honorific}
          onChange={(event) => change({ honorific: event.currentTarget.value })}
        />
        <TextInput
          data-autofocus
          required
          style={{ flex: '1 1 12rem' }}
          label={t(draft.kind === 'organisation' ? 'customers.form.companyName' : 'customers.form.fullName')}
          maxLength={160}
          value={draft.fullName}
          error={errors.fullName}
          onChange={(event) => change({ fullName: event.currentTarget.value })}
        />
      </Group>
    </>
  )
}

/** What is filled in when it is known. */
export function MoreFields({ draft, change, errors, masked }: Part & { masked?: string | null | undefined }) {
  const { t } = useTranslation()
  const can = useCan()
  const isPerson = draft.kind === 'person'
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label={t(isPerson ? 'customers.form.nationalId' : 'customers.form.legalId')}
          description={masked ? t('customers.form.identifierKept', { masked }) : undefined}
          inputMode="numeric"
          maxLength={30}
          value={draft.identifier}
          error={errors.identifier}
          onChange={(event) => change({ identifier: event.currentTarget.value })}
        />
        <TextInput
          label={t('customers.field.externalCode')}
          description={masked ? t('customers.form.externalCodeHint') : undefined}
          maxLength={60}
          value={draft.externalCode}
          error={errors.externalCode}
          onChange={(event) => change({ externalCode: event.currentTarget.value })}
        />
        <TextInput
          label={t('customers.field.city')}
          maxLength={80}
          value={draft.city}
          error={errors.city}
          onChange={(event) => change({ city: event.currentTarget.value })}
        />
        <JalaliDateInput
          label={t(isPerson ? 'customers.field.bornOn' : 'customers.form.foundedOn')}
          value={draft.bornOn}
          error={errors.bornOn}
          onChange={(bornOn) => change({ bornOn })}
        />
        <Select
          label={t('customers.field.stage')}
          allowDeselect={false}
          data={STAGES.map((stage) => ({ value: stage, label: t(`customers.stage.${stage}`) }))}
          value={draft.stage}
          onChange={(stage) => stage && change({ stage: stage as Stage })}
        />
        <Select
          label={t('customers.field.tier')}
          allowDeselect={false}
          data={TIERS.map((tier) => ({ value: tier, label: t(`customers.tier.${tier}`) }))}
          value={draft.tier}
          onChange={(tier) => tier && change({ tier: tier as Tier })}
        />
        {can('customer.write', 'all') && (
          <BranchSelect
            label={t('customers.field.branch')}
            allowDeselect={false}
            value={draft.branchId}
            error={errors.branchId}
            onChange={(branchId) => branchId && change({ branchId, ownerId: null })}
          />
        )}
        <ColleagueSelect
          label={t('customers.field.owner')}
          branchId={draft.branchId}
          value={draft.ownerId}
          error={errors.ownerId}
          onChange={(ownerId) => change({ ownerId })}
        />
      </SimpleGrid>
      <TagsInput
        label={t('customers.field.tags')}
        placeholder={draft.tags.length ? undefined : t('customers.form.tagsHint')}
        maxTags={30}
        splitChars={[',', '،']}
        value={draft.tags}
        error={errors.tags}
        onChange={(tags) => change({ tags })}
      />
      <Textarea
        label={t('customers.field.note')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        value={draft.note}
        error={errors.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
    </Stack>
  )
}

export function MoodField({ mood, change }: { mood: Mood; change: (mood: Mood) => void }) {
  const { t } = useTranslation()
  return (
    <Select
      label={t('customers.field.mood')}
      allowDeselect={false}
      data={MOODS.map((one) => ({ value: one, label: t(`customers.mood.${one}`) }))}
      value={mood}
      onChange={(one) => one && change(one as Mood)}
    />
  )
}
