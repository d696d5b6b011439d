import type { Measured } from './rounds.ts'
import type { ServerProcess } from './server-process.ts'

/**
 * A server as something that is measured: its processor time for a request, in microseconds.
 *
 * @param amount - Requests in a round.
 */
export function measuredServer(
  name: string,
  server: ServerProcess,
  amount: number,
  send: (amount: number) => Promise<void>,
): Measured {
  return {
    name,
    round: async () => {
      const before = await server.usage()
      await send(amount)
      return ((await server.usage()).cpu - before.cpu) / amount
    },
  }
}
