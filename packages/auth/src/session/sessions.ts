import {
  type AppSetup,
  currentContext,
  type Extension,
  hasContext,
  sessionContract,
  type StandardSchema,
} from '@micro/core'
import { csrfGuard } from '../csrf/csrf-guard.ts'
import { csrfToken } from '../csrf/csrf-token.ts'
import { templateFlashedMessages } from '../flash/template-flashed-messages.ts'
import { Gate, passwordGate } from '../gate.ts'
import { tokenSource } from '../tokens/signing.ts'
import type { RequestSession } from './request-session.ts'
import { SessionManager } from './session-manager.ts'
import { sessionOptions, type SessionOptions } from './session-options.ts'
import type { SessionStoreFactory } from './session-store.ts'

/** What {@link Sessions} is made with: its options as this code wants them, and what no configuration file can hold. */
export interface SessionsSetup extends Partial<SessionOptions> {
  /**
   * Where the values are kept, such as {@link memoryStore}; the cookie then holds an id, and a session can be ended for whoever
   * has its cookie. Default: none, the cookie holds the values.
   */
  readonly store?: SessionStoreFactory
}

/**
 * What a client keeps from one request to the next: Flask's `session`, typed.
 *
 * The values are in a cookie, signed or encrypted with keys made from `app.config.secretKey`, and are written only when they have
 * changed. Without a store a logout tells the browser to forget them, and nothing more: who kept a copy of the cookie can send it
 * until it ends. Of two requests at once that change a session, the one that answers last counts.
 *
 * Also checks where requests that may change something come from (`csrf`), and gives templates `csrf_token()` and
 * `get_flashed_messages()`.
 *
 * @typeParam Data - The values by name. Plain JSON; names that begin with `_` belong to extensions.
 * @example
 * const sessions = new Sessions<{ theme: 'light' | 'dark' }>()
 * const app = new App({ config: { secretKey: 'b8Rk2v5yXqTn7wZc4mFh9sLd3gJp6aUe' } })
 * app.register(sessions, { idleLifetime: 3600 })
 * app.get('/', () => `Your theme is ${sessions.get('theme') ?? 'light'}`)
 * app.post('/dark', () => {
 *   sessions.set('theme', 'dark')
 *   return redirect('/')
 * })
 */
export class Sessions<Data extends object = Record<string, unknown>> implements Extension<
  SessionManager,
  SessionOptions
> {
  readonly name = 'sessions'
  readonly options: StandardSchema<Partial<SessionOptions>, SessionOptions>
  readonly #store: SessionStoreFactory | undefined

  /** @param setup - Defaults for the options of `app.register` and `app.config.sessions`. */
  constructor(setup: SessionsSetup = {}) {
    const { store, ...defaults } = setup
    this.#store = store
    this.options = sessionOptions(defaults)
  }

  initApp(app: AppSetup, options: SessionOptions): SessionManager {
    const manager = new SessionManager(options, this.#store?.(app))
    app.onStart((running) => manager.start(running))
    app.beforeRequest((c) => manager.open(c))
    if (options.csrf) app.beforeRequest(csrfGuard(options))
    app.beforeSend((reply, c) => manager.finish(reply, c))
    // The page of an error that came before the session was read may show messages, too.
    app.contextProcessor(async () => {
      if (hasContext()) await manager.load(currentContext())
      return {}
    })
    app.provide(sessionContract, manager)
    app.provide(tokenSource, manager)
    app.provide(passwordGate, new Gate())
    app.templateGlobal('csrf_token', csrfToken)
    app.templateGlobal('get_flashed_messages', templateFlashedMessages)
    return manager
  }

  /** A value of the current session; `undefined` when there is none. What is changed inside of it is kept too. */
  get<Name extends keyof Data & string>(name: Name): Data[Name] | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `set` takes nothing else under this name, and the cookie is signed
    return this.#current().get(name) as Data[Name] | undefined
  }

  /**
   * Keeps a value in the current session.
   *
   * @param value - Plain JSON: `-0` comes back as `0`, everything else as it is.
   * @throws {@link MicroError} `SESSION_VALUE` for what JSON cannot hold: a Date, a bigint, `undefined`, a Map, a cycle, NaN.
   */
  set<Name extends keyof Data & string>(name: Name, value: Exclude<Data[Name], undefined>): void {
    this.#current().set(name, value)
  }

  /** Whether the current session has a value. */
  has(name: keyof Data & string): boolean {
    return this.#current().has(name)
  }

  /** Deletes a value of the current session. @returns Whether there was one. */
  delete(name: keyof Data & string): boolean {
    return this.#current().delete(name)
  }

  /** The names of all values, those of extensions among them. */
  keys(): string[] {
    return this.#current().keys()
  }

  /** Deletes every value, the login among them; the browser is told to forget the cookie. */
  clear(): void {
    this.#current().clear()
  }

  /**
   * Gives the current session a new id and lifetime, and new CSRF tokens; the values stay.
   *
   * To call when what the client may do changes: whoever knew the session before does not know it any more. Login does it.
   */
  regenerate(): void {
    this.#current().regenerate()
  }

  /** Whether the cookie of the current session outlives the browser. */
  get permanent(): boolean {
    return this.#current().permanent
  }

  set permanent(permanent: boolean) {
    this.#current().permanent = permanent
  }

  #current(): RequestSession {
    const c = currentContext()
    return c.app.extension(this).of(c)
  }
}
