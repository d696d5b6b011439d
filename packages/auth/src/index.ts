// What `@micro/auth` offers. Names only: each has its home in the file named.
export { csrfToken } from './csrf/csrf-token.ts'

export { type AuthErrorCode, authErrors } from './errors.ts'

export { type FlashedMessage, flash, getFlashedMessages, type FlashedMessagesOptions } from './flash/flash.ts'

export type { JsonValue } from './json-value.ts'

export { Auth, type AuthOptions, type LoginOptions } from './login/auth.ts'
export type { AuthSetup, Identified, LoginRules, UserIdRule } from './login/auth-setup.ts'

export { hashPassword, needsRehash, verifyPassword } from './node/passwords.ts'

export { memoryStore, type MemoryStoreOptions } from './session/memory-store.ts'
export type { SessionManager } from './session/session-manager.ts'
export type { SessionOptions } from './session/session-options.ts'
export type { SessionStore, SessionStoreFactory } from './session/session-store.ts'
export { Sessions, type SessionsSetup } from './session/sessions.ts'

export { signToken, type SignOptions, verifyToken } from './tokens/signing.ts'
