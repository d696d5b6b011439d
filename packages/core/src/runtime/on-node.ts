import { type AsyncLocalStorage, AsyncResource } from 'node:async_hooks'

// What Node lets core do at less cost than by the ways that every runtime has; those are in portable.ts, and give the same.

/** Nobody listens for when it is collected. */
const UNTRACKED = { requireManualDestroy: true }

/** By `storage.run` the frame that is found on the way back is made anew; here it is kept, which saves 60 of 195 ns. */
export function runWith<S, T>(storage: AsyncLocalStorage<S>, store: S, run: () => T): T {
  return new AsyncResource('micro', UNTRACKED).runInAsyncScope(entered<S, T>, undefined, storage, store, run)
}

function entered<S, T>(storage: AsyncLocalStorage<S>, store: S, run: () => T): T {
  storage.enterWith(store)
  return run()
}

/** Keeps nothing from one call to the next. */
const ENCODER = /* @__PURE__ */ new TextEncoder()

/** So many bytes V8 keeps in its own heap; more of them are memory of their own, with something that frees it. */
const IN_HEAP = 64

/** A text as UTF-8, in memory of its own. A short one that is ASCII is written byte by byte: 600 → 100 ns. */
export function encode(text: string): Uint8Array {
  const { length } = text
  if (length > IN_HEAP) return ENCODER.encode(text)
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return ENCODER.encode(text)
    bytes[at] = code
  }
  return bytes
}

/**
 * Bytes as the body of a `Response` that nobody else holds: a stream that is over at once. The one that Node makes of bytes, or of a text, costs three
 * times as much to make and to read: 0.8 µs of a `Response`. Unlike that one it has no reader that brings its own buffer.
 */
export function bodyOf(bytes: Uint8Array): Uint8Array | ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
