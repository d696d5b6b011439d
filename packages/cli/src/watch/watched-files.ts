import { type FSWatcher, watch } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Files that are watched for changes. Their folders are what is really watched, because editors replace a file by a new
 * one, and with it whatever was watching the old one.
 */
export class WatchedFiles implements Disposable {
  readonly #files = new Set<string>()
  readonly #folders = new Map<string, FSWatcher>()
  #changed: (file: string) => void = () => {}

  /** @param file - Full path. */
  add(file: string): void {
    this.#files.add(file)
    const folder = dirname(file)
    if (this.#folders.has(folder)) return
    const watcher = watch(folder, (_, name) => this.#look(folder, name))
    // A folder that is deleted is no reason to end: its files were reported as changed.
    watcher.on('error', () => watcher.close())
    this.#folders.set(folder, watcher)
  }

  /** The next file that changes from now on. */
  next(): Promise<string> {
    return new Promise((resolve) => (this.#changed = resolve))
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#folders.values()) watcher.close()
  }

  #look(folder: string, name: string | null): void {
    const file = join(folder, name ?? '')
    if (name === null || this.#files.has(file)) this.#changed(file)
  }
}
