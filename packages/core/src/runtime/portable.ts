import type { AsyncLocalStorage } from 'node:async_hooks'

export { Deadline, Deadlines } from './own-timers.ts'

// What stands in for on-node.ts on other runtimes.

/** Runs a function so that everything it calls and awaits finds the store, in a scope that ends with it. */
export function enter<S, T>(storage: AsyncLocalStorage<S>, store: S, run: () => T): T {
  return storage.run(store, run)
}

/** Keeps nothing from one call to the next. */
const ENCODER = /* @__PURE__ */ new TextEncoder()

/** A text as UTF-8, in memory of its own. */
export function encode(text: string): Uint8Array {
  return ENCODER.encode(text)
}

/** Bytes as the body of a `Response` that nobody else holds. */
export function bodyOf(bytes: Uint8Array): Uint8Array | ReadableStream<Uint8Array> {
  return bytes
}

/**
 * What a `Response` is made with beside its body; its fields are added to it.
 *
 * Workers pack a body that says that it is packed, unless they are told that it is: what was packed would be packed twice.
 *
 * @param lines - Its fields: each name is followed by a value.
 */
export function initOf(status: number, lines: readonly string[]): ResponseInit {
  return { status, ...(lines.includes('content-encoding') && { encodeBody: 'manual' }) }
}

/** Whether a `Response` that is made of a text says that it is one: Bun does so only as it sends it. */
export function saysText(): boolean {
  return new Response('').headers.has('content-type')
}
