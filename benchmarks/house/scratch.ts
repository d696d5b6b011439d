import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one run, outside of the repository. It goes with `using`, and also where the run is broken off by Ctrl-C. */
export class Scratch implements Disposable {
  readonly folder: string
  readonly #remove = (): void => rmSync(this.folder, { recursive: true, force: true })

  /** @param name - What it is for: the beginning of its name. */
  constructor(name: string) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), `bench-${name}-`)))
    process.once('exit', this.#remove)
    // A signal that nobody listens to ends a process without its exit.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(130))
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#remove)
    this.#remove()
  }
}
