import type { Context } from '../context/context.ts'
import { type Contract, defineContract } from '../context/contract.ts'
import { hasContext, currentContext } from '../context/current.ts'

/** What names the requests of an app. */
export interface RequestIds {
  /** The id of a request: the same whenever it is asked for. */
  of(c: Context): string
}

/** What names the requests of an app, for whoever writes about them. {@link RequestId} provides it. */
export const requestIds: Contract<RequestIds> = defineContract('request ids')

/**
 * The id of the request that is going on; `undefined` outside of one, and in an app without {@link RequestId}.
 *
 * @example
 * app.logger.info({ id: requestId() }, 'Order placed')
 */
export function requestId(): string | undefined {
  if (!hasContext()) return undefined
  const c = currentContext()
  return c.app.service(requestIds)?.of(c)
}
