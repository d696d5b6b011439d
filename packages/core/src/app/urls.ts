import { MicroError } from '../ground/errors.ts'
import type { RunningApp } from '../context/running-app.ts'
import type { UrlOptions } from '../context/url-options.ts'
import { originOf, prefixOf } from './origin.ts'
import type { RouteTable } from './route-table.ts'
import type { CoreSettings } from './settings.ts'

/** Gives a URL in place of one that cannot be built, or nothing. */
export type UrlBuildErrorHandler = (
  error: MicroError,
  endpoint: string,
  values: Readonly<Record<string, unknown>>,
  options: UrlOptions,
) => string | undefined

/** Makes the URLs of an app: a path, with the app's prefix, and whole addresses where they are asked for. */
export class Urls {
  /** Asked in turn for what cannot be built. */
  readonly errorHandlers: UrlBuildErrorHandler[] = []
  readonly #app: RunningApp
  readonly #routes: RouteTable

  constructor(app: RunningApp, routes: RouteTable) {
    this.#app = app
    this.#routes = routes
  }

  /** @throws {@link MicroError} `UNKNOWN_ENDPOINT`, `URL_VALUES`, when no handler has a URL for it; `SERVER_NAME_MISSING`. */
  build(
    endpoint: string,
    values: Readonly<Record<string, unknown>>,
    options: UrlOptions,
    settings: CoreSettings,
  ): string {
    const full = this.#routes.fullName(endpoint)
    try {
      const { path, host } = this.#routes.urlFor(full, values, options, settings.serverName)
      const local = `${prefixOf(this.#app, settings)}${path}`
      const external = options.external ?? options.scheme !== undefined
      if (host === undefined && !external) return local
      return `${originOf(full, settings, options.scheme, host)}${local}`
    } catch (error) {
      const url = this.#instead(error, full, values, options)
      if (url === undefined) throw error
      return url
    }
  }

  #instead(
    error: unknown,
    endpoint: string,
    values: Readonly<Record<string, unknown>>,
    options: UrlOptions,
  ): string | undefined {
    if (!(error instanceof MicroError)) return undefined
    for (const handler of this.errorHandlers) {
      const url = handler(error, endpoint, values, options)
      if (url !== undefined) return url
    }
    return undefined
  }
}
