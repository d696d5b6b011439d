import type { Costs } from './password-scheme.ts'

/** A password's hash with all it takes to check one against it. */
export interface PhcHash {
  readonly name: string
  readonly version: number | undefined
  readonly costs: Costs
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** A PHC string is never this long; what is, is not looked at. */
const MAX_LENGTH = 512

/**
 * Writes a hash as one text: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`.
 *
 * @see https://github.com/P-H-C/phc-string-format
 */
export function formatPhc({ name, version, costs, salt, hash }: PhcHash): string {
  const parameters = Object.entries(costs).map(([cost, value]) => `${cost}=${value}`)
  const parts = [
    name,
    ...(version === undefined ? [] : [`v=${version}`]),
    parameters.join(','),
    encode(salt),
    encode(hash),
  ]
  return parts.map((part) => `$${part}`).join('')
}

/** Reads what {@link formatPhc} wrote; `undefined` for anything else. */
export function parsePhc(text: string): PhcHash | undefined {
  const match = text.length > MAX_LENGTH ? null : PATTERN.exec(text)
  if (match === null) return undefined
  const [, name = '', version, parameters = '', salt = '', hash = ''] = match
  const costs = parameters.split(',').map((parameter) => parameter.split('='))
  return {
    name,
    version: version === undefined ? undefined : Number(version),
    costs: Object.fromEntries(costs.map(([cost, value]) => [cost, Number(value)])),
    salt: decode(salt),
    hash: decode(hash),
  }
}

const PATTERN =
  /^\$([a-z0-9-]{1,32})(?:\$v=(\d{1,4}))?\$([a-z]{1,8}=\d{1,9}(?:,[a-z]{1,8}=\d{1,9}){0,7})\$([\w+/]{11,128})\$([\w+/]{16,128})$/

/** Base64 without padding. */
function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}

function decode(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}
