import { ActionIcon, Select, TextInput } from '@mantine/core'
import { IconChecklist, IconX } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../web/session.ts'
import { JalaliDateTimeInput } from '../../../web/ui/jalali-date-time-input.tsx'
import { useColleagues } from '../../cases/web/case-types.ts'
import { dueSuggestions } from './due-suggestions.ts'
import classes from './promise-fields.module.css'

export type PromiseDraft = { text: string; dueAt: string | null; keeperId: string | null }

type PromiseFieldsProps = {
  value: PromiseDraft
  onChange: (value: PromiseDraft) => void
  onRemove: () => void
  branchId: string
  errors: Record<string, string>
}

/** What we give our word for: what, by when, who keeps it. */
export function PromiseFields({ value, onChange, onRemove, branchId, errors }: PromiseFieldsProps) {
  const { t } = useTranslation()
  const me = useSession()?.person
  const colleagues = useColleagues(branchId)
  const suggestions = useMemo(() => dueSuggestions(new Date(), t), [t])
  const isPast = value.dueAt !== null && Date.parse(value.dueAt) <= Date.now()
  return (
    <fieldset className={classes.promise}>
      <legend className="visually-hidden">{t('promises.form.legend')}</legend>
      <div className={classes.head}>
        <IconChecklist size={17} stroke={1.8} aria-hidden />
        <b>{t('promises.form.legend')}</b>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('promises.form.remove')}
          title={t('promises.form.remove')}
          onClick={onRemove}
        >
          <IconX size={15} />
        </ActionIcon>
      </div>
      <div className={classes.fields}>
        <TextInput
          className={classes.text}
          // Just asked for: the hand is already on its way.
          autoFocus={value.text === ''}
          label={t('promises.form.text')}
          placeholder={t('promises.form.textExample')}
          maxLength={500}
          value={value.text}
          error={errors['promise.text'] ?? errors.text}
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
        />
        <JalaliDateTimeInput
          label={t('promises.form.dueAt')}
          value={value.dueAt}
          defaultTime="17:00"
          suggestions={suggestions}
          error={isPast ? t('errors.promise_due_in_past') : (errors['promise.dueAt'] ?? errors.dueAt)}
          onChange={(dueAt) => onChange({ ...value, dueAt })}
        />
        <Select
          label={t('promises.form.keeper')}
          data={[
            ...(me ? [{ value: me.id, label: t('promises.form.me') }] : []),
            ...colleagues
              .filter((one) => one.id !== me?.id)
              .map((one) => ({ value: one.id, label: one.fullName })),
          ]}
          value={value.keeperId ?? me?.id ?? null}
          allowDeselect={false}
          searchable={colleagues.length > 8}
          error={errors['promise.keeperId'] ?? errors.keeperId}
          onChange={(keeperId) => onChange({ ...value, keeperId })}
        />
      </div>
    </fieldset>
  )
}
