import { seconds } from '../tokens/clock.ts'
import type { SessionStore, SessionStoreFactory } from './session-store.ts'

/** How much a memory store keeps. */
export interface MemoryStoreOptions {
  /** Most sessions; above it the one that was written longest ago ends. Default: 10,000. */
  readonly maxSessions?: number
}

interface Entry {
  readonly text: string
  /** In seconds since 1970. */
  readonly expires: number
}

/**
 * Keeps sessions in the memory of this process, one store for each app.
 *
 * Does not outlive the process and is not seen by others: for one process, for development and for tests.
 *
 * @example
 * const sessions = new Sessions({ store: memoryStore({ maxSessions: 50_000 }) })
 */
export function memoryStore(options: MemoryStoreOptions = {}): SessionStoreFactory {
  return () => new MemoryStore(options.maxSessions ?? 10_000)
}

class MemoryStore implements SessionStore {
  readonly #maxSessions: number
  /** Written longest ago first. */
  readonly #entries = new Map<string, Entry>()

  constructor(maxSessions: number) {
    this.#maxSessions = maxSessions
  }

  get(id: string): string | undefined {
    const entry = this.#entries.get(id)
    if (entry !== undefined && entry.expires > seconds()) return entry.text
    this.#entries.delete(id)
    return undefined
  }

  add(id: string, text: string, lifetime: number): void {
    this.#entries.delete(id)
    this.#entries.set(id, { text, expires: seconds() + lifetime })
    if (this.#entries.size > this.#maxSessions) this.#dropOldest()
  }

  replace(id: string, text: string, lifetime: number): boolean {
    if (this.get(id) === undefined) return false
    this.add(id, text, lifetime)
    return true
  }

  delete(id: string): void {
    this.#entries.delete(id)
  }

  #dropOldest(): void {
    for (const id of this.#entries.keys()) {
      this.#entries.delete(id)
      return
    }
  }
}
