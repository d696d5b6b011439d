import type { StoredSession } from './stored-session.ts'

/** Most tokens remembered. With cookies of at most 4 KiB this is at most a few megabytes. */
const MAX_TOKENS = 1000

/**
 * The sessions of tokens that were verified, or made, by this process: the same cookie is verified once, not with every request,
 * and is then read without waiting. Whether the session has ended is asked every time.
 *
 * Only what was valid gets in, so no stranger can fill it.
 */
export class KnownTokens {
  /** Used longest ago first. */
  readonly #sessions = new Map<string, StoredSession>()

  get(token: string): StoredSession | undefined {
    const session = this.#sessions.get(token)
    if (session !== undefined) this.set(token, session)
    return session
  }

  set(token: string, session: StoredSession): void {
    this.#sessions.delete(token)
    this.#sessions.set(token, session)
    if (this.#sessions.size > MAX_TOKENS) this.#dropOldest()
  }

  #dropOldest(): void {
    for (const token of this.#sessions.keys()) {
      this.#sessions.delete(token)
      return
    }
  }
}
