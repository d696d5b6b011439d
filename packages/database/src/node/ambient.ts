import { AsyncLocalStorage } from 'node:async_hooks'

/** A value that everything finds which a function calls and awaits. */
export class Ambient<T> {
  readonly #storage = new AsyncLocalStorage<T>()

  /** The value; `undefined` outside. */
  get current(): T | undefined {
    return this.#storage.getStore()
  }

  /** Runs a function within which a value is found. */
  run<Result>(value: T, work: () => Result): Result {
    return this.#storage.run(value, work)
  }
}
