import { defineOptions, booleanOption, integerOption, customOption, type Option } from '../ground/options.ts'
import type { MaybePromise } from '../ground/promise.ts'
import type { StandardSchema } from '../ground/schema.ts'
import { isToken } from '../http/header.ts'
import type { Context } from '../context/context.ts'
import { checkedTogether } from './checked-together.ts'
import { pathPrefixes } from './path-prefixes.ts'

/** Decides about one origin, such as `'https://shop.test'`; it may be `'null'`, which any sandboxed page can be. */
export type OriginTest = (origin: string, c: Context) => MaybePromise<boolean>

/** Whose scripts may read the replies: those of every origin, of the origins listed, or as a function decides. */
export type AllowedOrigins = true | readonly string[] | OriginTest

/** Which scripts of other origins may read what. */
export interface CorsOptions {
  /**
   * Whose scripts may read the replies. `true` is everybody; an origin in a list is scheme, host and port, as browsers
   * write it, and is compared as a whole. Default: nobody.
   */
  readonly origins: AllowedOrigins
  /** Whether cookies and other credentials may come along. Cannot go with `origins: true`. Default: false. */
  readonly credentials: boolean
  /** Methods that a preflight allows. Default: GET, HEAD, POST, PUT, PATCH, DELETE. */
  readonly methods: readonly string[]
  /** Request fields that a preflight allows; `true` for all that are asked for. Default: true. */
  readonly allowHeaders: true | readonly string[]
  /** Reply fields that scripts may read besides those that they always may. Default: none. */
  readonly exposeHeaders: readonly string[]
  /** Seconds for which a browser may go by a preflight; 0 for not at all. Default: 600. */
  readonly maxAge: number
  /** Paths that this is for, each with all below it. Default: all. */
  readonly paths: readonly string[]
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Declares the options, with the defaults of one {@link Cors}. */
export function corsOptions(defaults: Partial<CorsOptions>): StandardSchema<unknown, CorsOptions> {
  const schema = defineOptions({
    origins: customOption<AllowedOrigins>(
      defaults.origins ?? [],
      'true, a function, or a list of origins such as "https://shop.test": scheme, host and port, and nothing else',
      isOrigins,
    ),
    credentials: booleanOption(defaults.credentials ?? false),
    methods: names(defaults.methods ?? METHODS),
    allowHeaders: customOption<true | readonly string[]>(
      defaults.allowHeaders ?? true,
      'true or a list of field names',
      (value): value is true | readonly string[] => value === true || isNames(value),
    ),
    exposeHeaders: names(defaults.exposeHeaders ?? []),
    maxAge: integerOption(defaults.maxAge ?? 600, { max: 86_400 }),
    paths: pathPrefixes(defaults.paths),
  })
  return checkedTogether(schema, ({ origins, credentials }) =>
    // With both, any page on the web could act as whoever is logged in here.
    credentials && origins === true
      ? { path: ['credentials'], message: 'cannot be true for every origin: list the origins' }
      : undefined,
  )
}

function names(initial: readonly string[]): Option<readonly string[]> {
  return customOption(initial, 'a list of names', isNames)
}

function isNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '*' && isToken(name))
  )
}

function isOrigins(value: unknown): value is AllowedOrigins {
  if (value === true || typeof value === 'function') return true
  return Array.isArray(value) && value.every((origin) => typeof origin === 'string' && isOrigin(origin))
}

/** Whether a text is an origin as a browser sends it; one that is written otherwise would never be equal to it. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.origin === text || `${url.protocol}//${url.host}` === text)
}
