/**
 * The address of the other end of a connection, as the runtime says it beside the request: Deno in `info.remoteAddr`, Bun by
 * `server.requestIP`. `''` where it does not say.
 */
export function peerOf(request: Request, host: unknown): string {
  if (typeof host !== 'object' || host === null) return ''
  if ('requestIP' in host && typeof host.requestIP === 'function')
    return textOf(host.requestIP(request), 'address')
  return 'remoteAddr' in host ? textOf(host.remoteAddr, 'hostname') : ''
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const text: unknown = Reflect.get(value, name)
  return typeof text === 'string' ? text : ''
}
