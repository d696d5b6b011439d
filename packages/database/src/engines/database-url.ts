/** What a URL says of a database. */
export type DatabaseTarget =
  | { readonly engine: 'sqlite'; readonly path: string }
  | { readonly engine: 'postgres' | 'mysql'; readonly url: string }

const ENGINES: ReadonlyMap<string, DatabaseTarget['engine']> = new Map([
  ['sqlite', 'sqlite'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['mysql', 'mysql'],
  ['mariadb', 'mysql'],
])

/**
 * Reads the URL of a database; `undefined` for one of another kind.
 *
 * `sqlite:data.db` is relative, `sqlite:/srv/data.db` and `sqlite:///srv/data.db` are not, `sqlite::memory:` is no file.
 *
 * @example
 * parseDatabaseUrl('sqlite:./data.db') // { engine: 'sqlite', path: './data.db' }
 */
export function parseDatabaseUrl(url: string): DatabaseTarget | undefined {
  const colon = url.indexOf(':')
  const engine = ENGINES.get(url.slice(0, Math.max(colon, 0)))
  if (engine === undefined) return undefined
  if (engine !== 'sqlite') return URL.canParse(url) ? { engine, url } : undefined
  const path = url.slice(colon + 1).replace(/^\/\/(?=\/)/, '')
  return path === '' || path.startsWith('//') ? undefined : { engine, path }
}

/** A URL without its password and parameters, for logs and errors. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url) || url.startsWith('sqlite:')) return url
  const { protocol, username, host, pathname } = new URL(url)
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`
}
