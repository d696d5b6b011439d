/** A reply as far as it is looked at here. */
interface Seen {
  readonly status: number
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

/** A stack, a path of this project, or the word of an engine for an error. */
const INSIDE =
  /\bat \S+ \(|node:internal|\.[cm]?[jt]s:\d+|\/packages\/|\b(?:TypeError|RangeError|ReferenceError)\b/

/**
 * What every reply to an error holds to, whatever the error is: it says of what type it is, and that nobody should guess;
 * it sets no cookie; and it shows nothing of the inside.
 *
 * @returns What is broken, in words; empty where nothing is.
 */
export function brokenInvariants({ status, fields, body }: Seen): readonly string[] {
  if (status < 400) return []
  const broken: readonly (readonly [boolean, string])[] = [
    [body !== '' && !fields.has('content-type'), 'an error without content-type'],
    [body !== '' && fields.get('x-content-type-options')?.[0] !== 'nosniff', 'an error without nosniff'],
    [fields.has('set-cookie'), 'an error that sets a cookie'],
    [INSIDE.test(body), `an error that shows the inside: ${body.slice(0, 200)}`],
  ]
  return broken.filter(([is]) => is).map(([, words]) => words)
}
