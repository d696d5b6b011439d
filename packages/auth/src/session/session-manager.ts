import {
  type Context,
  currentContext,
  defineKey,
  isPromise,
  type Key,
  type MaybePromise,
  type Reply,
  type RunningApp,
  type SessionProvider,
} from '@micro/core'
import { fail } from '../errors.ts'
import { KeyRing } from '../keys/key-ring.ts'
import { readSecrets } from '../keys/secrets.ts'
import { AppTokens } from '../tokens/app-tokens.ts'
import { seconds } from '../tokens/clock.ts'
import { encryptedTokens, signedTokens, type TokenCodec } from '../tokens/token-codec.ts'
import { dependsOnCookie } from './reply-caching.ts'
import { NOTHING, RequestSession } from './request-session.ts'
import { SessionCookie } from './session-cookie.ts'
import { SessionKeeper } from './session-keeper.ts'
import type { SessionOptions } from './session-options.ts'
import type { SessionStore } from './session-store.ts'
import { endOf, type StoredSession } from './stored-session.ts'

/** What can only be made when the app starts: keys come from its configuration, and importing them takes a moment. */
interface Ready {
  readonly cookie: SessionCookie
  readonly keeper: SessionKeeper
  readonly tokens: AppTokens
}

/** The sessions of one app: reads the cookie before a request, writes it after. What {@link Sessions} keeps for an app. */
export class SessionManager implements SessionProvider {
  readonly #options: SessionOptions
  readonly #store: SessionStore | undefined
  readonly #key: Key<RequestSession> = defineKey<RequestSession>('session')
  #started: Ready | undefined

  constructor(options: SessionOptions, store: SessionStore | undefined) {
    this.#options = options
    this.#store = store
  }

  /** @throws {@link MicroError} `SECRET_KEY_MISSING`, `SECRET_KEY_WEAK`, `SECRET_KEY_FALLBACKS`, `COOKIE_ATTRIBUTE`. */
  async start(app: RunningApp): Promise<void> {
    const ring = new KeyRing(readSecrets(app))
    const cookie = new SessionCookie(this.#options, app.debug)
    const codec = await this.#codec(ring)
    const keeper = new SessionKeeper({
      codec,
      store: this.#store,
      lifetimes: this.#options,
      logger: app.logger,
    })
    this.#started = { cookie, keeper, tokens: new AppTokens(ring) }
  }

  /** The tokens that the app hands out besides its sessions. @throws {@link MicroError} `SESSIONS_NOT_STARTED`. */
  get tokens(): AppTokens {
    return this.#ready.tokens
  }

  /**
   * Reads the session of a request before anybody asks, if its client sent one. Static files have to do without: reading a cookie
   * for each picture of a page would cost more than the picture.
   */
  open(c: Context): MaybePromise<void> {
    if (isStatic(c) || this.#tokenOf(c) === undefined) return undefined
    const session = this.load(c)
    return isPromise(session) ? session.then(() => undefined) : undefined
  }

  /**
   * The session of a request, read now if it was not yet: for a guard in front of static files, and for the page of an error that
   * came before the session's turn. Waits only for a cookie that this process has not seen, or for the store.
   */
  load(c: Context): MaybePromise<RequestSession> {
    const known = c.get(this.#key)
    if (known !== undefined) return known
    const token = this.#tokenOf(c)
    if (token === undefined) return this.#begin(c, undefined, false)
    const found = this.#ready.keeper.find(token)
    return isPromise(found)
      ? found.then((stored) => this.#begin(c, stored, true))
      : this.#begin(c, found, true)
  }

  /**
   * The session of a request. That of a static file is empty, and is not written.
   *
   * @throws {@link MicroError} `SESSION_NOT_READ`.
   */
  of(c: Context): RequestSession {
    const known = c.get(this.#key)
    if (known !== undefined) return known
    if (this.#tokenOf(c) === undefined) return this.#begin(c, undefined, false)
    if (isStatic(c)) return this.#sessionFrom(undefined, false)
    throw fail('SESSION_NOT_READ', {})
  }

  /** Writes what has become of the session into the reply. Waits only when there is something to write. */
  finish(reply: Reply, c: Context): MaybePromise<void> {
    const session = c.get(this.#key)
    return session === undefined ? undefined : this.#write(reply, session, c.request.scheme)
  }

  current(): RequestSession {
    return this.of(currentContext())
  }

  get #ready(): Ready {
    if (this.#started === undefined) throw fail('SESSIONS_NOT_STARTED', {})
    return this.#started
  }

  async #codec(ring: KeyRing): Promise<TokenCodec> {
    const kind = { type: 'micro-session+jwt', purpose: 'session' }
    return this.#options.mode === 'encrypted'
      ? encryptedTokens(await ring.keys('session', 'encrypt'), kind)
      : signedTokens(await ring.keys('session', 'sign'), kind)
  }

  /** The text of the session cookie, as sent. A request without cookies costs a look at one header. */
  #tokenOf(c: Context): string | undefined {
    return c.request.headers.has('cookie') ? c.request.cookies[this.#ready.cookie.name] : undefined
  }

  #begin(c: Context, origin: StoredSession | undefined, sent: boolean): RequestSession {
    // Of two that asked at once, the first has it already.
    const session = c.get(this.#key) ?? this.#sessionFrom(origin, sent)
    c.set(this.#key, session)
    return session
  }

  #sessionFrom(origin: StoredSession | undefined, sent: boolean): RequestSession {
    return new RequestSession(origin, {
      permanent: this.#options.permanent,
      refused: sent && origin === undefined,
    })
  }

  #write(reply: Reply, session: RequestSession, scheme: string): MaybePromise<void> {
    if (session.accessed) dependsOnCookie(reply)
    if (!session.accessed) return session.refused ? this.#end(reply, session, scheme) : undefined
    const text = session.toText()
    const change = changeOf(session, text, this.#options.idleLifetime)
    if (change === 'keep') return this.#keep(reply, session, session.snapshot(text), scheme)
    return change === 'end' ? this.#end(reply, session, scheme) : undefined
  }

  async #keep(reply: Reply, { origin }: RequestSession, now: StoredSession, scheme: string): Promise<void> {
    const { cookie, keeper } = this.#ready
    const token = await keeper.seal(now)
    cookie.assertFits(token)
    if (await keeper.keep(now, origin, token)) {
      cookie.set(reply, token, now.permanent ? endOf(now, this.#options) - now.written : undefined, scheme)
    } else cookie.delete(reply, scheme)
  }

  async #end(reply: Reply, { origin }: RequestSession, scheme: string): Promise<void> {
    const { cookie, keeper } = this.#ready
    if (origin !== undefined) await keeper.end(origin)
    dependsOnCookie(reply)
    cookie.delete(reply, scheme)
  }
}

/** What has to be done for a session that was looked at. */
type Change = 'nothing' | 'keep' | 'end'

function changeOf(session: RequestSession, text: string, idleLifetime: number): Change {
  const { origin } = session
  if (text === NOTHING) return origin !== undefined || session.refused ? 'end' : 'nothing'
  if (origin === undefined || session.isNew) return 'keep'
  if (text !== origin.text || session.permanent !== origin.permanent) return 'keep'
  // A session in use goes on. Not every read is a write: a tenth of the idle lifetime may pass.
  return seconds() - origin.written >= idleLifetime / 10 ? 'keep' : 'nothing'
}

function isStatic({ endpoint }: Context): boolean {
  return endpoint === 'static' || (endpoint?.endsWith('.static') ?? false)
}
