import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { fail } from '../ground/codes.ts'
import { isPromise } from '../ground/promise.ts'
import type { Handle, Listener, ListenOptions, ServerLimits } from '../pipeline/platform.ts'
import { NodeSource } from './node-source.ts'
import { sendReply } from './send.ts'

/**
 * Listens for requests with `node:http`.
 *
 * @param report - Told of what goes wrong with the server later; it goes on.
 * @throws {@link MicroError} `PORT_IN_USE`, `LISTEN_FAILED`.
 */
export async function listen(
  handle: Handle,
  options: ListenOptions,
  limits: ServerLimits,
  report: (error: unknown) => void,
): Promise<Listener> {
  const { host = '127.0.0.1', port = 5000 } = options
  const { headersTimeout, requestTimeout, keepAliveTimeout, maxHeaderSize } = limits
  const timeouts = { headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval: 1000 }
  const server = createServer({ ...timeouts, maxHeaderSize }, (message, response) =>
    answer(handle, message, response, server),
  )
  await bind(server, host, port)
  server.on('error', report)
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
  return { host, port: actual, url, close: (deadline = 30_000) => drain(server, deadline) }
}

function answer(handle: Handle, message: IncomingMessage, response: ServerResponse, server: Server): void {
  const head = message.method === 'HEAD'
  const served = handle(new NodeSource(message, response, 'http'), (reply) => {
    // While draining a connection ends with its reply; so it does when the rest of a body will not be read.
    if (!server.listening || reply.status === 413) response.shouldKeepAlive = false
    try {
      return sendReply(response, reply, head)
    } catch (error) {
      response.destroy()
      throw error
    }
  })
  if (isPromise(served)) served.then(undefined, () => response.destroy())
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      const inUse = cause.code === 'EADDRINUSE'
      const reason = cause.code ?? cause.message
      reject(
        inUse
          ? fail('PORT_IN_USE', { port, host }, { cause })
          : fail('LISTEN_FAILED', { host, port, reason }, { cause }),
      )
    }
    server.once('error', refuse)
    server.listen(port, host, () => {
      server.off('error', refuse)
      resolve()
    })
  })
}

/** Ends the connections that are idle, waits for the others, and cuts those that take too long. */
async function drain(server: Server, deadline: number): Promise<number> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  let cut = 0
  const timer = setTimeout(() => {
    server.getConnections((_, count) => {
      cut = count
      server.closeAllConnections()
    })
  }, deadline)
  await closed
  clearTimeout(timer)
  return cut
}
