/** The attributes of a cookie. */
export interface CookieAttributes {
  /** Where on the site the cookie is sent. Default: `'/'`. */
  readonly path?: string
  /**
   * The host whose subdomains get the cookie too. Default: none, so that only the host that sets it gets it.
   */
  readonly domain?: string
  /** Sent over HTTPS only. Default: `false`. */
  readonly secure?: boolean
  /** Out of reach of scripts in the page. Default: `true`. */
  readonly httpOnly?: boolean
  /** Whether requests from other sites carry the cookie; `'none'` asks for `secure`. Default: `'lax'`. */
  readonly sameSite?: 'strict' | 'lax' | 'none'
  /** Seconds it lives, a whole number; 0 or less deletes it. Default: until the browser closes. */
  readonly maxAge?: number
  /** When it ends; `maxAge` goes before it. Default: when the browser closes. */
  readonly expires?: Date
  /** Kept apart for each site that embeds this one; asks for `secure`. Default: `false`. */
  readonly partitioned?: boolean
  /** Which cookies a browser drops first when it has too many. Default: none. */
  readonly priority?: 'low' | 'medium' | 'high'
}

/**
 * The attributes that a cookie of this name can have: browsers drop a `__Host-` cookie that is not `secure`,
 * has a domain, or another path than `/`, and a `__Secure-` cookie that is not `secure`.
 */
export type CookieOptions<Name extends string = string> = Name extends `__Host-${string}`
  ? CookieAttributes & { readonly secure: true; readonly path?: '/'; readonly domain?: never }
  : Name extends `__Secure-${string}`
    ? CookieAttributes & { readonly secure: true }
    : CookieAttributes

/** The options as the last argument of a call: they cannot be left out where the name asks for some. */
export type CookieArguments<Name extends string> = Name extends `__Host-${string}` | `__Secure-${string}`
  ? readonly [options: CookieOptions<Name>]
  : readonly [options?: CookieOptions<Name>]
