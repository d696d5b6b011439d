import { Deadlines } from '#runtime'
import type { Signals } from '../ground/signal.ts'
import { compileProxyTrust } from '../http/forwarded.ts'
import { compileTrustedHosts } from '../http/host.ts'
import { keepContext } from '../context/current.ts'
import type { RunningApp } from '../context/running-app.ts'
import { createDoor } from '../pipeline/door.ts'
import { createErrorPage } from '../pipeline/error-page.ts'
import type { Plan } from '../pipeline/plan.ts'
import { rootOf } from './origin.ts'
import type { CoreSettings } from './settings.ts'
import { uploadFiles } from './upload-files.ts'

/**
 * Freezes what requests are served from.
 *
 * @throws {@link MicroError} `TRUSTED_HOST` for an entry that is no host, `PROXY_PEER` or `PROXY_HOPS` for proxies that cannot be.
 */
export function makePlan(
  app: RunningApp,
  settings: CoreSettings,
  signals: Signals,
  locate: Plan['locate'],
): Plan {
  const { trustedHosts, trustedProxies } = settings
  const { maxBodySize, maxFormMemory, maxFormParts, maxFileMemory, handlerTimeout } = settings
  return {
    app,
    locate,
    signals,
    door: createDoor({
      hosts: trustedHosts === undefined ? undefined : compileTrustedHosts(trustedHosts),
      proxies: trustedProxies === undefined ? undefined : compileProxyTrust(trustedProxies),
      root: rootOf(settings),
    }),
    means: { json: app.json, storage: uploadFiles },
    limits: { maxBodySize, maxFormMemory, maxFormParts, maxFileMemory },
    handlerTimeout,
    deadlines: new Deadlines(keepContext),
    errorPage: createErrorPage(settings.debug),
  }
}
