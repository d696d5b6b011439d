import { isPromise } from '@micro/core'
import { fail } from './errors.ts'
import { lib } from './nunjucks.js'
import { htmlOf, markSafe } from './safe-html.ts'

/**
 * Writes a value into the output of a template, escaped unless it is HTML already.
 *
 * `undefined` and `null` are nothing. A function or a promise has no text: writing one is a mistake.
 *
 * @throws {@link MicroError} `TEMPLATE_VALUE`.
 */
export function write(value: unknown, autoescape: boolean): string {
  switch (typeof value) {
    case 'string':
      return autoescape ? lib.escape(value) : value
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'symbol':
      return write(value.toString(), autoescape)
    case 'object':
      return value === null ? '' : writeObject(value, autoescape)
    case 'function':
      throw fail('TEMPLATE_VALUE', { what: 'a function', hint: 'Call it: add parentheses behind its name.' })
    default:
      return ''
  }
}

function writeObject(value: object, autoescape: boolean): string {
  const html = htmlOf(value)
  if (html !== undefined) return html
  if (isPromise(value)) throw unawaited(value)
  const text = textOf(value)
  return autoescape ? lib.escape(text) : text
}

/** Data may have no `toString`, or one that is no function. */
function textOf(value: object): string {
  const hasText = 'toString' in value && typeof value.toString === 'function'
  // oxlint-disable-next-line typescript/no-base-to-string -- "[object Object]" is what such an object is written as
  return hasText ? String(value) : Object.prototype.toString.call(value)
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
