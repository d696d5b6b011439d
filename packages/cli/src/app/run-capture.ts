import type { AppListener, CliApp, ListenAddress } from './cli-app.ts'

/** A call of `app.run()` by a file that the command line is loading. */
export interface CapturedRun {
  readonly app: CliApp
  readonly address: ListenAddress
}

/** What `app.run()` looks for before it serves, and whose promise it returns. */
type RunHost = (app: CliApp, address?: ListenAddress) => Promise<AppListener>

/**
 * Under this name `app.run()` finds the command line that is loading it. It is not an environment variable, because
 * programs that the app starts would inherit that and silently not run.
 */
const RUN_HOST = Symbol.for('micro.run')

/**
 * Catches the calls of `app.run()` that a file makes while, and after, it is loaded, so that no app is served twice: the
 * first one tells which app is meant, also when the file does not export it.
 */
export class RunCapture implements Disposable {
  /** Settles at the first call; stays pending without one. */
  readonly first: Promise<CapturedRun>
  readonly #listener: Promise<AppListener>
  #served: (listener: AppListener) => void = () => {}

  constructor() {
    this.#listener = new Promise((resolve) => (this.#served = resolve))
    this.first = new Promise((resolve) => {
      const host: RunHost = (app, address = {}) => {
        resolve({ app, address })
        return this.#listener
      }
      Reflect.set(globalThis, RUN_HOST, host)
    })
  }

  /** Lets the file go on after its `await app.run()`. */
  served(listener: AppListener): void {
    this.#served(listener)
  }

  [Symbol.dispose](): void {
    Reflect.deleteProperty(globalThis, RUN_HOST)
  }
}
