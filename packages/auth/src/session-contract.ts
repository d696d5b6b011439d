import { type Contract, defineContract } from '@micro/core'
import type { MaybePromise } from '@micro/core'

/** The values of one session, by name. */
export interface SessionValues {
  /** `undefined` when there is none. */
  get(name: string): unknown
  /** The value must be plain JSON. */
  set(name: string, value: unknown): void
  /** Whether there was one. */
  delete(name: string): boolean
  /** Deletes every value. */
  clear(): void
}

/**
 * The session of the current request, for whoever needs to remember something of a client between two requests, without
 * knowing how sessions are kept.
 *
 * Its members throw outside of a request.
 */
export interface SessionService extends SessionValues {
  /** A name nobody can know from before: to call when what the client may do changes. The values stay. */
  regenerate(): void
  /**
   * Changes the session of a client from outside of a request, as a test does between two of them.
   *
   * @param cookies - What the client would send.
   * @returns The `Set-Cookie` lines that it would get back.
   */
  edit(
    cookies: Readonly<Record<string, string>>,
    change: (session: SessionValues) => MaybePromise<void>,
  ): Promise<readonly string[]>
}

/** Fulfilled by the extension that keeps the sessions of an app. */
export const sessionContract: Contract<SessionService> = defineContract<SessionService>('session')
