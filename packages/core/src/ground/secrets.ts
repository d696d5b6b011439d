const SECRET =
  /secret|pass(w|phrase)|pwd|token|credential|private|salt|dsn|cookie|authorization|api_?key|keys?(fallbacks)?$/i

/** What is shown in place of a secret. */
const MASK = '(hidden)'

/**
 * A value as text for people, without what nobody else may see: all of a value whose name says that it is a secret, and a
 * password within an address.
 *
 * @param name - Dotted: any part of it can say that it is a secret.
 * @example
 * masked('secretKey', 'abc') // '(hidden)'
 * masked('database.url', 'postgres://me:pass@db/shop') // '"postgres://me:(hidden)@db/shop"'
 */
export function masked(name: string, value: unknown): string {
  if (name.split('.').some((part) => SECRET.test(part))) return MASK
  // A list of sections is one value here, with names of its own.
  const text: string | undefined = JSON.stringify(value, (key, each: unknown) =>
    SECRET.test(key) ? MASK : typeof each === 'bigint' ? String(each) : each,
  )
  // Up to the last `@`: a password that nobody has encoded may hold one, and slashes.
  return (text ?? String(value)).replaceAll(/(\/\/[^\s/:@"]*):[^\s"]+@/g, `$1:${MASK}@`)
}
