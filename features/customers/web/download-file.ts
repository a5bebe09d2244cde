import { ApiError } from '../../../api/client.ts'

/**
 * A file made by the server, in the language of the screen: a plain link would ask in the language of the browser, and
 * show an error as a page. May take long, so it has no time limit.
 */
export async function downloadFile(href: string, fileName: string): Promise<void> {
  const response = await fetch(href, {
    headers: { 'Accept-Language': document.documentElement.lang || 'fa' },
  }).catch(() => {
    throw new ApiError(0, 'network_unreachable')
  })
  if (!response.ok) {
    const body = await response.json().catch(() => ({}))
    throw new ApiError(response.status, body.code ?? `http_${response.status}`, body.params, body.detail)
  }
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
