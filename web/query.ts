import { QueryClient, type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { newKey } from '../api/client.ts'

// Retrying is the client's work (api/client.ts knows what may be sent twice); here a failure is a failure.
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      retry: false,
      refetchOnWindowFocus: true,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

type ActionOptions<Input, Output> = {
  /** Does the work. `key` is the idempotency key of this action: `headers: withKey(key)`. */
  run: (input: Input, key: string) => Promise<Output>
  /** Query keys that are no longer true, by prefix: `[['cases'], ['customers', customerId]]`. */
  stale?: QueryKey[] | ((output: Output, input: Input) => QueryKey[])
  onDone?: (output: Output, input: Input) => void
  onError?: (error: Error, input: Input) => void
}

/** Equal inputs have equal fingerprints; a file is known by its name and size. */
const fingerprintOf = (input: unknown): string =>
  JSON.stringify(input, (_, value) =>
    value instanceof Blob ? [value.size, 'name' in value ? value.name : ''] : value,
  ) ?? ''

/**
 * One user action that writes. The key belongs to the action, not to the attempt: `again()` after a lost answer repeats
 * the same key, so nothing is done twice.
 */
export function useAction<Input = void, Output = unknown>(options: ActionOptions<Input, Output>) {
  const client = useQueryClient()
  const mutation = useMutation<Output, Error, { input: Input; key: string }>({
    mutationFn: ({ input, key }) => options.run(input, key),
    onSuccess: async (output, { input }) => {
      const stale = typeof options.stale === 'function' ? options.stale(output, input) : (options.stale ?? [])
      options.onDone?.(output, input)
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
    onError: (error, { input }) => options.onError?.(error, input),
  })
  // A second click may come before the screen has shown the first: the same thing asked twice at once is one action.
  const inFlight = useRef(new Map<string, Promise<Output>>())
  const runAsync = (input: Input): Promise<Output> => {
    const fingerprint = fingerprintOf(input)
    const running = inFlight.current.get(fingerprint)
    if (running) return running
    const started = mutation
      .mutateAsync({ input, key: newKey() })
      .finally(() => inFlight.current.delete(fingerprint))
    inFlight.current.set(fingerprint, started)
    return started
  }
  return {
    // The failure is in `error` and `onError`.
    run: (input: Input) => void runAsync(input).catch(() => {}),
    runAsync,
    again: () => mutation.variables && mutation.mutate(mutation.variables),
    reset: mutation.reset,
    isRunning: mutation.isPending,
    isDone: mutation.isSuccess,
    error: mutation.error,
    input: mutation.variables?.input,
    output: mutation.data,
  }
}
