import type { AnyElysia } from 'elysia'

/** Listens on a free port of 127.0.0.1, by the adapter for Node. @returns the port. */
export function elysiaPort(app: AnyElysia): Promise<number> {
  return new Promise((resolve, reject) => {
    app.listen({ port: 0, hostname: '127.0.0.1' }, ({ port, raw }: { port?: number; raw?: NodeServer }) => {
      void whenReady(port, raw).then(resolve, reject)
    })
  })
}

interface NodeServer {
  readonly ready?: () => Promise<unknown>
  readonly node?: { readonly server?: { address: () => { port: number } | string | null } }
}

/** The adapter tells the port that was asked for; the real one is the server's to say. */
async function whenReady(port: number | undefined, raw: NodeServer | undefined): Promise<number> {
  await raw?.ready?.()
  const address = raw?.node?.server?.address()
  const real = typeof address === 'object' ? address?.port : port
  if (real === undefined || real === 0) throw new Error('Elysia does not say its port')
  return real
}
