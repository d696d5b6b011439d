import type { AppSetup, MaybePromise } from '@micro/core'

/**
 * Where sessions are kept when the cookie holds only their id: what is deleted here has ended, whoever still has the cookie.
 *
 * Every method may be called by several requests at once; of two writes of one session the last one counts.
 */
export interface SessionStore {
  /** What was kept under an id; `undefined` when nothing is, or its lifetime is over. */
  get(id: string): MaybePromise<string | undefined>
  /**
   * Keeps a new session.
   *
   * @param lifetime - In seconds.
   */
  add(id: string, text: string, lifetime: number): MaybePromise<void>
  /**
   * Replaces a session that is still there. Must not bring back one that was deleted: a slow request must not undo a logout.
   *
   * @returns Whether it was there.
   */
  replace(id: string, text: string, lifetime: number): MaybePromise<boolean>
  /** Ends a session. Nothing happens when there is none. */
  delete(id: string): MaybePromise<void>
}

/** Makes the store of one app, while the app is set up: what it opens, it opens in `onStart` and closes in `onStop`. */
export type SessionStoreFactory = (app: AppSetup) => SessionStore
