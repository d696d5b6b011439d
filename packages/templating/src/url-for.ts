import { currentApp, type UrlOptions } from '@micro/core'

/**
 * The template function `url_for`: the URL of an endpoint, with Flask's names for what is no value of it.
 *
 * @param endpoint - Its full name, or `'.name'` within the blueprint of the current request.
 * @param named - Values of the path, the others for the query; `_external`, `_anchor`, `_scheme`, `_method`.
 * @throws {@link MicroError} `UNKNOWN_ENDPOINT` or `URL_VALUES`.
 * @example
 * // <a href="{{ url_for('blog.show', id=post.id, _anchor='comments') }}">
 */
export function urlForTemplate(endpoint: string, named: Readonly<Record<string, unknown>> = {}): string {
  const { _external, _anchor, _scheme, _method, ...values } = named
  const options: UrlOptions = {
    ...(isGiven(_external) ? { external: Boolean(_external) } : {}),
    ...(isGiven(_anchor) ? { anchor: String(_anchor) } : {}),
    ...(isGiven(_scheme) ? { scheme: String(_scheme) } : {}),
    ...(isGiven(_method) ? { method: String(_method) } : {}),
  }
  return currentApp().urlFor(endpoint, values, options)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
