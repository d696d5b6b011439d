import { defineErrors, type ErrorFactory } from '@micro/core'

const CODES = {
  // Keys
  SECRET_KEY_MISSING: {
    message: 'The app "{app}" has no `secretKey`, so nobody could trust what its cookies say.',
    fix: 'Set `secretKey` (or MICRO_SECRET_KEY) to 32 random bytes or more: `openssl rand -base64 48`.',
  },
  SECRET_KEY_WEAK: {
    message: '`{setting}` is too weak: {problem}.',
    fix: 'Use 32 random bytes or more: `openssl rand -base64 48`. To change a key, move the old one to `secretKeyFallbacks`.',
  },
  SECRET_KEY_FALLBACKS: {
    message: '`secretKeyFallbacks` must be a list of texts.',
    fix: 'Write `secretKeyFallbacks: [oldKey]`, also for one key.',
  },

  // Sessions
  SESSIONS_MISSING: {
    message: '`{caller}` needs a session, and the app "{app}" has none.',
    fix: 'Add `app.register(sessions)` where `sessions = new Sessions()`.',
  },
  SESSIONS_NOT_STARTED: {
    message: 'The sessions of this app were used before it has started.',
    fix: 'Call `await app.start()` first, or do it in a request or in `app.inContext`.',
  },
  SESSION_NOT_READ: {
    message: 'The session was used before the cookie of this request was read.',
    fix: 'Register `sessions` before you add the hook that uses the session.',
  },
  SESSION_VALUE: {
    message: 'The session cannot keep "{name}": {problem}.',
    fix: 'Keep plain JSON: texts, finite numbers, booleans, null, and lists and plain objects of them. Write a Date as a text.',
  },
  SESSION_TOO_LARGE: {
    message:
      'The session is too large for a cookie: {size} bytes with its name, and browsers drop what is longer than {max}.',
    fix: 'Keep less in it, or keep it on the server: `new Sessions({ store: memoryStore() })`.',
  },

  // Tokens
  TOKEN_MAX_AGE: {
    message: 'A token cannot live {maxAge} seconds.',
    fix: 'Give `maxAge` as a whole number of seconds, 1 or more.',
  },
  TOKEN_PAYLOAD: {
    message: 'A token for "{purpose}" cannot carry this: {problem}.',
    fix: 'Give plain JSON: texts, finite numbers, booleans, null, and lists and plain objects of them.',
  },

  // Login
  USER_ID: {
    message: 'The id of the user that logs in is {id}.',
    fix: 'Give `userId: (user) => String(user.…)` to `new Auth()`; an id is a text that is not empty.',
  },
  USER_NOT_LOADED: {
    message: '`auth.user()` was called in "{endpoint}", where no guard has loaded a user.',
    fix: 'Add `before: [auth.required]` to the route, or use `await auth.currentUser()`.',
  },
  BEARER_LOADER: {
    message: '`auth.bearer` guards a route, and nothing says whose token it is.',
    fix: 'Give `loadToken: (token) => …` to `new Auth()`.',
  },
} as const

/** The error codes of this package. */
export type AuthErrorCode = keyof typeof CODES

/** Every error code of this package with its words. */
export const authErrors: typeof CODES = CODES

/** Makes an error of this package. */
export const fail: ErrorFactory<typeof CODES> = defineErrors(CODES)
