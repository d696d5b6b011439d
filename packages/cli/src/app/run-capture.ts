import type { CliApp, ListenAddress } from './cli-app.ts'

/** A call of `app.run()` by a file that the command line is loading. */
export interface CapturedRun {
  readonly app: CliApp
  readonly address: ListenAddress
  /** Lets the file go on after its `await app.run()`. */
  end(): void
}

/** What `app.run()` looks for before it serves. With a promise it returns that; with `undefined` it serves. */
type RunHost = (app: CliApp, address?: ListenAddress) => Promise<void> | undefined

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
  #settle: (run: CapturedRun) => void = () => {}
  #open = false

  constructor() {
    this.first = new Promise((resolve) => (this.#settle = resolve))
    const host: RunHost = (app, address = {}) => (this.#open ? undefined : this.#catch(app, address))
    Reflect.set(globalThis, RUN_HOST, host)
  }

  /** Really serves an app. */
  async run(app: CliApp, address: ListenAddress): Promise<void> {
    this.#open = true
    const running = app.run(address)
    this.#open = false
    await running
  }

  [Symbol.dispose](): void {
    Reflect.deleteProperty(globalThis, RUN_HOST)
  }

  #catch(app: CliApp, address: ListenAddress): Promise<void> {
    return new Promise((end) => this.#settle({ app, address, end }))
  }
}
