import { write } from '../output.ts'

/** Schemes that a link may have. */
const SAFE_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel'])

// oxlint-disable-next-line eslint/no-control-regex -- they are what is removed
const CONTROLS = /[\u0000-\u001f]/g

/**
 * The filter `safe_url`: a URL that may stand in `href` or `src`; `'#'` for one whose scheme could run a script.
 *
 * Escaping does not do that: `javascript:alert(1)` has nothing to escape. Does not keep a link on this site.
 *
 * @example
 * // <a href="{{ user.homepage | safe_url }}">
 * @see https://url.spec.whatwg.org/#concept-basic-url-parser
 */
export function safeUrl(value: unknown): string {
  // "Remove any leading and trailing C0 control or space from input. Remove all ASCII tab or newline from input."
  const url = write(value, false).replaceAll(CONTROLS, '').trim()
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  return scheme === undefined || SAFE_SCHEMES.has(scheme) ? url : '#'
}
