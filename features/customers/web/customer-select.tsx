import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useFormat } from '../../../web/ui/format.ts'

type Props = {
  label: string
  except?: string
  onChange: (customerId: string | null) => void
  autoFocus?: boolean
}

/** Finds a customer by name, number or code while one types. */
export function CustomerSelect({ label, except, onChange, autoFocus }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null)
  const [asked] = useDebouncedValue(text.trim(), 200)
  const isTyping = asked.length > 1 && asked !== chosen?.label
  const found = useQuery({
    queryKey: ['customers', 'search', asked],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/search', { params: { query: { q: asked, limit: 8 } }, signal })),
    enabled: isTyping,
    placeholderData: keepPreviousData,
  })
  const options = (found.data?.items ?? []).flatMap((hit) =>
    hit.kind === 'customer' && hit.customerId !== except
      ? [
          {
            value: hit.customerId,
            label: [hit.fullName, hit.primaryPhone && format.phone(hit.primaryPhone)]
              .filter(Boolean)
              .join('، '),
          },
        ]
      : [],
  )
  const data = chosen && !options.some((one) => one.value === chosen.value) ? [chosen, ...options] : options
  return (
    <Select
      label={label}
      placeholder={t('customers.relations.search')}
      searchable
      required
      autoFocus={autoFocus ?? false}
      filter={({ options: all }) => all}
      data={data}
      value={chosen?.value ?? null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(value, option) => {
        setChosen(value ? { value, label: option?.label ?? text } : null)
        onChange(value)
      }}
      nothingFoundMessage={isTyping && !found.isFetching ? t('customers.relations.nobody') : undefined}
    />
  )
}
