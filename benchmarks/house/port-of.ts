/** The part of a server of Node that knows its port. */
export interface Bound {
  readonly address: () => { readonly port: number } | string | null
}

/** The port of a server of Node that listens. */
export function portOf(server: Bound): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen on a port')
  return address.port
}
