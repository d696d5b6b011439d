import type { Server } from 'node:http'
import { fail } from '../ground/codes.ts'
import type { Handle, Listener, ListenOptions, ServerLimits } from '../pipeline/platform.ts'
import { createAnswer } from './answer.ts'
import { http } from './built-in.ts'
import { drain } from './drain.ts'
import { closeIdle, type Connections, Rest } from './idle.ts'
import { Message } from './message.ts'
import { refuseBroken, refuseTunnel } from './refuse.ts'
import { sweepTemporaryFiles } from './temporary-files.ts'

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
  const connections: Connections = new Map()
  const server = createHttpServer(limits)
  const answer = createAnswer(handle, server, limits)
  server
    .on('request', answer)
    .on('checkContinue', (message, response) => answer(message, response, 'continue'))
    .on('checkExpectation', (message, response) => answer(message, response, 'other'))
    .on('connect', refuseTunnel)
    .on('clientError', refuseBroken)
    .on('connection', (socket) => {
      connections.set(socket, new Rest())
      socket.once('close', () => connections.delete(socket))
    })
  const swept = sweepTemporaryFiles()
  await bind(server, host, port)
  // At once: requests come from here on, and an error that nobody hears would end the process.
  server.on('error', report)
  await swept
  const idle = closeIdle(connections, limits)
  server.once('close', () => clearInterval(idle))
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
  return {
    host,
    port: actual,
    url,
    close: (deadline = limits.closeTimeout) => drain(server, connections, deadline),
  }
}

function createHttpServer(limits: ServerLimits): Server<typeof Message> {
  const { requestTimeout, maxHeaderSize, maxConnections } = limits
  // Node takes no more time for the header than for the whole request.
  const headersTimeout = Math.min(limits.headersTimeout, requestTimeout)
  const server = http.createServer({
    headersTimeout,
    requestTimeout,
    // Idle connections are looked after by `closeIdle`.
    keepAliveTimeout: 0,
    maxHeaderSize,
    connectionsCheckingInterval: Math.min(1000, headersTimeout),
    // The front check answers it, with a page that says why.
    requireHostHeader: false,
    // Whatever flags the process was started with.
    insecureHTTPParser: false,
    // A request without a body gets no stream.
    optimizeEmptyRequests: true,
    IncomingMessage: Message,
  })
  // Else Node would drop the fields over a number without a word, and some of them may be what a decision is made by.
  server.maxHeadersCount = 0
  server.maxConnections = maxConnections
  // What the types of Node do not name: the first lets a client that has closed its side get its reply.
  return Object.assign(server, { httpAllowHalfOpen: true, dropMaxConnection: true })
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
