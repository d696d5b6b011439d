import { fail } from '../ground/codes.ts'
import { ambientRequest } from '../context/current.ts'
import type { RunningApp } from '../context/running-app.ts'
import type { CoreSettings } from './settings.ts'

/**
 * Scheme and host of a whole address: `serverName`, else the host of the current request if it can be believed: one of
 * `trustedHosts`, or this machine itself. Never a host that a stranger made up.
 *
 * @param asked - A host that the route itself asks for.
 * @throws {@link MicroError} `URL_EXTERNAL`.
 */
export function originOf(
  endpoint: string,
  settings: CoreSettings,
  scheme: string | undefined,
  asked?: string,
): string {
  const request = ambientRequest()?.request
  const host = asked ?? settings.serverName ?? believed(request?.host, settings)
  if (host === undefined) throw fail('URL_EXTERNAL', { endpoint })
  const chosen = scheme ?? request?.scheme ?? settings.preferredUrlScheme
  return chosen === '' ? `//${host}` : `${chosen}://${host}`
}

/** What goes before every path: of an app that is answering a request what that one came with, else {@link rootOf}. */
export function prefixOf(app: RunningApp, settings: CoreSettings): string {
  const context = ambientRequest()
  return context?.app === app ? context.request.prefix : rootOf(settings)
}

/** The setting `applicationRoot` without its last slash. */
export function rootOf({ applicationRoot }: CoreSettings): string {
  return applicationRoot.replace(/\/+$/, '')
}

/** With `trustedHosts` set, the door has let no other host in. */
function believed(host: string | undefined, { trustedHosts }: CoreSettings): string | undefined {
  if (host === undefined || host === '') return undefined
  return trustedHosts !== undefined || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
    ? host
    : undefined
}
