import { decodeSegment } from '../http/target.ts'
import { createMatcher, type Matcher } from './matcher.ts'
import { type Path, toPath } from './path.ts'
import { parseHostPattern, parsePattern } from './pattern.ts'

/** Where a scope begins, besides its prefix. */
export interface ScopeOptions {
  /** The host or subdomain it is confined to; may have variables. Default: any. */
  readonly domain?: string | undefined
}

interface OwnedPrefix<S> {
  readonly scope: S
  readonly domain: Matcher | undefined
  readonly segments: readonly Matcher[]
}

/**
 * Knows which part of an application owns a path, also one that no route has: the part with the longest prefix.
 *
 * A prefix ends where a segment ends: `/admin` owns `/admin`, `/admin/` and `/admin/x`, not `/administrator`. Where prefixes
 * have one length, the part that was added first owns the path. Meant for paths that no route has: it looks at each prefix.
 *
 * @example
 * const scopes = new Scopes<string>()
 * scopes.add('/<lang>/admin', 'admin')
 * scopes.find('/en/admin/missing') // 'admin'
 */
export class Scopes<S> {
  #prefixes: readonly OwnedPrefix<S>[] = []

  /**
   * A scope with neither a prefix nor a domain owns nothing: all that nobody owns belongs to the application.
   *
   * @throws {@link MicroError} As for the path of a route.
   */
  add(prefix: string | Path, scope: S, { domain }: ScopeOptions = {}): void {
    const { text, converters } = toPath(prefix)
    const segments = parsePattern(text === '' ? '/' : text, { converters }).segments.map(createMatcher)
    const [place] = domain === undefined ? [] : parseHostPattern(domain, { converters }).segments
    if (segments.length === 0 && !place) return
    const owned = { scope, segments, domain: place && createMatcher(place) }
    this.#prefixes = [...this.#prefixes, owned].toSorted(
      (one, other) =>
        Number(!one.domain) - Number(!other.domain) || other.segments.length - one.segments.length,
    )
  }

  /**
   * @param path - In canonical form, as for {@link Router.match}.
   * @param domain - The host or subdomain, in lower case.
   */
  find(path: string, domain?: string): S | undefined {
    if (this.#prefixes.length === 0) return undefined
    const texts = path.split('/').slice(1).map(decodeSegment)
    return this.#prefixes.find((prefix) => ownsDomain(prefix, domain) && ownsPath(prefix, texts))?.scope
  }
}

function ownsDomain({ domain: matcher }: OwnedPrefix<unknown>, domain: string | undefined): boolean {
  return matcher === undefined || (domain !== undefined && matcher.read(domain, [], 0))
}

function ownsPath({ segments }: OwnedPrefix<unknown>, texts: readonly string[]): boolean {
  return (
    segments.length <= texts.length &&
    segments.every((matcher, index) => matcher.read(texts[index] ?? '', [], 0))
  )
}
