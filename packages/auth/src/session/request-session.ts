import type { Session } from '@micro/core'
import { CSRF_SECRET } from '../csrf/csrf-secret.ts'
import { fail } from '../errors.ts'
import { jsonFault } from '../json-value.ts'
import { randomId } from '../keys/random-id.ts'
import { seconds } from '../tokens/clock.ts'
import type { StoredSession } from './stored-session.ts'

/** The text of no values. */
export const NOTHING = '{}'

/** How a session begins that has no origin. */
export interface Beginning {
  /** Whether its cookie outlives the browser. */
  readonly permanent: boolean
  /** Whether the client sent a cookie that is worth nothing. */
  readonly refused: boolean
}

/** The session of one request: what its cookie held, and what has become of it. */
export class RequestSession implements Session {
  /** What the cookie held; `undefined` when it held no session. */
  readonly origin: StoredSession | undefined
  /** Whether anybody looked at it, so that the reply depends on the cookie. */
  accessed = false
  /** Whether the client sent a cookie that is worth nothing, and should forget it. */
  readonly refused: boolean
  #id: string | undefined
  #permanent: boolean
  #values: Map<string, unknown> | undefined

  constructor(origin: StoredSession | undefined, beginning: Beginning) {
    this.origin = origin
    this.refused = beginning.refused
    this.#id = origin?.id
    this.#permanent = origin?.permanent ?? beginning.permanent
  }

  get permanent(): boolean {
    this.accessed = true
    return this.#permanent
  }

  set permanent(permanent: boolean) {
    this.accessed = true
    this.#permanent = permanent
  }

  get(name: string): unknown {
    return this.#opened().get(name)
  }

  has(name: string): boolean {
    return this.#opened().has(name)
  }

  keys(): string[] {
    return [...this.#opened().keys()]
  }

  /** @throws {@link MicroError} `SESSION_VALUE`. */
  set(name: string, value: unknown): void {
    assertJson(name, value)
    this.#opened().set(name, value)
  }

  delete(name: string): boolean {
    return this.#opened().delete(name)
  }

  clear(): void {
    this.#opened().clear()
  }

  /** Begins another session with the same values, but for the secret of its CSRF tokens: a new id, a new lifetime. */
  regenerate(): void {
    this.#opened().delete(CSRF_SECRET)
    this.#id = undefined
  }

  /** Whether it is another one than the cookie says. */
  get isNew(): boolean {
    return this.#id === undefined
  }

  /**
   * Its values as the text of a JSON object. Deep: a list that was added to makes another text.
   *
   * @throws {@link MicroError} `SESSION_VALUE` when a value was changed into what JSON cannot hold.
   */
  toText(): string {
    if (this.#values === undefined) return this.origin?.text ?? NOTHING
    if (this.#values.size === 0) return NOTHING
    for (const [name, value] of this.#values) assertJson(name, value)
    return JSON.stringify(Object.fromEntries(this.#values))
  }

  /** What is to be kept of it, with these values. */
  snapshot(text: string): StoredSession {
    const written = seconds()
    return {
      id: this.#id ?? randomId(),
      started: this.#id === undefined ? written : (this.origin?.started ?? written),
      written,
      permanent: this.#permanent,
      text,
    }
  }

  #opened(): Map<string, unknown> {
    this.accessed = true
    return (this.#values ??= new Map(Object.entries(JSON.parse(this.origin?.text ?? NOTHING))))
  }
}

function assertJson(name: string, value: unknown): void {
  if (name === '__proto__')
    throw fail('SESSION_VALUE', { name, problem: 'this name is special to JavaScript' })
  const problem = jsonFault(value, name)
  if (problem !== undefined) throw fail('SESSION_VALUE', { name, problem })
}
