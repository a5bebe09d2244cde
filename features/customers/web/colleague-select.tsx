import { Select, type SelectProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import { useCan } from '../../../web/session.ts'

/** Colleagues one may see; of one branch when it is named. */
export function useColleagues(branchId?: string) {
  const can = useCan()
  return useQuery({
    queryKey: ['people', 'active', branchId ?? 'all'],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/people', {
          params: {
            query: {
              'filter[isActive]': 'true',
              limit: 200,
              ...(branchId ? { 'filter[branchId]': branchId } : {}),
            },
          },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
    enabled: can('person.read'),
  })
}

export function useBranches() {
  const can = useCan()
  return useQuery({
    queryKey: ['settings', 'branches'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/settings/branches', { signal })),
    staleTime: 5 * 60_000,
    enabled: can('setting.read'),
  })
}

type Props = Omit<SelectProps, 'data'> & { branchId?: string | undefined }

export function ColleagueSelect({ branchId, ...rest }: Props) {
  const people = useColleagues(branchId)
  return (
    <Select
      searchable
      clearable
      data={(people.data?.items ?? []).map((person) => ({ value: person.id, label: person.fullName }))}
      {...rest}
    />
  )
}

export function BranchSelect(props: Omit<SelectProps, 'data'>) {
  const branches = useBranches()
  return (
    <Select
      data={(branches.data?.items ?? [])
        .filter((branch) => branch.isActive || branch.id === props.value)
        .map((branch) => ({ value: branch.id, label: branch.name }))}
      {...props}
    />
  )
}
