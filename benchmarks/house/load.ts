import autocannon from 'autocannon'
import type { Sent } from './scenarios.ts'

/** Connections that a load comes by, kept alive all the time. */
export const CONNECTIONS = 64

/**
 * Sends so many requests and waits for their answers.
 *
 * @throws when one has another status, or none.
 */
export async function load(
  origin: string,
  { method, path, body, cookie }: Sent,
  amount: number,
  status: number,
  connections: number = CONNECTIONS,
): Promise<void> {
  const result = await autocannon({
    url: origin + path,
    method,
    amount: Math.max(amount, connections),
    connections,
    // How soon it sees that it has finished, in milliseconds.
    sampleInt: 20,
    ...(body !== undefined && { body }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(cookie !== undefined && { cookie }),
    },
  })
  const answered = new Map(Object.entries(result.statusCodeStats ?? {})).get(String(status))?.count ?? 0
  if (result.errors > 0 || answered < amount)
    throw new Error(
      `${answered} of ${amount} answers with ${status} from ${origin}${path}, ${result.errors} errors`,
    )
}
