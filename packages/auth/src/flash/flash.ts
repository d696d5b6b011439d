import {
  currentApp,
  currentContext,
  defineKey,
  type Key,
  messageFlashed,
  type Session,
  sessionContract,
} from '@micro/core'
import { fail } from '../errors.ts'

/** A message for the next page. */
export interface FlashedMessage {
  /** Such as `'message'`, `'success'` or `'error'`: often a CSS class. */
  readonly category: string
  readonly message: string
}

const FLASHES = '_flashes'
/** A page that is never read must not fill the cookie until nothing can be saved any more. */
const MOST = 20
const taken: Key<readonly FlashedMessage[]> = defineKey<readonly FlashedMessage[]>('flashes')

/**
 * Leaves a message that the next page shows, which often is the one behind a redirect.
 *
 * The message is text: templates escape it. At most 20 wait for a page; of more, the oldest are dropped.
 *
 * @param category - Default: `'message'`.
 * @throws {@link MicroError} `SESSIONS_MISSING` without {@link Sessions}; `NO_REQUEST` outside of a request.
 * @example
 * flash('Published.', 'success')
 */
export function flash(message: string, category = 'message'): void {
  const session = currentSession('flash()')
  session.set(FLASHES, [...kept(session), { category, message }].slice(-MOST))
  currentApp().emit(messageFlashed, { message, category })
}

/** Which messages are wanted. */
export interface FlashedMessagesOptions {
  /** Only those of these categories. Default: all. */
  readonly categories?: readonly string[]
}

/**
 * Takes the messages that were left for this page: all of them, whichever are wanted. Asked again in the same request, they are
 * still there.
 *
 * @throws {@link MicroError} `SESSIONS_MISSING` without {@link Sessions}; `NO_REQUEST` outside of a request.
 * @example
 * const errors = getFlashedMessages({ categories: ['error'] })
 */
export function getFlashedMessages({ categories }: FlashedMessagesOptions = {}): readonly FlashedMessage[] {
  const all = take()
  return categories === undefined ? all : all.filter(({ category }) => categories.includes(category))
}

function take(): readonly FlashedMessage[] {
  const c = currentContext()
  const known = c.get(taken)
  if (known !== undefined) return known
  const session = currentSession('getFlashedMessages()')
  const messages = kept(session)
  if (session.has(FLASHES)) session.delete(FLASHES)
  c.set(taken, messages)
  return messages
}

function currentSession(caller: string): Session {
  const { app } = currentContext()
  const session = app.service(sessionContract)?.current()
  if (session === undefined) throw fail('SESSIONS_MISSING', { caller, app: app.name })
  return session
}

function kept(session: Session): readonly FlashedMessage[] {
  const value = session.get(FLASHES)
  return Array.isArray(value) ? value.filter(isFlash) : []
}

function isFlash(value: unknown): value is FlashedMessage {
  if (typeof value !== 'object' || value === null) return false
  return (
    'category' in value &&
    typeof value.category === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  )
}
