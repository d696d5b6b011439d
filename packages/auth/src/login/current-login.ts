import type { MaybePromise } from '@micro/core'
import { fail } from '../errors.ts'
import type { RequestSession } from '../session/request-session.ts'
import { seconds } from '../tokens/clock.ts'
import type { LoginRules } from './auth-setup.ts'
import { withDeadline } from './deadline.ts'
import { digestEpoch, forgetLogin, readLogin, type SessionLogin, writeLogin } from './login-session.ts'

/** What finding out who is logged in takes. */
export interface LoginParts<User> {
  readonly rules: LoginRules<User>
  /** The session, wherever the request is in its life. Asked for only when it is needed: a bearer token needs none. */
  readonly load: () => MaybePromise<RequestSession>
  /** The session, once it was read. */
  readonly session: () => RequestSession
  /** In milliseconds. */
  readonly loadTimeout: number
}

/** Who is logged in. */
export interface Known<User> {
  readonly user: User | undefined
  /** When the password was given, in seconds since 1970; 0 when it was not. */
  readonly at: number
}

/** Who is logged in during one request: found out at most once. */
export class CurrentLogin<User> {
  readonly #parts: LoginParts<User>
  #known: Known<User> | undefined
  #pending: Promise<Known<User>> | undefined
  #failed = false

  constructor(parts: LoginParts<User>) {
    this.#parts = parts
  }

  /** Who it is, when that was found out already. */
  get known(): Known<User> | undefined {
    return this.#known
  }

  /** Whether finding out has failed. */
  get failed(): boolean {
    return this.#failed
  }

  /** Finds out who it is. Fails, each time it is asked, when the user could not be loaded. */
  find(): Promise<Known<User>> {
    return (this.#pending ??= this.#load())
  }

  /** Logs a user in. */
  async begin(user: User, remember: boolean | undefined): Promise<void> {
    const { rules, session } = this.#parts
    const userId = idOf(user, rules)
    const epoch = await epochOf(user, userId, rules)
    const current = session()
    writeLogin(current, userId, epoch)
    if (remember !== undefined) current.permanent = remember
    this.#settle({ user, at: seconds() })
  }

  /** Logs out, and forgets everything that the session held. */
  end(): void {
    const session = this.#parts.session()
    session.clear()
    session.regenerate()
    this.#settle({ user: undefined, at: 0 })
  }

  /** Takes it as known who it is, for this request alone. */
  accept(user: User): void {
    this.#settle({ user, at: 0 })
  }

  #settle(known: Known<User>): void {
    this.#known = known
    this.#pending = Promise.resolve(known)
  }

  async #load(): Promise<Known<User>> {
    const session = await this.#parts.load()
    const login = readLogin(session)
    const user = login === undefined ? undefined : await this.#userOf(login)
    // Somebody logged in or out while the user was loaded: that is newer.
    if (this.#known !== undefined) return this.#known
    if (login !== undefined && user === undefined) forgetLogin(session)
    this.#known = { user, at: user === undefined ? 0 : (login?.at ?? 0) }
    return this.#known
  }

  /** The user of a login, if there still is one and nothing has ended its sessions. */
  async #userOf({ userId, epoch }: SessionLogin): Promise<User | undefined> {
    const { rules, loadTimeout } = this.#parts
    try {
      const user = (await withDeadline(rules.loadUser(userId), loadTimeout)) ?? undefined
      return user !== undefined && (await epochOf(user, userId, rules)) === epoch ? user : undefined
    } catch (error) {
      this.#failed = true
      throw error
    }
  }
}

async function epochOf<User>(
  user: User,
  userId: string,
  { sessionEpoch }: LoginRules<User>,
): Promise<string | undefined> {
  return sessionEpoch === undefined ? undefined : digestEpoch(userId, sessionEpoch(user))
}

function idOf<User>(user: User, { userId }: LoginRules<User>): string {
  const id = userId === undefined ? ownId(user) : userId(user)
  if (typeof id === 'string' && id !== '') return id
  throw fail('USER_ID', { id: id === '' ? 'an empty text' : `a value of the type ${typeof id}` })
}

function ownId(user: unknown): unknown {
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : undefined
  return typeof id === 'number' || typeof id === 'bigint' ? String(id) : id
}
