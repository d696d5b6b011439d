import type { Logger, MaybePromise } from '@micro/core'
import { seconds } from '../tokens/clock.ts'
import type { TokenCodec } from '../tokens/token-codec.ts'
import { KnownTokens } from './known-tokens.ts'
import type { SessionStore } from './session-store.ts'
import { endOf, fromClaims, type Lifetimes, type StoredSession, toClaims } from './stored-session.ts'

/** What keeping sessions takes. */
export interface KeeperParts {
  readonly codec: TokenCodec
  /** `undefined` when the cookie holds the values. */
  readonly store: SessionStore | undefined
  readonly lifetimes: Lifetimes
  readonly logger: Logger
}

/** Turns sessions into tokens and tokens into sessions, and asks the store when there is one. */
export class SessionKeeper {
  readonly #parts: KeeperParts
  readonly #known = new KnownTokens()
  #oldVersionLogged = false

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** The session of a token that a client sent; `undefined` for one that is not ours, or has ended. */
  find(token: string): MaybePromise<StoredSession | undefined> {
    const known = this.#known.get(token)
    return known === undefined ? this.#verify(token) : this.#revive(known)
  }

  /** The token of a session. Its values are in there, or still have to be stored. */
  seal(session: StoredSession): Promise<string> {
    const { codec, lifetimes, store } = this.#parts
    return codec.seal(toClaims(session, lifetimes, store === undefined))
  }

  /**
   * Keeps a session, and ends the one that it takes the place of.
   *
   * @returns Whether it is kept: not when it was ended meanwhile, by a logout in another request.
   */
  async keep(session: StoredSession, origin: StoredSession | undefined, token: string): Promise<boolean> {
    const { store } = this.#parts
    if (store !== undefined && !(await this.#store(store, session, origin))) return false
    this.#known.set(token, store === undefined ? session : { ...session, text: '{}' })
    return true
  }

  /** Ends a session: with a store for whoever has its cookie, without one for this client only. */
  async end(session: StoredSession): Promise<void> {
    await this.#parts.store?.delete(session.id)
  }

  async #store(
    store: SessionStore,
    session: StoredSession,
    origin: StoredSession | undefined,
  ): Promise<boolean> {
    const lifetime = endOf(session, this.#parts.lifetimes) - seconds()
    if (session.id === origin?.id) return store.replace(session.id, session.text, lifetime)
    await store.add(session.id, session.text, lifetime)
    if (origin !== undefined) await store.delete(origin.id)
    return true
  }

  async #verify(token: string): Promise<StoredSession | undefined> {
    const { codec, lifetimes, store } = this.#parts
    const opened = await codec.open(token, lifetimes.idleLifetime)
    if (opened.refused !== undefined) return this.#refuse(opened.refused)
    const read = fromClaims(opened.claims, store === undefined)
    if (read.refused !== undefined) return this.#refuse(read.refused)
    this.#known.set(token, read.session)
    return this.#revive(read.session)
  }

  /** A session whose token is genuine, unless it has ended. */
  #revive(session: StoredSession): MaybePromise<StoredSession | undefined> {
    const { lifetimes, store } = this.#parts
    if (endOf(session, lifetimes) <= seconds()) return this.#refuse('time')
    return store === undefined ? session : this.#load(store, session)
  }

  async #load(store: SessionStore, session: StoredSession): Promise<StoredSession | undefined> {
    const text = await store.get(session.id)
    return text === undefined ? this.#refuse('ended') : { ...session, text }
  }

  /** Says why in the log, never the token. */
  #refuse(reason: string): undefined {
    const { logger } = this.#parts
    if (reason !== 'version') logger.debug({ reason }, 'A session cookie was refused')
    else if (!this.#oldVersionLogged) {
      this.#oldVersionLogged = true
      logger.info({}, 'Session cookies of another release are refused: whoever has one begins anew')
    }
  }
}
