import library from 'nunjucks/src/lib.js'
import { fail } from './errors.ts'
import { htmlOf, markSafe } from './safe-html.ts'

/**
 * Writes a value into the output of a template, escaped unless it is HTML already.
 *
 * `undefined` and `null` are nothing. A function or a promise has no text: writing one is a mistake.
 *
 * @throws {@link MicroError} `TEMPLATE_VALUE`.
 */
export function write(value: unknown, autoescape: boolean): string {
  if (typeof value === 'string') return autoescape ? library.escape(value) : value
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'function') {
    throw fail('TEMPLATE_VALUE', { what: 'a function', hint: 'Call it: add parentheses behind its name.' })
  }
  return writeObject(Object(value), autoescape)
}

function writeObject(value: object, autoescape: boolean): string {
  const html = htmlOf(value)
  if (html !== undefined) return html
  if (isPromise(value)) throw unawaited(value)
  const text = textOf(value)
  return autoescape ? library.escape(text) : text
}

/** Data may have no `toString`, or one that is no function. */
function textOf(value: object): string {
  return 'toString' in value && typeof value.toString === 'function' ? String(value) : Object.prototype.toString.call(value)
}

/** Whether a value has to be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** A rejection that nobody waits for would end the process, so this one is taken note of. */
function unawaited(promise: PromiseLike<unknown>): Error {
  promise.then(undefined, () => undefined)
  return fail('TEMPLATE_VALUE', {
    what: 'a promise',
    hint: 'Await it in the handler, hand it to `render` as a value, or make an async filter of the function.',
  })
}

/** The output of a `set` block: it was escaped when it was written. An empty one stays a text, which is false. */
export function captured(text: string, autoescape: boolean): unknown {
  return autoescape && text !== '' ? markSafe(text) : text
}
