import type { Key } from './key.ts'
import { fail } from '../ground/codes.ts'
import { describe, writeLog } from '../ground/logger.ts'
import { isPromise, type MaybePromise } from '../ground/promise.ts'
import type { RunningApp } from './running-app.ts'

interface Disposal {
  readonly run: () => MaybePromise<void>
}

/**
 * One piece of work of an app: a request, a command, a job. It carries values by key and closes what was opened for
 * it, last opened first closed.
 */
export class AppContext {
  readonly app: RunningApp
  /** Whether the work is over: nothing that still runs may take it for its own. */
  closed = false
  #values: Map<object, unknown> | undefined
  #disposals: Disposal[] | undefined

  constructor(app: RunningApp) {
    this.app = app
  }

  /** The value kept under a key; `undefined` when there is none. */
  get<T>(key: Key<T>): T | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key carries the type of what `set` put here
    return this.#values?.get(key) as T | undefined
  }

  /** Keeps a value under a key. */
  set<T>(key: Key<T>, value: T): void {
    this.#values ??= new Map()
    this.#values.set(key, value)
  }

  /**
   * A value of which this piece of work has at most one: made when it is first asked for, disposed after the reply
   * (or the job) is done, whatever happened. Last made, first disposed; one that fails does not stop the others.
   *
   * @param owner - Whose value it is, usually the extension object. One value per owner.
   * @throws {@link MicroError} `CONTEXT_CLOSED` when it is done already and the value would have to be disposed.
   * @example
   * const cart = c.scoped(carts, () => carts.open(c.request.cookies.cart), (cart) => cart.close())
   */
  scoped<T>(owner: object, make: () => T, dispose?: (value: T) => MaybePromise<void>): T {
    this.#values ??= new Map()
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this method writes under an owner, what its `make` gave
    if (this.#values.has(owner)) return this.#values.get(owner) as T
    // Before it is made: nobody would close it.
    if (dispose !== undefined) this.#assertOpen()
    const value = make()
    this.#values.set(owner, value)
    if (dispose !== undefined) this.onDispose(() => dispose(value))
    return value
  }

  /**
   * Runs a function when this piece of work is done, before those that were added earlier.
   *
   * @throws {@link MicroError} `CONTEXT_CLOSED` when it is done already.
   */
  onDispose(run: () => MaybePromise<void>): void {
    this.#assertOpen()
    this.#disposals ??= []
    this.#disposals.push({ run })
  }

  /** Whether there is anything to close. */
  get hasDisposals(): boolean {
    return this.#disposals !== undefined
  }

  /**
   * Closes everything that was opened, last first, and the context with the last of it: what is added any later is refused, not
   * forgotten. Failures are logged, never thrown.
   */
  async dispose(): Promise<void> {
    for (let last = this.#disposals?.pop(); last !== undefined; last = this.#disposals?.pop()) {
      try {
        const pending = last.run()
        if (isPromise(pending)) await pending
      } catch (err) {
        writeLog(
          this.app.logger,
          'error',
          { err },
          `Disposal failed: ${describe(err).split('\n', 1)[0] ?? ''}`,
        )
      }
    }
    this.closed = true
  }

  #assertOpen(): void {
    if (this.closed) throw fail('CONTEXT_CLOSED', {})
  }
}
