// AsyncLocalStorage is the one Node module outside of node/: Bun, Deno and Workers have it too.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { enter } from '#runtime'
import { fail } from '../ground/codes.ts'
import type { AppContext } from './app-context.ts'
import type { Context } from './context.ts'
import { RequestContext } from './request-context.ts'
import type { RunningApp } from './running-app.ts'

const storage = new AsyncLocalStorage<AppContext>()

/** Runs a function so that everything it calls and awaits finds this context. What it enters itself, of any `AsyncLocalStorage`, ends with it. */
export function runIn<T>(context: AppContext, run: () => T): T {
  return new Origin().run(() => enter(storage, context, run))
}

/** The work that is going on; `undefined` outside of any. */
export function ambient(): AppContext | undefined {
  return storage.getStore()
}

/** The request that is at work, if one is: also one that was answered already. */
export function ambientRequest(): RequestContext | undefined {
  const context = storage.getStore()
  return context instanceof RequestContext ? context : undefined
}

/**
 * The request that is going on, for code that was not handed a `c`.
 *
 * @throws {@link MicroError} `NO_REQUEST` outside of a request.
 * @example
 * function clientLanguage() {
 *   return currentContext().request.headers.get('accept-language') ?? 'en'
 * }
 */
export function currentContext(): Context {
  const context = ambientRequest()
  if (context?.closed === false) return context
  throw fail('NO_REQUEST', {})
}

/** Whether a request is going on; false again once it has been answered and cleaned up. */
export function hasContext(): boolean {
  return ambientRequest()?.closed === false
}

/**
 * The app that is at work: in a request, a command or `app.inContext`.
 *
 * @throws {@link MicroError} `NO_APP` outside of them.
 */
export function currentApp(): RunningApp {
  const context = storage.getStore()
  if (context === undefined) throw fail('NO_APP', {})
  return context.app
}

/** Binds a function to the context it was made in, for callbacks that are called from elsewhere. */
export function keepContext<Args extends readonly unknown[], Result>(
  run: (...args: Args) => Result,
): (...args: Args) => Result {
  const origin = new Origin()
  return (...args) => origin.run(() => run(...args))
}

/**
 * Where something was begun, for what goes on with it from elsewhere: with this context, and with all that a developer's own `AsyncLocalStorage` holds.
 *
 * Not `AsyncLocalStorage.snapshot`: that one costs 2 µs, this a sixtieth of it, and each run a sixth.
 */
export class Origin {
  readonly #resource = new AsyncResource('micro')

  run<T>(go: () => T): T {
    return this.#resource.runInAsyncScope(go)
  }
}
