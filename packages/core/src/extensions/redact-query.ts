const SHOWN_INSTEAD = 'REDACTED'

/**
 * Makes the function that hides what nobody may read in a log: the values of a query whose names speak of secrets. A name
 * does so when one of its words is among those given: `token` hides `token`, `access_token` and `accessToken`, and not
 * `tokens`.
 *
 * What it gives is percent-encoded, and holds visible ASCII alone.
 *
 * @param secrets - Words, in lower case.
 * @example
 * const redact = queryRedactor(['token'])
 * redact('page=2&token=abc') // 'page=2&token=REDACTED'
 */
export function queryRedactor(secrets: readonly string[]): (query: string) => string {
  const secret = new Set(secrets)
  const isSecret = (name: string): boolean => wordsOf(name).some((word) => secret.has(word))
  return (query) => {
    const shown = new URLSearchParams()
    for (const [name, value] of new URLSearchParams(query))
      shown.append(name, value !== '' && isSecret(name) ? SHOWN_INSTEAD : value)
    return shown.toString()
  }
}

/** `'accessToken'` and `'access_token'` are `access` and `token`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]/)
}
