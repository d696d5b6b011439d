import {
  type AppSetup,
  type BeforeHook,
  type Context,
  type Contract,
  currentContext,
  defineContract,
  defineOptions,
  type Extension,
  type ExtensionRef,
  Forbidden,
  hasContext,
  integerOption,
  localPath,
  type MaybePromise,
  type StandardSchema,
} from '@micro/core'
import { fail } from '../errors.ts'
import { seconds } from '../tokens/clock.ts'
import type { AuthSetup, LoginRules } from './auth-setup.ts'
import { bearerToken } from './bearer-token.ts'
import { CurrentLogin } from './current-login.ts'
import { withDeadline } from './deadline.ts'
import { askToLogIn, unauthorized } from './login-page.ts'

/** Options of {@link Auth}: complete and valid. */
export interface AuthOptions {
  /** Seconds after a login during which `auth.fresh` lets through. Default: 600. */
  readonly freshFor: number
  /** Milliseconds that loading a user may take; then the request gets 503. Default: 10,000. */
  readonly loadTimeout: number
}

/** How a login is remembered. */
export interface LoginOptions {
  /** Whether it outlives the browser: then it lasts as long as the sessions' `lifetime`. Default: as the session is. */
  readonly remember?: boolean
}

/** An app has one login: two would take each other's user ids out of the session for their own. */
const loginContract: Contract<object> = defineContract<object>('login')

/**
 * Who is logged in, and who gets in.
 *
 * The session remembers the id of the user; the user is loaded at most once a request, and only when somebody asks. Templates know
 * `current_user`. Passwords are yours to check: {@link verifyPassword}.
 *
 * @typeParam User - What `loadUser` gives.
 * @example
 * interface User { readonly id: number; readonly name: string }
 * const users = new Map<string, User>([['1', { id: 1, name: 'Ada' }]])
 * const sessions = new Sessions()
 * const auth = new Auth<User>({ sessions, loadUser: (id) => users.get(id), loginEndpoint: 'login' })
 * app.register(sessions)
 * app.register(auth)
 * app.get('/me', { before: [auth.required] }, () => `Hello, ${auth.user().name}`)
 * app.get('/admin', { before: [auth.only((user) => user.id === 1)] }, () => 'You are the first')
 * app.post('/login', { endpoint: 'login' }, async ({ request }) => {
 *   const user = users.get((await request.form()).get('id') ?? '') ?? abort(401) // and check the password
 *   await auth.login(user, { remember: true })
 *   return redirect(auth.nextUrl('/me'))
 * })
 */
export class Auth<User> implements Extension<AuthOptions, AuthOptions> {
  readonly name = 'auth'
  readonly requires: readonly ExtensionRef<unknown>[]
  readonly options: StandardSchema<Partial<AuthOptions>, AuthOptions> = defineOptions({
    freshFor: integerOption(600, { min: 1 }),
    loadTimeout: integerOption(10_000, { min: 1 }),
  })
  readonly #rules: LoginRules<User>

  constructor(setup: AuthSetup<User>) {
    this.#rules = setup
    this.requires = [setup.sessions]
  }

  initApp(app: AppSetup, options: AuthOptions): AuthOptions {
    app.provide(loginContract, this)
    app.contextProcessor(() => (hasContext() ? this.#templateValues(currentContext()) : {}))
    return options
  }

  /**
   * A guard: lets through who is logged in, sends a browser that wants a page to the login page, answers 401 to everything else.
   *
   * For a route's `before`, or for a whole blueprint: `blog.beforeRequest(auth.required)`.
   */
  readonly required: BeforeHook = async (c) => {
    const { user } = await this.#login(c).find()
    return user === undefined ? askToLogIn(c, this.#rules.loginEndpoint) : undefined
  }

  /**
   * A guard: as {@link Auth.required}, and only for a while after the password was given (`freshFor`). For what a stranger at an
   * unlocked machine must not do.
   */
  readonly fresh: BeforeHook = async (c) => {
    const { user, at } = await this.#login(c).find()
    const isFresh = user !== undefined && seconds() - at <= c.app.extension(this).freshFor
    return isFresh ? undefined : askToLogIn(c, this.#rules.loginEndpoint)
  }

  /**
   * A guard: lets through who sends a token that `loadToken` knows (`Authorization: Bearer …`), for this request; answers 401 to
   * everything else. Neither reads nor writes the session, so the route can be exempt from the CSRF check.
   *
   * @throws {@link MicroError} `BEARER_LOADER` without `loadToken`.
   * @see https://www.rfc-editor.org/rfc/rfc6750
   */
  readonly bearer: BeforeHook = async (c) => {
    const { loadToken } = this.#rules
    if (loadToken === undefined) throw fail('BEARER_LOADER', {})
    const token = bearerToken(c.request.headers.get('authorization'))
    if (token === undefined) throw unauthorized('Bearer')
    const user = await withDeadline(loadToken(token, c), c.app.extension(this).loadTimeout)
    if (user === undefined || user === null) throw unauthorized('Bearer', 'invalid_token')
    this.#login(c).accept(user)
  }

  /**
   * Makes a guard: as {@link Auth.required}, and answers 403 to users that the check is not true of.
   */
  only(check: (user: User, c: Context) => MaybePromise<boolean>): BeforeHook {
    return async (c) => {
      const { user } = await this.#login(c).find()
      if (user === undefined) return askToLogIn(c, this.#rules.loginEndpoint)
      if (await check(user, c)) return undefined
      throw new Forbidden()
    }
  }

  /**
   * The user that a guard has let through.
   *
   * @throws {@link HttpError} 401 when nobody is logged in.
   * @throws {@link MicroError} `USER_NOT_LOADED` where no guard has loaded one; `NO_REQUEST` outside of a request.
   */
  user(): User {
    const c = currentContext()
    const known = this.#login(c).known
    if (known === undefined) throw fail('USER_NOT_LOADED', { endpoint: c.endpoint ?? c.request.path })
    if (known.user === undefined) throw unauthorized('Cookie')
    return known.user
  }

  /** The user who is logged in, guard or not; `undefined` when nobody is. Loaded at most once a request. */
  async currentUser(): Promise<User | undefined> {
    return (await this.#login(currentContext()).find()).user
  }

  /**
   * Logs a user in, whose password or whatever else shows who they are was checked before.
   *
   * The session begins anew, its values stay: an id or a CSRF token that somebody knew before is worth nothing now.
   *
   * @throws {@link MicroError} `USER_ID`.
   */
  login(user: User, { remember }: LoginOptions = {}): Promise<void> {
    return this.#login(currentContext()).begin(user, remember)
  }

  /**
   * Logs out: empties the session and tells the browser to forget the cookie.
   *
   * With a store the session has ended for whoever has its cookie. Without one a copy of the cookie stays good until it ends, or
   * until the user's `sessionEpoch` changes.
   */
  logout(): void {
    this.#login(currentContext()).end()
  }

  /** Where a client that was sent to log in wanted to go, if that is on this site; the fallback otherwise. */
  nextUrl(fallback = '/'): string {
    return localPath(currentContext().request.query.get('next'), fallback)
  }

  #login(c: Context): CurrentLogin<User> {
    return c.scoped(this, () => {
      const { loadTimeout } = c.app.extension(this)
      const sessions = c.app.extension(this.#rules.sessions)
      const session = { load: () => sessions.load(c), session: () => sessions.of(c) }
      return new CurrentLogin({ rules: this.#rules, ...session, loadTimeout })
    })
  }

  /** A page that reports that the user could not be loaded must not fail for the same reason. */
  async #templateValues(c: Context): Promise<{ readonly current_user: User | undefined }> {
    const login = this.#login(c)
    return { current_user: login.failed ? undefined : (await login.find()).user }
  }
}
