import { currentApp } from '../context/current.ts'
import type { RouteRef, RunningApp } from '../context/running-app.ts'
import type { UrlArguments } from '../routing/path-types.ts'
import type { ParamsOf, PathLike } from './params-of.ts'
import type { UrlOptions } from '../context/url-options.ts'

/**
 * One route, as the verbs of an app or blueprint return it: a small record from which its URLs are made.
 *
 * @typeParam Path - The path it was registered with.
 */
export class Route<Path extends PathLike = PathLike> implements RouteRef {
  /** As registered, without the prefix of a blueprint. */
  readonly path: string
  /** Name within its app or blueprint. */
  readonly endpoint: string
  readonly methods: readonly string[]
  readonly #home: RunningApp | undefined

  constructor(path: string, endpoint: string, methods: readonly string[], home?: RunningApp) {
    this.path = path
    this.endpoint = endpoint
    this.methods = methods
    this.#home = home
  }

  /**
   * The URL of this route: a path, or a whole address with `external`.
   *
   * A route of a blueprint is looked up in the app at work, so it needs a request or `app.inContext`.
   *
   * @throws {@link MicroError} `URL_VALUES` for a value that the path does not take; `NO_APP` outside of an app.
   * @example
   * const show = app.get('/users/<int:id>', ({ params }) => ({ id: params.id }))
   * show.url({ id: 7 }, { anchor: 'top' }) // '/users/7#top'
   */
  url(...[values, options]: UrlArguments<ParamsOf<Path>, UrlOptions>): string {
    return (this.#home ?? currentApp()).urlOf(this, Object.assign({}, values), options)
  }
}
