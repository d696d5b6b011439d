import type { CliApp } from './app/cli-app.ts'
import { loadApp, type LoadedApp } from './app/load-app.ts'
import type { RunCapture } from './app/run-capture.ts'
import type { CliIo } from './cli-io.ts'
import type { GlobalOptions } from './program.ts'

/** What the commands of one run of the command line share. */
export class Session {
  readonly io: CliIo
  readonly options: GlobalOptions
  readonly capture: RunCapture
  /** What the run ends with, unless something fails. */
  exitCode = 0
  #loading: Promise<LoadedApp> | undefined

  constructor(io: CliIo, options: GlobalOptions, capture: RunCapture) {
    this.io = io
    this.options = options
    this.capture = capture
  }

  /**
   * The app, loaded once: that of a file named after the command, else of `--app`, else of MICRO_APP, else of the usual
   * places.
   */
  load(file?: string): Promise<LoadedApp> {
    return (this.#loading ??= this.#load(file ?? this.options.app ?? this.io.env['MICRO_APP'] ?? ''))
  }

  async #load(target: string): Promise<LoadedApp> {
    const loaded = await loadApp(this.io.cwd, target, this.capture)
    const { debug } = this.options
    if (debug !== undefined) loaded.app.config.fromObject({ debug })
    return loaded
  }
}

/** Runs a function in a context of an app that is started for it if it shall be, and stopped again whatever happens. */
export async function inContextOf<T>(app: CliApp, run: () => T | PromiseLike<T>, start = true): Promise<T> {
  try {
    return await app.inContext(run, { start })
  } finally {
    await app.stop()
  }
}
