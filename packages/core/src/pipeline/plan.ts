import type { Deadlines } from '#runtime'
import type { Signals } from '../ground/signal.ts'
import type { AnyParams } from '../context/context.ts'
import type { RunningApp } from '../context/running-app.ts'
import type { Limits } from '../message/limits.ts'
import type { Arrival } from '../message/arrival.ts'
import type { Means } from '../message/request-body.ts'
import type { Door } from './door.ts'
import type { Endpoint } from './endpoint.ts'
import type { ErrorPage } from './error-page.ts'

/** Where a request has arrived, with what its path says. */
export interface Located {
  readonly endpoint: Endpoint
  readonly params: AnyParams
}

/**
 * What requests are served from: made once, when the app starts, and only read from then on. The pipeline sees this
 * and never the app that made it.
 */
export interface Plan {
  readonly app: RunningApp
  readonly door: Door
  readonly limits: Limits
  /** What bodies are read with. */
  readonly means: Means
  /** How long a handler may take, in milliseconds, where its route says nothing else. */
  readonly handlerTimeout: number
  /** Who is told of what. */
  readonly signals: Signals
  /** What the app is waiting for. */
  readonly deadlines: Deadlines
  /** The reply to an error that no handler of the app took. */
  readonly errorPage: ErrorPage
  /** Finds the endpoint; for a path that nobody answers, one whose view says so. */
  readonly locate: (arrival: Arrival) => Located
}
