export type FailureCode =
  | 'unsupported_platform'
  | 'binaries_missing'
  | 'root_refused'
  | 'folder_in_use'
  | 'folder_not_ours'
  | 'folder_not_a_cluster'
  | 'other_major'
  | 'disk_full'
  | 'initdb_failed'
  | 'start_failed'
  | 'orphan_does_not_stop'
  | 'no_short_folder'
  | 'locale_broken'

/** An error the person at the terminal reads: one Persian line, one English line, both saying what to do. */
export function failure(
  code: FailureCode,
  fa: string,
  en: string,
  cause?: unknown,
): Error & { code: FailureCode } {
  return Object.assign(new Error(`${fa}\n${en}`, { cause }), { code })
}

export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
