import { runtime } from './nunjucks.js'

/** A text that is HTML already, so that a template writes it as it is. Made by {@link markSafe} only. */
export interface SafeHtml {
  readonly length: number
  toString(): string
}

/**
 * Says of a text that it is HTML and safe to write as it is: for filters and globals that make HTML.
 *
 * Escapes nothing. Whatever came from outside has to go through `escapeHtml` before it gets here.
 *
 * @example
 * app.templateFilter('badge', (label: string) => markSafe(`<b class="badge">${escapeHtml(label)}</b>`))
 */
export function markSafe(html: string): SafeHtml {
  return new runtime.SafeString(html)
}

/**
 * The HTML of a value that says of itself that it is HTML: one of {@link markSafe}, or an object with a method
 * `__html__`, as in Jinja. Data cannot pretend to be either: no JSON, form or database gives a function.
 *
 * @returns `undefined` for any other value.
 */
export function htmlOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof runtime.SafeString) return value.toString()
  // oxlint-disable-next-line eslint/no-underscore-dangle -- the name that Jinja gives it
  if ('__html__' in value && typeof value.__html__ === 'function') return String(value.__html__())
  return undefined
}
