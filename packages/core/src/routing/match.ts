import type { Params } from './params.ts'
import type { Rule } from './rule.ts'

/** A rule has the path and the method. */
export interface Found<T> {
  readonly kind: 'found'
  readonly rule: Rule<T>
  readonly params: Params
}

/** The request belongs at another path of this application. */
export interface Redirect<T> {
  readonly kind: 'redirect'
  readonly status: 308
  /** As it goes on the wire, with one slash at its start, without the request's query. */
  readonly location: string
  /** The host or subdomain to send it to; `undefined` for that of the request. */
  readonly domain: string | undefined
  readonly rule: Rule<T>
}

/** The path is known, and OPTIONS is answered for it without a target. */
export interface AutomaticOptions<T> {
  readonly kind: 'options'
  /** Sorted. */
  readonly allowed: readonly string[]
  readonly rule: Rule<T>
}

/** The path is known, but not with this method. */
export interface MethodNotAllowed {
  readonly kind: 'method-not-allowed'
  /** Sorted. */
  readonly allowed: readonly string[]
}

/** No rule has this path. */
export interface NotFound {
  readonly kind: 'not-found'
}

/** What becomes of a request. */
export type Match<T> = Found<T> | Redirect<T> | AutomaticOptions<T> | MethodNotAllowed | NotFound
