/** Text that is already HTML. Only `html` and `raw` make it. */
export interface Html {
  readonly __html: string
}

export type HtmlValue = Html | string | number | bigint | null | undefined | false | readonly HtmlValue[]

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ESCAPES[c]!)
}

function show(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(show).join('')
  if (typeof value === 'object') return (value as Html).__html
  return escapeHtml(String(value))
}

/** HTML with every value escaped unless it is HTML itself. Attributes must be quoted in the template. */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let out = parts[0]!
  for (let i = 0; i < values.length; i++) out += show(values[i]) + parts[i + 1]
  return { __html: out }
}

/** Marks our own constant text as HTML. Never call it with anything a person typed. */
export function raw(text: string): Html {
  return { __html: text }
}
