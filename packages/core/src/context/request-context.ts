import type { Request } from '../message/request.ts'
import { AppContext } from './app-context.ts'
import type { AfterThisRequest, AnyParams, Context } from './context.ts'
import type { RunningApp } from './running-app.ts'

/** Where in the app a request has arrived. */
export interface Place {
  /** Full name of the endpoint; `undefined` when no route answers. */
  readonly endpoint: string | undefined
  /** Dotted names of the blueprints, inner first. */
  readonly blueprints: readonly string[]
}

/** What schemas gave in place of what was sent. */
interface CheckedParts {
  query?: unknown
  headers?: unknown
  cookies?: unknown
}

const NOWHERE: Place = { endpoint: undefined, blueprints: [] }
const NO_PARAMS: AnyParams = Object.freeze(Object.create(null))

/** The {@link Context} of a running request. */
export class RequestContext extends AppContext implements Context {
  readonly request: Request
  params: AnyParams = NO_PARAMS
  body: unknown = undefined
  #place: Place = NOWHERE
  #checked: CheckedParts | undefined
  #after: AfterThisRequest[] | undefined

  constructor(app: RunningApp, request: Request) {
    super(app)
    this.request = request
    request.owner = this
  }

  /** Says where the request has arrived, once it is known. */
  arriveAt(place: Place, params: AnyParams): void {
    this.#place = place
    this.params = params
  }

  get query(): unknown {
    const checked = this.#checked
    return checked !== undefined && 'query' in checked ? checked.query : this.request.query
  }

  get headers(): unknown {
    const checked = this.#checked
    return checked !== undefined && 'headers' in checked ? checked.headers : this.request.headers
  }

  get cookies(): unknown {
    const checked = this.#checked
    return checked !== undefined && 'cookies' in checked ? checked.cookies : this.request.cookies
  }

  /** Puts what a schema gave in the place of what was sent. */
  replace(part: keyof CheckedParts, value: unknown): void {
    this.#checked ??= {}
    this.#checked[part] = value
  }

  get endpoint(): string | undefined {
    return this.#place.endpoint
  }

  get blueprint(): string | undefined {
    return this.#place.blueprints[0]
  }

  get blueprints(): readonly string[] {
    return this.#place.blueprints
  }

  get signal(): AbortSignal {
    return this.request.signal
  }

  afterThisRequest(run: AfterThisRequest): void {
    this.#after ??= []
    this.#after.push(run)
  }

  /** What was asked to run after this request, in order. */
  get afterThis(): readonly AfterThisRequest[] | undefined {
    return this.#after
  }
}
