import type { MaybePromise } from '../ground/promise.ts'
import type { Context } from './context.ts'
import { type Contract, defineContract } from './contract.ts'

/** What a client keeps from request to request, however it is kept. */
export interface Session {
  get(name: string): unknown
  has(name: string): boolean
  set(name: string, value: unknown): void
  delete(name: string): void
  clear(): void
}

/** Gives the session of the request that is going on. */
export interface SessionProvider {
  /** Reads the session of a request, so that it is there when it is asked for. */
  open(c: Context): MaybePromise<void>
  current(): Session
}

/** Fulfilled by whatever keeps sessions; used by the test client's session transaction and by whoever wants a session. */
export const sessionContract: Contract<SessionProvider> = defineContract<SessionProvider>('session')
