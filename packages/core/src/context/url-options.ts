import type { QueryValues } from '../http/query.ts'

/** What a URL may have besides the values of its path. */
export interface UrlOptions {
  /** Added behind `?`; names whose value is `undefined` or `null` are left out, lists repeat the name. */
  readonly query?: QueryValues
  /** Added behind `#`, encoded. */
  readonly anchor?: string
  /** A whole address with scheme and host, from `serverName` or the current request. Default: a path. */
  readonly external?: boolean
  /** Scheme of a whole address. Default: that of the request, or `preferredUrlScheme`; `''` for `//host/path`. Implies `external`. */
  readonly scheme?: string
  /** Of several rules of an endpoint, one that answers this method. */
  readonly method?: string
}
