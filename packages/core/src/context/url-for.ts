import { currentApp } from './current.ts'
import type { UrlOptions } from './url-options.ts'

/**
 * The URL of an endpoint of the app at work, by its name; `'.name'` is relative to the blueprint of the current request.
 * Where the route object is at hand, `route.url(...)` does the same with types.
 *
 * @throws {@link MicroError} `UNKNOWN_ENDPOINT`, `URL_VALUES`; `NO_APP` outside of an app.
 * @example
 * app.get('/old', () => redirect(urlFor('blog.show', { id: 7 })))
 */
export function urlFor(
  endpoint: string,
  values?: Readonly<Record<string, unknown>>,
  options?: UrlOptions,
): string {
  return currentApp().urlFor(endpoint, values, options)
}
