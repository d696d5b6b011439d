/**
 * Loaded before an example that is run. Servers listen on a free port instead of the one they name; the first to listen
 * is asked for `/`, the answer printed, and the program told to stop, as a person would after a look.
 */
import { type AddressInfo, Server } from 'node:net'

// oxlint-disable-next-line typescript/unbound-method -- called on its server again, by Reflect.apply
const { listen } = Server.prototype

Object.defineProperty(Server.prototype, 'listen', {
  value(this: Server, ...options: readonly unknown[]): Server {
    this.once('listening', () => void lookOnce(this.address()))
    return Reflect.apply(listen, this, options.map(onFreePort))
  },
})

function onFreePort(option: unknown, position: number): unknown {
  if (typeof option === 'object' && option !== null && 'port' in option) return { ...option, port: 0 }
  return position === 0 && typeof option === 'number' ? 0 : option
}

async function lookOnce(address: AddressInfo | string | null): Promise<void> {
  if (address === null || typeof address === 'string') return
  const response = await fetch(`http://127.0.0.1:${address.port}/`, { headers: { connection: 'close' } })
  console.log(`GET / → ${response.status} ${await response.text()}`)
  if (response.status >= 500) process.exitCode = 1
  process.kill(process.pid, 'SIGTERM')
}
