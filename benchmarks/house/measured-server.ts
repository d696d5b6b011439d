import { CONNECTIONS } from './load.ts'
import { WARM_UP_ROUND } from './options.ts'
import type { Measured } from './rounds.ts'
import type { ServerProcess } from './server-process.ts'

/** How much a server is sent. */
interface Amount {
  /** In a round of an ordinary scenario; of a heavy one fewer. */
  readonly requests: number
  /** How many ordinary requests one costs. Default: 1. */
  readonly weight?: number
  /** In any round, also one that warms up: no connection is to be left without one. Default: {@link CONNECTIONS}. */
  readonly least?: number
}

/** Who sends. */
interface Client {
  readonly send: (amount: number) => Promise<void>
  /** Makes it ready ahead of a round, which does not count this. */
  readonly ready?: () => Promise<void>
}

/** A server as something that is measured: its processor time for a request, in microseconds. */
export function measuredServer(
  name: string,
  server: ServerProcess,
  { requests, weight = 1, least = CONNECTIONS }: Amount,
  client: Client,
): Measured {
  const amount = requestsOf(requests, weight, least)
  return {
    name,
    round: async () => {
      await client.ready?.()
      const before = await server.usage()
      await client.send(amount)
      return ((await server.usage()).cpu - before.cpu) / amount
    },
    warmUp: () => client.send(requestsOf(WARM_UP_ROUND, weight, least)),
  }
}

/** What is left of so many requests of a round where one weighs that much. */
export function requestsOf(requests: number, weight: number, least: number = CONNECTIONS): number {
  return Math.max(least, Math.ceil(requests / weight))
}
