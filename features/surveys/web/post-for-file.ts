import { ApiError, newKey } from '../../../api/client.ts'

/** A file that is the answer to a request which changes something; the client of the API reads only JSON. */
export async function postForFile(href: string, body: unknown, fileName: string): Promise<void> {
  const response = await fetch(href, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept-Language': document.documentElement.lang || 'fa',
      'Idempotency-Key': newKey(),
    },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new ApiError(0, 'network_unreachable')
  })
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}))
    throw new ApiError(
      response.status,
      problem.code ?? `http_${response.status}`,
      problem.params,
      problem.detail,
    )
  }
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
