import type { Context, ExtensionRef, MaybePromise } from '@micro/core'
import type { SessionManager } from '../session/session-manager.ts'

/** A user whose id nobody has to be told how to find. */
export interface Identified {
  readonly id: string | number | bigint
}

/** What {@link Auth} is made with. */
export type AuthSetup<User> = LoginRules<User> & UserIdRule<User>

/** A user without an `id` needs `userId`. */
export type UserIdRule<User> = [User] extends [Identified]
  ? unknown
  : { readonly userId: (user: User) => string }

/** How users log in. */
export interface LoginRules<User> {
  /** The {@link Sessions} that remember who is logged in. */
  readonly sessions: ExtensionRef<SessionManager>
  /**
   * Finds the user of an id that `userId` gave. Nobody is logged in when it gives nothing; the request fails when it throws.
   * Asked at most once a request, in the request's context.
   */
  readonly loadUser: (id: string) => MaybePromise<User | null | undefined>
  /** Full name of the endpoint of the login page. Default: none, everybody gets 401. */
  readonly loginEndpoint?: string
  /** The id of a user, a text that is not empty. Default: its `id`. */
  readonly userId?: (user: User) => string
  /**
   * What ends every session of a user when it changes: a counter, or the hash of the password. Only a digest of it gets into the
   * cookie. Default: none, sessions outlive a change of the password.
   */
  readonly sessionEpoch?: (user: User) => string | number
  /** Finds the user of a bearer token. Called with nothing but tokens of the right shape. Default: none. */
  readonly loadToken?: (token: string, c: Context) => MaybePromise<User | null | undefined>
}
