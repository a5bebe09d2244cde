import { normalisePhone } from '@hamdel/persian'
import { Loader, TextInput } from '@mantine/core'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonAvatar } from '../../../web/ui/person-avatar.tsx'
import { PhoneInput } from '../../../web/ui/phone-input.tsx'
import classes from './find-caller.module.css'

export type Caller =
  | { kind: 'known'; customerId: string; fullName: string; phone: string | null }
  | { kind: 'new'; fullName: string; phone: string }

const ASK_AFTER_MS = 200

/** Who is calling? By phone or name; who is not found is written down in the same place. */
export function FindCaller({
  caller,
  onCaller,
  errors,
}: {
  caller: Caller | undefined
  onCaller: (caller: Caller | undefined) => void
  errors: Record<string, string>
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), ASK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])
  const found = useQuery({
    queryKey: ['customers', 'search', asked],
    enabled: asked.length >= 2 && !caller,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/search', { params: { query: { q: asked, limit: 6 } }, signal })),
  })
  const customers = (found.data?.items ?? []).flatMap((one) => (one.kind === 'customer' ? [one] : []))

  if (caller?.kind === 'known')
    return (
      <div className={classes.chosen}>
        <PersonAvatar name={caller.fullName} size={34} />
        <div>
          <b>
            <bdi>{caller.fullName}</bdi>
          </b>
          {caller.phone && (
            <div className={classes.small} dir="ltr">
              {format.phone(caller.phone)}
            </div>
          )}
        </div>
        <button type="button" className={classes.change} onClick={() => onCaller(undefined)}>
          {t('cases.new.otherCustomer')}
        </button>
      </div>
    )
  if (caller?.kind === 'new')
    return (
      <fieldset className={classes.fresh}>
        <legend>{t('cases.new.newCustomer')}</legend>
        <TextInput
          data-autofocus
          required
          label={t('cases.new.name')}
          value={caller.fullName}
          error={errors['customer.fullName']}
          maxLength={120}
          onChange={(event) => onCaller({ ...caller, fullName: event.currentTarget.value })}
        />
        <PhoneInput
          required
          label={t('cases.new.phone')}
          value={caller.phone}
          error={errors['customer.phone']}
          onChange={(phone) => onCaller({ ...caller, phone })}
        />
        <button type="button" className={classes.change} onClick={() => onCaller(undefined)}>
          {t('cases.new.searchAgain')}
        </button>
      </fieldset>
    )
  const asNew = () => {
    const phone = normalisePhone(text)
    onCaller({ kind: 'new', fullName: phone ? '' : text.trim(), phone: phone ?? '' })
  }
  return (
    <div>
      <TextInput
        data-autofocus
        label={t('cases.new.who')}
        placeholder={t('cases.new.whoPlaceholder')}
        leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
        rightSection={found.isFetching ? <Loader size={16} /> : null}
        autoComplete="off"
        value={text}
        error={errors.customerId}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          const only = customers.length === 1 ? customers[0] : undefined
          if (only)
            onCaller({
              kind: 'known',
              customerId: only.customerId,
              fullName: only.fullName,
              phone: only.primaryPhone,
            })
        }}
      />
      {asked.length >= 2 && (
        <ul className={classes.found} aria-label={t('cases.new.found')}>
          {customers.map((one) => (
            <li key={one.customerId}>
              <button
                type="button"
                onClick={() =>
                  onCaller({
                    kind: 'known',
                    customerId: one.customerId,
                    fullName: one.fullName,
                    phone: one.primaryPhone,
                  })
                }
              >
                <PersonAvatar name={one.fullName} size={28} />
                <span>
                  <bdi>{one.fullName}</bdi>
                  <span className={classes.small}>
                    {[one.primaryPhone && format.phone(one.primaryPhone), one.city]
                      .filter(Boolean)
                      .join(' · ')}
                    {one.openCaseCount > 0 &&
                      ` · ${t('desk.palette.openCases', { count: one.openCaseCount })}`}
                  </span>
                </span>
              </button>
            </li>
          ))}
          <li>
            <button type="button" onClick={asNew}>
              <IconUserPlus size={20} stroke={1.7} aria-hidden />
              {t('cases.new.addCustomer')}
            </button>
          </li>
        </ul>
      )}
    </div>
  )
}
