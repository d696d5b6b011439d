import { fail } from '../ground/codes.ts'
import { ambient } from '../context/current.ts'
import { RequestContext } from '../context/request-context.ts'
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
  const context = ambient()
  const request = context instanceof RequestContext ? context.request : undefined
  const host = asked ?? settings.serverName ?? believed(request?.host, settings)
  if (host === undefined) throw fail('URL_EXTERNAL', { endpoint })
  const chosen = scheme ?? request?.scheme ?? settings.preferredUrlScheme
  return chosen === '' ? `//${host}` : `${chosen}://${host}`
}

/** With `trustedHosts` set, the door has let no other host in. */
function believed(host: string | undefined, { trustedHosts }: CoreSettings): string | undefined {
  if (host === undefined || host === '') return undefined
  return trustedHosts !== undefined || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
    ? host
    : undefined
}
