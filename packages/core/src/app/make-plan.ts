import { compileTrustedHosts } from '../http/host.ts'
import type { RunningApp } from '../context/running-app.ts'
import { createDoor } from '../pipeline/door.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { CoreSettings } from './settings.ts'

/**
 * Freezes what requests are served from.
 *
 * @throws {@link MicroError} `TRUSTED_HOST` for an entry that is no host.
 */
export function makePlan(app: RunningApp, settings: CoreSettings, locate: Plan['locate']): Plan {
  const { trustedHosts, maxBodySize, maxFormMemory, maxFormParts, maxFileMemory, handlerTimeout } = settings
  return {
    app,
    locate,
    door: createDoor(trustedHosts === undefined ? undefined : compileTrustedHosts(trustedHosts)),
    limits: { maxBodySize, maxFormMemory, maxFormParts, maxFileMemory },
    handlerTimeout,
  }
}
