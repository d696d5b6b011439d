import {
  defineOptions,
  booleanOption,
  integerOption,
  choiceOption,
  customOption,
  optionalStringOption,
  type StandardSchema,
  stringOption,
  stringListOption,
} from '@micro/core'

const DAY = 86_400

/** Options of {@link Sessions}: complete and valid. */
export interface SessionOptions {
  /**
   * `'signed'`: whoever has the cookie can read it, nobody can change it. `'encrypted'`: nobody can read it either.
   * Default: `'signed'`.
   */
  readonly mode: 'signed' | 'encrypted'
  /** Default: `'__Host-session'` where every cookie is `Secure`, has the path `/` and no domain; `'session'` elsewhere. */
  readonly cookieName: string | undefined
  /** Where on the site the cookie is sent. Default: `'/'`. */
  readonly path: string
  /** The host whose subdomains get the cookie too. Default: none, only the host that sets it. */
  readonly domain: string | undefined
  /** Whether requests from other sites carry the cookie. Default: `'lax'`. */
  readonly sameSite: 'strict' | 'lax' | 'none'
  /** Sent over HTTPS only. `'auto'`: always, but for plain HTTP in debug. Default: `'auto'`. */
  readonly secure: boolean | 'auto'
  /** Seconds from the beginning of a session to its end, however much it is used. Default: 31 days. */
  readonly lifetime: number
  /** Seconds without use after which a session ends. Writes happen when a tenth of it is over. Default: 14 days. */
  readonly idleLifetime: number
  /** Whether the cookie of a new session outlives the browser. Default: false. */
  readonly permanent: boolean
  /** Whether requests that may change something are checked for where they come from. Default: true. */
  readonly csrf: boolean
  /** Other origins whose pages may send such requests, such as `'https://accounts.example.com'`. Default: none. */
  readonly csrfTrustedOrigins: readonly string[]
  /** Endpoints and blueprints that are not checked: those no browser's cookie can log in to. Default: none. */
  readonly csrfExempt: readonly string[]
}

/** What a deployment may set of the sessions, with what the code says as defaults. */
export function sessionOptions(
  defaults: Partial<SessionOptions>,
): StandardSchema<Partial<SessionOptions>, SessionOptions> {
  const table = defineOptions({
    mode: choiceOption(['signed', 'encrypted'], 'signed'),
    cookieName: optionalStringOption(),
    path: stringOption('/'),
    domain: optionalStringOption(),
    sameSite: choiceOption(['strict', 'lax', 'none'], 'lax'),
    secure: customOption<boolean | 'auto'>('auto', 'true, false or "auto"', isSecure),
    lifetime: integerOption(31 * DAY, { min: 1 }),
    idleLifetime: integerOption(14 * DAY, { min: 1 }),
    permanent: booleanOption(false),
    csrf: booleanOption(true),
    csrfTrustedOrigins: customOption<readonly string[]>(
      [],
      'a list of origins such as "https://example.com"',
      isOrigins,
    ),
    csrfExempt: stringListOption(),
  })
  return {
    '~standard': {
      version: 1,
      vendor: 'micro',
      validate: (given) => table['~standard'].validate({ ...defaults, ...asRecord(given) }),
    },
  }
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

function isSecure(value: unknown): value is boolean | 'auto' {
  return typeof value === 'boolean' || value === 'auto'
}

function isOrigins(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && isOrigin(item))
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value
}
