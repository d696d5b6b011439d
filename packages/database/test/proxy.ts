import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut and mended: the server is shared, and must not be stopped by a test. */
export interface Proxy extends AsyncDisposable {
  readonly port: number
  cut(): Promise<void>
  mend(): Promise<void>
}

/** Opens a way to a port of this machine. */
export async function openProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.pipe(to)
    from.on('error', () => {})
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }
  const serve = (inside: Socket): void => {
    const outside = connect(target, '127.0.0.1')
    join(inside, outside)
    join(outside, inside)
  }
  let server = createServer(serve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const cut = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const mend = async (): Promise<void> => {
    server = createServer(serve).listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  return { port, cut, mend, [Symbol.asyncDispose]: async () => void (server.listening && (await cut())) }
}
